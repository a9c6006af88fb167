/** Sums over the positions of one channel of a layer's output `z` and the wanted output `y`. */
class ChannelSums {
  count = 0;
  z = 0;
  y = 0;
  zz = 0;
  zy = 0;
  yy = 0;

  /** Of |y - scale z - shift|^2. */
  error(scale: number, shift: number): number {
    const { count, z, y, zz, zy, yy } = this;
    return (
      yy + scale * scale * zz + count * shift * shift - 2 * scale * zy - 2 * shift * y + 2 * scale * shift * z
    );
  }
}

/** Gains below this share of y^2 are rounding. */
const ROUNDING = 1e-9;

/** Shrinkage of the scale towards 1, as a share of the mean square of z. */
const RIDGE = 1e-3;

/**
 * Fits `y = scale z + shift` by channel of a layer's output, for layers that are not solved themselves: every fourth
 * batch is held out, and a channel for which the fit is not better there keeps its scale of 1 and shift of 0.
 */
export class OutputScales {
  readonly #fit: ChannelSums[];
  readonly #heldOut: ChannelSums[];
  #batches = 0;

  constructor(channels: number) {
    const sums = (): ChannelSums[] => Array.from({ length: channels }, () => new ChannelSums());
    this.#fit = sums();
    this.#heldOut = sums();
  }

  /** One batch; channels repeat every `run` elements: height x width of maps, 1 of rows. */
  add(z: Float32Array, y: Float32Array, run: number): void {
    const sums = this.#batches++ % 4 === 3 ? this.#heldOut : this.#fit;
    for (let start = 0, channel = 0; start < z.length; start += run, channel = (channel + 1) % sums.length) {
      const into = sums[channel];
      for (let i = start; i < start + run; i++) {
        into.z += z[i];
        into.y += y[i];
        into.zz += z[i] * z[i];
        into.zy += z[i] * y[i];
        into.yy += y[i] * y[i];
      }
      into.count += run;
    }
  }

  /** @param shifts whether the layer has a bias to take them. @returns undefined when no channel gets better. */
  solve(shifts: boolean): { readonly scale: Float64Array; readonly shift: Float64Array } | undefined {
    const scale = new Float64Array(this.#fit.length).fill(1);
    const shift = new Float64Array(this.#fit.length);
    let better = false;
    this.#fit.forEach((sums, channel) => {
      const heldOut = this.#batches < 4 ? sums : this.#heldOut[channel];
      const { count, z, y, zz, zy } = sums;
      const [meanZ, meanY] = shifts ? [z / count, y / count] : [0, 0];
      const variance = zz - count * meanZ * meanZ;
      const ridge = RIDGE * zz + 1e-12;
      const by = (zy - count * meanZ * meanY + ridge) / (variance + ridge);
      const up = meanY - by * meanZ;
      if (!(heldOut.error(by, up) < heldOut.error(1, 0) - ROUNDING * heldOut.yy)) return;
      scale[channel] = by;
      shift[channel] = up;
      better = true;
    });
    return better ? { scale, shift } : undefined;
  }
}

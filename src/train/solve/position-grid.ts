import { sizeOf } from '../../onnx/tensor.js';
import type { LinearLayer } from './linear-layer.js';

/** Some of the positions of a layer's output, evenly apart: pixels on a grid, or rows. */
export interface PositionGrid {
  /** Every so many pixels in both directions, or rows. */
  readonly step: number;
  /** Shape of one sample of the output on the grid: [channels, height, width], or [rows, channels]. */
  readonly dims: readonly number[];
  /** Of one sample. */
  readonly positions: number;
}

/**
 * About `most` positions of a sample, or all where there are fewer.
 * @param outputDims of one sample
 */
export function positionGrid(layer: LinearLayer, outputDims: readonly number[], most: number): PositionGrid {
  const fewer = (all: number, step: number): number => Math.ceil(all / step);
  if (layer.kind === 'conv') {
    const [channels, ...map] = outputDims;
    const step = Math.max(1, Math.ceil(Math.sqrt(sizeOf(map) / most)));
    const dims = [channels, ...map.map((all) => fewer(all, step))];
    return { step, dims, positions: sizeOf(dims.slice(1)) };
  }
  const all = sizeOf(outputDims.slice(0, -1));
  const step = Math.max(1, Math.ceil(all / most));
  const positions = fewer(all, step);
  return { step, dims: [positions, outputDims.at(-1)!], positions };
}

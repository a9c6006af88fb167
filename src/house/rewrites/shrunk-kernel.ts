import { float32 } from '../../onnx/tensor.js';
import { type Convolution, convolutionNode, convolutionWork, type Geometry } from './convolution.js';
import type { Rewrite } from './rewrite.js';

const SIZES = [5, 3, 1];

/**
 * Smaller kernels, the taps in the middle kept and the padding reduced: 7x7 to 5x5, 3x3 or 1x1. Only odd kernels that
 * are padded enough for the shape to stay; a depthwise convolution keeps a kernel.
 */
export function shrunkKernels(convolution: Convolution): Rewrite[] {
  const { kernel, inputsOfGroup, groups } = convolution;
  const isDepthwise = groups > 1 && inputsOfGroup === 1;
  return SIZES.filter((size) => size < Math.max(...kernel) && !(isDepthwise && size === 1)).flatMap(
    (size) => shrunkKernel(convolution, size) ?? [],
  );
}

function shrunkKernel(convolution: Convolution, size: number): Rewrite | undefined {
  const { kernel, dilations, pads, weight, inputsOfGroup, to } = convolution;
  const cuts = kernel.map((length) => Math.max(0, (length - size) / 2));
  if (!cuts.every(Number.isInteger)) return undefined;
  const smaller = pads.map((pad, index) => pad - cuts[index % 2] * dilations[index % 2]);
  if (smaller.some((pad) => pad < 0)) return undefined;
  const geometry: Geometry = {
    ...convolution,
    kernel: [kernel[0] - 2 * cuts[0], kernel[1] - 2 * cuts[1]],
    pads: smaller as unknown as Geometry['pads'],
  };
  const data = middle(convolution, geometry.kernel, cuts);
  const dims = [convolution.outputs, inputsOfGroup, ...geometry.kernel];
  return {
    loss: lossOf(convolution, data, geometry.kernel),
    work: convolutionWork(to.dims, inputsOfGroup, geometry.kernel),
    apply(fresh) {
      const { node, groups } = convolution;
      const name = fresh(`${node.outputs[0]}.shrunk`);
      const inputs = [node.inputs[0], name, ...node.inputs.slice(2)];
      return {
        removes: [node.outputs[0]],
        nodes: [convolutionNode(inputs, node.outputs[0], geometry, groups)],
        weights: [[name, float32(data, [...dims])]],
        values: [],
      };
    },
  };

  function middle(from: Convolution, [height, width]: readonly number[], cut: readonly number[]) {
    const out = new Float32Array(from.outputs * inputsOfGroup * height * width);
    let at = 0;
    for (let pair = 0; pair < from.outputs * inputsOfGroup; pair++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          out[at++] = Number(weight.data[(pair * kernel[0] + y + cut[0]) * kernel[1] + x + cut[1]]);
    return out;
  }
}

/** Weighted by how strong the input channels are. */
function lossOf(from: Convolution, kept: Float32Array, kernel: readonly number[]): number {
  const { weight, inputsOfGroup, groups, outputs, strengths } = from;
  const energy = (data: ArrayLike<number>, taps: number): number => {
    let sum = 0;
    for (let pair = 0; pair < outputs * inputsOfGroup; pair++) {
      const group = Math.floor(pair / inputsOfGroup / (outputs / groups));
      const strength = strengths?.[group * inputsOfGroup + (pair % inputsOfGroup)] ?? 1;
      for (let tap = 0; tap < taps; tap++) sum += (data[pair * taps + tap] * strength) ** 2;
    }
    return sum;
  };
  const all = energy(weight.data as Float32Array, from.kernel[0] * from.kernel[1]);
  return all > 0 ? 1 - energy(kept, kernel[0] * kernel[1]) / all : 0;
}

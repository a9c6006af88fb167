import { type GraphNode, intAttribute } from '../../onnx/graph.js';

/** Output channel of a weight by its index: Conv is [out, in / groups, …], ConvTranspose [in, out / groups, …]. */
export function outputChannel(convolution: GraphNode, dims: readonly number[]): (index: number) => number {
  const taps = dims.slice(2).reduce((product, dim) => product * dim, 1);
  if (convolution.opType === 'Conv') {
    const perChannel = dims[1]! * taps;
    return (index) => Math.floor(index / perChannel);
  }
  const groups = intAttribute(convolution, 'group', 1);
  const [inputs, perGroup] = dims as [number, number];
  return (index) => {
    const input = Math.floor(index / (perGroup * taps));
    const group = Math.floor(input / (inputs / groups));
    return group * perGroup + (Math.floor(index / taps) % perGroup);
  };
}

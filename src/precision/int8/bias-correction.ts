import { type GraphNode, intAttribute } from '../../onnx/graph.js';
import { sizeOf, type Tensor } from '../../onnx/tensor.js';
import type { LayerWeights } from './layer.js';
import type { Int8Weights } from './quantise-weights.js';

/**
 * What rounding the weights takes from the mean of each output channel, by the mean of the input channels: to be added
 * to the bias (Nagel et al. 2019, section 4.2). Padding is not counted.
 */
export function biasCorrection(
  node: GraphNode,
  { outputAxis }: LayerWeights,
  { data, dims }: Tensor,
  { values, scales }: Int8Weights,
  inputMeans: Float64Array,
): Float64Array {
  const channels = dims[outputAxis];
  const correction = new Float64Array(channels);
  const inner = sizeOf(dims.slice(outputAxis + 1));
  const isConv = node.opType === 'Conv';
  const kernel = sizeOf(dims.slice(2));
  const perGroup = channels / (isConv ? intAttribute(node, 'group', 1) : 1);
  for (let index = 0; index < values.length; index++) {
    const output = Math.floor(index / inner) % channels;
    const input = isConv
      ? Math.floor(output / perGroup) * dims[1] + (Math.floor(index / kernel) % dims[1])
      : outputAxis === 0
        ? index % dims[1]
        : Math.floor(index / dims[1]);
    correction[output] += ((data[index] as number) - scales[output] * values[index]) * inputMeans[input];
  }
  return correction;
}

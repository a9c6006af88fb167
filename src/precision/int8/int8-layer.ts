import type { Graph, GraphNode } from '../../onnx/graph.js';
import { nodeId } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import { biasCorrection } from './bias-correction.js';
import type { LayerWeights } from './layer.js';
import { quantiseWeights } from './quantise-weights.js';

/** int32 sums keep this much room above the bias. */
const LARGEST_BIAS = 2 ** 30;

export interface Int8Layer {
  /** Names of the weights and of the bias as the layer reads them; '' for no bias. */
  readonly weight: string;
  readonly bias: string;
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
}

/**
 * The weights of a layer as int8 and its bias, which it gets where it has none, as int32 in the scale of its products,
 * each behind a `DequantizeLinear`.
 *
 * @param inputScale of the layer's input
 * @param inputMeans by input channel; without them the bias is not corrected
 * @param prefix of names that are new
 */
export function int8Layer(
  graph: Graph,
  node: GraphNode,
  layer: LayerWeights,
  inputScale: number,
  levels: number,
  inputMeans: Float64Array | undefined,
  prefix: string,
): Int8Layer {
  const weights = graph.initializers.get(layer.weight)!;
  const biases = graph.initializers.get(layer.bias)?.data as Float32Array | undefined;
  const least = biases && Float64Array.from(biases, (bias) => Math.abs(bias) / (inputScale * LARGEST_BIAS));
  const rounded = quantiseWeights(weights, layer.outputAxis, levels, least);
  const channels = rounded.scales.length;
  const name = `${prefix}${nodeId(node)}.w`;
  const nodes: GraphNode[] = [dequantize([`${name}.q`, `${name}.s`, `${name}.z`], name, layer.outputAxis)];
  const initializers = new Map<string, Tensor>([
    [`${name}.q`, { dtype: 'int8', dims: weights.dims, data: rounded.values }],
    [`${name}.s`, { dtype: 'float32', dims: [channels], data: rounded.scales }],
    [`${name}.z`, { dtype: 'int8', dims: [channels], data: new Int8Array(channels) }],
  ]);
  const correction = inputMeans && biasCorrection(node, layer, weights, rounded, inputMeans);
  if (node.opType === 'MatMul') return { weight: name, bias: '', nodes, initializers };
  const bias = `${prefix}${nodeId(node)}.b`;
  const scales = rounded.scales.map((scale) => scale * inputScale);
  const integers = Int32Array.from(scales, (scale, channel) =>
    Math.round(((biases?.[channel] ?? 0) + (correction?.[channel] ?? 0)) / scale),
  );
  nodes.push(dequantize([`${bias}.q`, `${bias}.s`], bias, 0));
  initializers.set(`${bias}.q`, { dtype: 'int32', dims: [channels], data: integers });
  initializers.set(`${bias}.s`, { dtype: 'float32', dims: [channels], data: scales });
  return { weight: name, bias, nodes, initializers };
}

const dequantize = (inputs: readonly string[], output: string, axis: number): GraphNode => ({
  opType: 'DequantizeLinear',
  domain: '',
  inputs,
  outputs: [output],
  // 1 is what it is unless told.
  attributes: axis === 1 ? {} : { axis: { type: 'int', value: axis } },
});

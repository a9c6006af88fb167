import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { pruneUnused } from '../../onnx/prune-unused.js';
import type { Tensor } from '../../onnx/tensor.js';
import { consumersOf } from '../../onnx/topology.js';
import { halfWeights } from '../half-weights.js';
import { unusedPrefix } from '../unused-prefix.js';
import type { Calibration } from './calibration.js';
import { int8Layer } from './int8-layer.js';
import { layerWeights } from './layer.js';
import { quantisedTensors, resultOf } from './quantised-tensors.js';
import { type Range, uint8Scale } from './range.js';
import { type Role, rolesOf } from './roles.js';
import { shortNames } from './short-names.js';

/**
 * Weights take the values -63 … 63: a product with a uint8 activation, twice, fits into the int16 in which processors
 * without VNNI sum, so that no sum is cut off on any of them.
 */
const LEVELS = 63;

export interface Int8Options {
  /** A part that other int8 parts stand around: its ends are int8 too. */
  readonly isPart?: boolean | undefined;
  readonly levels?: number;
}

/** Without calibration the numbers mean nothing, but structure, size and latency are those of every calibration. */
const ANY: Range = { low: -1, high: 1 };

/**
 * The network with its convolutions, dense layers and what lies between them in int8, written as `QuantizeLinear` and
 * `DequantizeLinear` around operators of float32 (QDQ), which ONNX Runtime fuses: activations uint8 with one scale a
 * tensor, weights int8 with one scale an output channel, biases int32. What has no int8 form stays float32, its large
 * weights stored as float16. Needs opset 13.
 */
export function toInt8(graph: Graph, calibration?: Calibration, options: Int8Options = {}): Graph {
  const { isPart = false, levels = LEVELS } = options;
  const prefix = unusedPrefix(graph, 'int8');
  const roles = rolesOf(graph, isPart);
  const ranges = quantisedTensors(graph, roles, isPart);
  const consumers = consumersOf(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const roleOf = (node: GraphNode): Role => roles.get(nodeId(node))!;
  const initializers = new Map<string, Tensor>(graph.initializers);
  const values = new Map(graph.values);
  const nodes: GraphNode[] = [];
  const scaleOf = (name: string) => uint8Scale(calibration?.ranges.get(ranges.get(name)!) ?? ANY);
  const read = (name: string): string =>
    ranges.has(name) && !outputs.has(name) ? `${prefix}${name}.dq` : name;
  const written = (name: string): string =>
    ranges.has(name) && outputs.has(name) ? `${prefix}${name}.raw` : name;

  for (const { name } of graph.inputs) if (ranges.has(name)) round(name);
  for (const node of graph.nodes) {
    const role = roleOf(node);
    if (role === 'absorbed') continue;
    const inputs = node.inputs.map(read);
    const results =
      role === 'float' ? node.outputs : [resultOf(node, consumers, roleOf), ...node.outputs.slice(1)];
    if (role === 'layer') {
      const weights = layerWeights(graph, node)!;
      const [data] = node.inputs;
      const made = int8Layer(
        graph,
        node,
        weights,
        scaleOf(data).scale,
        levels,
        calibration?.means.get(data),
        prefix,
      );
      nodes.push(...made.nodes);
      for (const [name, tensor] of made.initializers) initializers.set(name, tensor);
      inputs.splice(1, 2, ...(made.bias === '' ? [made.weight] : [made.weight, made.bias]));
    }
    nodes.push({ ...node, inputs, outputs: results.map(written) });
    for (const name of results) if (ranges.has(name)) round(name);
  }
  const lowered = shortNames(pruneUnused({ ...graph, nodes, initializers, values }), prefix);
  return halfWeights(lowered, readByQuantisation(lowered));

  /** Rounds a tensor behind where it is made. */
  function round(name: string): void {
    const { scale, zero } = scaleOf(name);
    const range = ranges.get(name)!;
    const settings = [`${prefix}${range}.s`, `${prefix}${range}.z`];
    initializers.set(settings[0], { dtype: 'float32', dims: [], data: Float32Array.of(scale) });
    initializers.set(settings[1], { dtype: 'uint8', dims: [], data: Uint8Array.of(zero) });
    const type = graph.values.get(name)!;
    values.set(written(name), type);
    values.set(`${prefix}${name}.q`, { dtype: 'uint8', dims: type.dims });
    values.set(read(name), type);
    nodes.push(
      operator('QuantizeLinear', [written(name), ...settings], `${prefix}${name}.q`),
      operator('DequantizeLinear', [`${prefix}${name}.q`, ...settings], read(name)),
    );
  }
}

const operator = (opType: string, inputs: readonly string[], output: string): GraphNode => ({
  opType,
  domain: '',
  inputs,
  outputs: [output],
  attributes: {},
});

const readByQuantisation = ({ nodes }: Graph): ReadonlySet<string> =>
  new Set(nodes.filter(({ opType }) => opType.endsWith('tizeLinear')).flatMap(({ inputs }) => inputs));

import type { Graph, GraphNode, ValueInfo, ValueType } from '../../onnx/graph.js';
import { float32, type Tensor } from '../../onnx/tensor.js';
import type { Member } from '../alternative.js';
import { channelAxis } from '../channels/channel-axis.js';
import { activationAt } from '../layers/activation.js';
import type { Draft } from './draft.js';
import { freshName } from './rename-tensors.js';

/**
 * The draft behind a linear map without bias from `type`'s channels to those that it reads: a 1x1 convolution for maps,
 * Gemm or MatMul for vectors. Its input is called `name`; it is solved for the draft's own input activation.
 */
export function withFrontAdapter(draft: Draft, name: string, type: ValueType): Draft {
  const { graph } = draft;
  const [input] = graph.inputs;
  const from = freshName(name, taken(graph));
  const layer = linearMap(graph, from, type.dims, input.name, input.dims, false);
  return {
    ...draft,
    graph: {
      ...graph,
      inputs: [{ name: from, ...type }],
      nodes: [layer.node, ...graph.nodes],
      initializers: new Map([...layer.weights, ...graph.initializers]),
      values: new Map<string, ValueType>([[from, type], ...graph.values]),
    },
    layers: new Set([...draft.layers, input.name]),
  };
}

/**
 * The draft followed by a linear map with bias to the channels of `to`, an activation of `teacher`, and by the
 * activation function that makes `to` there. The map is solved for `to`. A last activation function of the draft that
 * would stand between two linear layers is left out.
 */
export function withBackAdapter(draft: Draft, teacher: Member, to: string): Draft {
  const bare = withoutLastActivation(draft);
  const { graph } = bare;
  const type = teacher.graph.values.get(to)!;
  const activation = activationAt(teacher.graph, to);
  const names = new Set(taken(graph));
  const end = freshName(to, names);
  names.add(end);
  const out = activation === undefined ? end : freshName('adapted', names);
  names.add(out);
  const [output] = graph.outputs;
  const layer = linearMap(graph, output.name, output.dims, out, type.dims, true);
  const nodes = [...graph.nodes, layer.node];
  const weights = new Map<string, Tensor>([...graph.initializers, ...layer.weights]);
  if (activation !== undefined) nodes.push(copyOf(activation, teacher.graph, out, end, weights));
  const last: ValueInfo = { name: end, ...type };
  const aim = { reference: { member: teacher.name, tensor: to } };
  return {
    ...bare,
    graph: {
      ...graph,
      outputs: [last],
      nodes,
      initializers: weights,
      values: new Map<string, ValueType>([...graph.values, [out, type], [end, type]]),
    },
    aims: new Map([...bare.aims, [out, aim], [end, aim]]),
    layers: new Set([...bare.layers, out]),
  };
}

const taken = (graph: Graph) => new Set([...graph.values.keys(), ...graph.initializers.keys()]);

function linearMap(
  graph: Graph,
  from: string,
  dimsFrom: readonly number[],
  to: string,
  dimsTo: readonly number[],
  bias: boolean,
): { node: GraphNode; weights: [string, Tensor][] } {
  const [rank, columns, rows] = [
    dimsFrom.length,
    dimsFrom[channelAxis(dimsFrom)!],
    dimsTo[channelAxis(dimsTo)!],
  ];
  const names = taken(graph);
  const weight = freshName(`${to}.adapter`, names);
  const shift = freshName(`${to}.shift`, names);
  // Least squares will replace it; until then channels go straight through as far as they reach.
  const straight = (first: number, second: number) =>
    Float32Array.from({ length: first * second }, (_, i) => (Math.floor(i / second) === i % second ? 1 : 0));
  const node = { domain: '', outputs: [to], attributes: {} };
  if (rank === 3) {
    const matrix: [string, Tensor] = [weight, float32(straight(columns, rows), [columns, rows])];
    return { node: { ...node, opType: 'MatMul', inputs: [from, weight] }, weights: [matrix] };
  }
  const dims = rank === 4 ? [rows, columns, 1, 1] : [rows, columns];
  const weights: [string, Tensor][] = [[weight, float32(straight(rows, columns), dims)]];
  if (bias) weights.push([shift, float32(new Float32Array(rows), [rows])]);
  const inputs = bias ? [from, weight, shift] : [from, weight];
  return rank === 4
    ? {
        node: {
          ...node,
          opType: 'Conv',
          inputs,
          attributes: { kernel_shape: { type: 'ints', value: [1, 1] } },
        },
        weights,
      }
    : {
        node: { ...node, opType: 'Gemm', inputs, attributes: { transB: { type: 'int', value: 1 } } },
        weights,
      };
}

function copyOf(
  node: GraphNode,
  graph: Graph,
  from: string,
  to: string,
  weights: Map<string, Tensor>,
): GraphNode {
  const inputs = node.inputs.slice(1).map((name) => {
    const tensor = graph.initializers.get(name);
    if (tensor === undefined) return name;
    const fresh = freshName(name, weights);
    weights.set(fresh, tensor);
    return fresh;
  });
  return { ...node, inputs: [from, ...inputs], outputs: [to], label: undefined };
}

/** conv, activation, adapter, activation: the first activation keeps the two linear layers from becoming one. */
function withoutLastActivation(draft: Draft): Draft {
  const { graph } = draft;
  const last = activationAt(graph, graph.outputs[0].name);
  const before = graph.nodes.find(({ outputs }) => last !== undefined && outputs.includes(last.inputs[0]));
  if (last === undefined || before?.opType !== 'Conv') return draft;
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(before.outputs[0]));
  if (readers.length > 1) return draft;
  const type = graph.values.get(before.outputs[0])!;
  const values = new Map(graph.values);
  values.delete(last.outputs[0]);
  const nodes = graph.nodes.filter((node) => node !== last);
  return { ...draft, graph: { ...graph, outputs: [{ name: before.outputs[0], ...type }], nodes, values } };
}

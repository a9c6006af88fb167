import { createHash } from 'node:crypto';
import { type Attribute, type Graph, type GraphNode, nodeId, type ValueType } from './graph.js';
import type { Tensor } from './tensor.js';
import { producersOf } from './topology.js';

/**
 * sha256 over what decides how long a graph runs: operators, attributes, shapes, element types, wiring, and the
 * contents of integer weights (shapes, axes, pads). Names, float weights, quantised weights and the order of
 * independent nodes do not matter.
 */
export function structureKey(graph: Graph): string {
  const numbers = new Map<string, number>();
  const lines: string[] = [];
  const quantised = new Set(
    graph.nodes.flatMap(({ opType, inputs }) => (QUANTISING.has(opType) ? inputs : [])),
  );
  const numberOf = (name: string): number | '' => {
    if (name === '') return '';
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    lines.push(describe(name, graph, quantised));
    return numbers.size - 1;
  };
  for (const { name } of graph.inputs) numberOf(name);
  for (const node of fromOutputs(graph)) {
    const inputs = node.inputs.map(numberOf);
    const outputs = node.outputs.map(numberOf);
    const attributes = Object.keys(node.attributes)
      .sort()
      .map((name) => [name, ...attributeParts(node.attributes[name])]);
    lines.push(JSON.stringify([node.domain, node.opType, inputs, outputs, attributes]));
  }
  lines.push(JSON.stringify(graph.outputs.map(({ name }) => numberOf(name))));
  const opsets = [...graph.opsets].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([opsets, lines]))
    .digest('hex');
}

/** What integers stand for numbers in. */
const QUANTISING = new Set(['QuantizeLinear', 'DequantizeLinear']);

/** Nodes in the order in which a walk from the outputs, inputs first, meets them. */
function fromOutputs(graph: Graph): GraphNode[] {
  const producers = producersOf(graph);
  const done = new Set<string>();
  const sorted: GraphNode[] = [];
  const stack = graph.outputs.map(({ name }) => name).reverse();
  while (stack.length > 0) {
    const node = producers.get(stack[stack.length - 1]);
    const waiting = node?.inputs.filter((name) => {
      const before = producers.get(name);
      return before !== undefined && !done.has(nodeId(before));
    });
    if (node === undefined || done.has(nodeId(node)) || waiting?.length === 0) {
      stack.pop();
      if (node === undefined || done.has(nodeId(node))) continue;
      done.add(nodeId(node));
      sorted.push(node);
    } else {
      stack.push(...(waiting as string[]).reverse());
    }
  }
  return sorted;
}

function describe(name: string, graph: Graph, quantised: ReadonlySet<string>): string {
  const weight = graph.initializers.get(name);
  const type: ValueType | undefined = weight ?? graph.values.get(name);
  const contents =
    weight === undefined || weight.dtype.includes('float') || quantised.has(name)
      ? []
      : Array.from(weight.data, String);
  return JSON.stringify([weight !== undefined, type?.dtype, type?.dims, contents]);
}

function attributeParts({ type, value }: Attribute): unknown[] {
  if (type !== 'tensor') return [type, value];
  const { dtype, dims, data } = value as Tensor;
  return [type, dtype, dims, Array.from(data, String)];
}

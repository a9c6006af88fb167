import type { Graph, GraphNode } from './graph.js';
import { hasTrait } from './operators.js';

const known = new WeakMap<Graph, ReadonlySet<string>>();

const NONE: ReadonlySet<string> = new Set();

/**
 * Values that integers of the model's input alone decide, without a weight, such as an attention mask and what is
 * added to scores for it: every layer reads them from outside. They are no matter of what is cut, replaced or trained;
 * a part that reads one has what makes it of the model's input in it. Indices of embeddings, and what they are made of,
 * are none.
 */
export function sideValues(graph: Graph): ReadonlySet<string> {
  const found = known.get(graph) ?? valuesOf(graph);
  known.set(graph, found);
  return found;
}

function valuesOf(graph: Graph): ReadonlySet<string> {
  const { nodes, initializers } = graph;
  const isWeight = (name: string): boolean => name === '' || initializers.has(name);
  const raw = takenOut(
    nodes,
    graph.inputs.map(({ name }) => name),
  );
  const derived = new Set<string>();
  for (const node of nodes) {
    const read = node.inputs.filter((name) => !isWeight(name));
    const [source] = node.inputs as readonly [string];
    const isRoot = raw.has(source) && isPlain(node, 'Cast') && isInteger(graph, node.outputs[0]!);
    if (isRoot || (read.length > 0 && read.every((name) => derived.has(name)) && !hasWeights(node, isWeight)))
      for (const name of node.outputs) if (name !== '') derived.add(name);
  }
  if (derived.size === 0) return NONE;
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const main = new Set<string>();
  const side = new Set<string>();
  for (const node of nodes.toReversed()) {
    if (isEmbedding(node, isWeight)) main.add(node.inputs[1]!);
    const made = node.outputs.filter((name) => name !== '');
    if (made.some((name) => main.has(name))) for (const name of node.inputs) main.add(name);
    const isSide = made.every((name) => derived.has(name) && !main.has(name) && !outputs.has(name));
    // What only side values are made of is on the side too.
    const leadsThere = made.every((name) => raw.has(name)) && isReadBy(nodes, made, side);
    if (isSide || leadsThere) for (const name of made) side.add(name);
  }
  return side;
}

/** Whether an input of a graph is a row out of which integers are taken: no activation, and nothing to mix. */
export function isRowOfIntegers(graph: Graph, input: string): boolean {
  if (!graph.inputs.some(({ name }) => name === input)) return false;
  const raw = takenOut(graph.nodes, [input]);
  return graph.nodes.some(
    (node) => raw.has(node.inputs[0]!) && isPlain(node, 'Cast') && isInteger(graph, node.outputs[0]!),
  );
}

/** These tensors, and what is made of them by taking out and reshaping, still float32. */
function takenOut(nodes: readonly GraphNode[], from: readonly string[]): ReadonlySet<string> {
  const raw = new Set(from);
  for (const node of nodes)
    if (raw.has(node.inputs[0]!) && isPlain(node, 'Slice', 'Reshape')) raw.add(node.outputs[0]!);
  return raw;
}

const isPlain = ({ opType, domain }: GraphNode, ...opTypes: readonly string[]): boolean =>
  domain === '' && opTypes.includes(opType);

const isInteger = ({ values }: Graph, name: string): boolean =>
  /^(u?int|bool)/.test(values.get(name)?.dtype ?? '');

const isEmbedding = (node: GraphNode, isWeight: (name: string) => boolean): boolean =>
  isPlain(node, 'Gather') && isWeight(node.inputs[0]!) && !isWeight(node.inputs[1]!);

const hasWeights = (node: GraphNode, isWeight: (name: string) => boolean): boolean =>
  isEmbedding(node, isWeight) || (hasTrait(node, 'layer') && node.inputs.some(isWeight));

/** Whether all that reads these tensors makes side values. */
function isReadBy(nodes: readonly GraphNode[], made: readonly string[], side: ReadonlySet<string>): boolean {
  const readers = nodes.filter(({ inputs }) => inputs.some((name) => made.includes(name)));
  return (
    readers.length > 0 &&
    readers.every(({ outputs }) => outputs.every((name) => name === '' || side.has(name)))
  );
}

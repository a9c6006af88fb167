import type { Graph, GraphNode } from '../graph.js';
import { pruneUnused } from '../prune-unused.js';

/**
 * Without nodes that give their input unchanged: Identity, Dropout, Concat of one, Cast to the type it has, Reshape and
 * Flatten to the shape it has. Names of graph outputs stay. Needs `values`.
 */
export function dropNoOps(graph: Graph): Graph {
  const keep = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  const renames = new Map<string, string>();
  const current = (name: string): string => {
    let last = name;
    for (let next = renames.get(last); next !== undefined; next = renames.get(last)) last = next;
    return last;
  };
  for (const node of graph.nodes) {
    if (!isNoOp(node, graph, (name) => read.has(name) || keep.has(name))) continue;
    const input = current(node.inputs[0]);
    const output = node.outputs[0];
    if (graph.initializers.has(input)) continue;
    if (!keep.has(output)) renames.set(output, input);
    else if (!keep.has(input)) renames.set(input, output);
  }
  const nodes = graph.nodes
    .map((node) => ({ ...node, inputs: node.inputs.map(current), outputs: node.outputs.map(current) }))
    .filter(({ inputs, outputs }) => inputs[0] !== outputs[0]);
  return pruneUnused({ ...graph, nodes });
}

function isNoOp(node: GraphNode, graph: Graph, isUsed: (name: string) => boolean): boolean {
  if (node.domain !== '') return false;
  const [input, output] = [graph.values.get(node.inputs[0]), graph.values.get(node.outputs[0])];
  switch (node.opType) {
    case 'Identity':
      return true;
    case 'Dropout':
      return !isUsed(node.outputs[1] ?? '');
    case 'Concat':
      return node.inputs.length === 1;
    case 'Cast':
      return input !== undefined && input.dtype === output?.dtype;
    case 'Reshape':
    case 'Flatten':
      return input !== undefined && input.dims.join() === output?.dims.join();
    default:
      return false;
  }
}

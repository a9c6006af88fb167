import type { Graph } from '../graph.js';
import { pruneUnused } from '../prune-unused.js';
import type { Tensor } from '../tensor.js';
import { isRandom } from './unsupported-operators.js';

/** Names of the values that only shapes and weights decide, not the input's contents. */
export function fixedValues({ nodes, initializers }: Graph): ReadonlySet<string> {
  const fixed = new Set<string>();
  const isFixed = (name: string): boolean => name === '' || initializers.has(name) || fixed.has(name);
  for (const node of nodes) {
    const asksShape = node.domain === '' && (node.opType === 'Shape' || node.opType === 'Size');
    if (isRandom(node) || !(asksShape || node.inputs.every(isFixed))) continue;
    for (const output of node.outputs) if (output !== '') fixed.add(output);
  }
  return fixed;
}

/**
 * {@link fixedValues} made weights: what is left of shape arithmetic where constant folding did not see through it.
 * @param known their values in one run
 */
export function freezeShapes(graph: Graph, known: ReadonlyMap<string, Tensor>): Graph {
  const initializers = new Map(graph.initializers);
  for (const name of fixedValues(graph)) {
    const tensor = known.get(name);
    if (tensor !== undefined) initializers.set(name, { ...tensor, dims: [...tensor.dims] });
  }
  const nodes = graph.nodes.filter(
    ({ outputs }) => !outputs.every((name) => name === '' || initializers.has(name)),
  );
  return pruneUnused({ ...graph, nodes, initializers });
}

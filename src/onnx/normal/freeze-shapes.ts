import type { Graph } from '../graph.js';
import { pruneUnused } from '../prune-unused.js';
import type { Tensor } from '../tensor.js';
import { isRandom } from './unsupported-operators.js';

/**
 * Values that only shapes and weights decide, not the input's contents, made weights: what is left of shape arithmetic
 * where constant folding did not see through it.
 * @param activations of one run
 */
export function freezeShapes(graph: Graph, activations: ReadonlyMap<string, Tensor>): Graph {
  const initializers = new Map(graph.initializers);
  for (const node of graph.nodes) {
    const asksShape = node.domain === '' && (node.opType === 'Shape' || node.opType === 'Size');
    const inputs = node.inputs.filter((name) => name !== '');
    const fixed = asksShape || inputs.every((name) => initializers.has(name));
    if (!fixed || isRandom(node)) continue;
    for (const output of node.outputs) {
      const tensor = activations.get(output);
      if (tensor !== undefined) initializers.set(output, { ...tensor, dims: [...tensor.dims] });
    }
  }
  const nodes = graph.nodes.filter(
    ({ outputs }) => !outputs.every((name) => name === '' || initializers.has(name)),
  );
  return pruneUnused({ ...graph, nodes, initializers });
}

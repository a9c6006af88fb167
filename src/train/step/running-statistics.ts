import { type Graph, nodeId } from '../../onnx/graph.js';
import { attribute } from '../gradient/attribute.js';
import type { GraphBuilder } from '../gradient/builder.js';
import type { BatchStatistics } from '../gradient/training-batch-norm.js';
import { flatLayout, flatSize } from './flat-layout.js';
import { flatten } from './flat-parameters.js';
import type { StateVector } from './state-vector.js';

/** running ← (1 - momentum) running + momentum batch, for mean and variance of every batch norm in training form. */
export function addRunningStatistics(
  builder: GraphBuilder,
  graph: Graph,
  statistics: ReadonlyMap<string, BatchStatistics>,
  momentum: number,
): StateVector | undefined {
  const batchNorms = graph.nodes.filter((node) => statistics.has(nodeId(node)));
  if (batchNorms.length === 0) return undefined;
  const fresh = new Map(
    batchNorms.flatMap((node) => {
      const { mean, variance } = statistics.get(nodeId(node))!;
      return [
        [node.inputs[3]!, mean],
        [node.inputs[4]!, variance],
      ] as const;
    }),
  );
  const slots = flatLayout([...fresh.keys()].map((name) => [name, graph.initializers.get(name)!]));
  const dims = [flatSize(slots)];
  const input = builder.input('state/statistics', { dtype: 'float32', dims });
  const batch = builder.add('Concat', [...fresh.values()], dims, { attributes: { axis: attribute.int(0) } });
  const output = builder.plus(builder.times(input, 1 - momentum), builder.times(batch, momentum));
  return { input, output, initial: flatten(slots, graph.initializers), slots };
}

import { batchPlaces, isBatchFirst } from '../batch-place.js';
import type { Graph } from '../graph.js';
import { operatorsThatAre } from '../operators.js';
import { pruneUnused } from '../prune-unused.js';
import type { OpenBatch, OpenBatchContext } from './open-batch.js';
import { openConcat } from './open-concat.js';
import { openRecurrent } from './open-recurrent.js';
import { openExpand, openReshape } from './open-reshape.js';
import { openResize } from './open-resize.js';

const rules: ReadonlyMap<string, OpenBatch> = new Map([
  ['Reshape', openReshape],
  ['Expand', batchFirst(openExpand)],
  ['Resize', batchFirst(openResize)],
  ['Concat', batchFirst(openConcat)],
  ...operatorsThatAre('recurrent').map((opType) => [opType, openRecurrent] as const),
]);

/** A rule for nodes that hold the batch in the first axis of what they make. */
function batchFirst(rule: OpenBatch): OpenBatch {
  return (node, context) => {
    const place = context.places.get(node.outputs[0]);
    return place === undefined || isBatchFirst(place) ? rule(node, context) : [node];
  };
}

/** Constant shapes and constants that state the batch made to follow it. Needs `values`. */
export function batchAgnostic(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const context: OpenBatchContext = {
    graph,
    places: batchPlaces(graph),
    addWeight(name, tensor) {
      initializers.set(name, tensor);
      return name;
    },
  };
  const nodes = graph.nodes.flatMap((node) => {
    const rule = node.domain === '' ? rules.get(node.opType) : undefined;
    return rule === undefined ? [node] : rule(node, context);
  });
  return pruneUnused({ ...graph, nodes, initializers });
}

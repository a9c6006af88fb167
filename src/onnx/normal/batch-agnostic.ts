import { type BatchPlace, batchPlaces, isBatchFirst } from '../batch-place.js';
import type { Graph, GraphNode } from '../graph.js';
import { pruneUnused } from '../prune-unused.js';
import type { Tensor } from '../tensor.js';
import { openConcat } from './open-concat.js';
import { openExpand, openReshape } from './open-reshape.js';
import { openResize } from './open-resize.js';

/** Rewrites a node so that its weights do not state the batch any more. */
export type OpenBatch = (node: GraphNode, context: OpenBatchContext) => readonly GraphNode[];

export interface OpenBatchContext {
  /** With `values`, at the batch that is baked in. */
  readonly graph: Graph;
  /** Of every activation. */
  readonly places: ReadonlyMap<string, BatchPlace>;
  addWeight(name: string, tensor: Tensor): string;
}

const rules: ReadonlyMap<string, OpenBatch> = new Map([
  ['Reshape', openReshape],
  ['Expand', batchFirst(openExpand)],
  ['Resize', batchFirst(openResize)],
  ['Concat', batchFirst(openConcat)],
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

import type { BatchPlace } from '../batch-place.js';
import type { Graph, GraphNode } from '../graph.js';
import type { Tensor } from '../tensor.js';

/** Rewrites a node so that its weights do not state the batch any more. */
export type OpenBatch = (node: GraphNode, context: OpenBatchContext) => readonly GraphNode[];

export interface OpenBatchContext {
  /** With `values`, at the batch that is baked in. */
  readonly graph: Graph;
  /** Of every activation. */
  readonly places: ReadonlyMap<string, BatchPlace>;
  addWeight(name: string, tensor: Tensor): string;
}

import type { GraphNode, ValueType } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import type { Draft } from '../drafts/draft.js';
import type { Subspaces } from '../low-rank/subspaces.js';

/** Nodes that make the same tensor as those that they stand in for. */
export interface RewrittenLayer {
  /** Ids of the nodes that go; the new ones come where the last of them was. */
  readonly removes: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly weights: readonly (readonly [name: string, tensor: Tensor])[];
  /** Shapes of new activations. */
  readonly values: readonly (readonly [name: string, type: ValueType])[];
}

/** One cheaper way to compute what a site computes. */
export interface Rewrite {
  /** Share of the output's squared values that is lost before anything is solved, 0 to 1; an estimate. */
  readonly loss: number;
  /** See {@link latencyWork}. */
  readonly work: number;
  /** `fresh` gives a name that no tensor has yet. */
  apply(fresh: (base: string) => string): RewrittenLayer;
}

/** A layer, or a function made of several nodes, that could be computed more cheaply. */
export interface Site {
  /** The tensor that it makes. */
  readonly tensor: string;
  readonly work: number;
  readonly rewrites: readonly Rewrite[];
}

/**
 * Finds the sites of a draft, in topological order; undefined for a layer that is none, so that who looks for them can
 * pause after each.
 */
export type FindSites = (draft: Draft, subspaces: Subspaces) => Iterable<Site | undefined>;

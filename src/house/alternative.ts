import type { Graph } from '../onnx/graph.js';
import type { SubNetwork } from '../onnx/sub-network.js';

/** An activation of one member of the pool (the teacher is a member, named by its file). */
export interface ActivationRef {
  /** Name of the member, see {@link Member}. */
  readonly member: string;
  readonly tensor: string;
}

/**
 * One layer of an alternative to be solved by least squares, on the alternative's own activations at its input, before
 * any gradient step. Steps are in topological order.
 */
export interface SolveStep {
  /** Id of a Conv, Gemm or MatMul node in the alternative's graph. */
  readonly layer: string;
  /**
   * What the output of `at` should be. `channels` picks channels (axis 1 of NCHW, last axis otherwise) of the
   * reference. `at` is the layer's own output, or the output of an Add that sums the layer and another branch: then the
   * layer is fitted to reference minus the other branch.
   */
  readonly at: string;
  readonly reference: ActivationRef;
  readonly channels?: readonly number[] | undefined;
}

/** A sub-network that can stand in for a sub-network of the teacher. */
export interface Alternative {
  /** Unique in the house, readable, without machine paths: `import:resnet32.onnx:relu_2..relu_5`, `prune:0.50:…`. */
  readonly id: string;
  readonly kind: string;
  /** Name of the member whose weights it begins with. */
  readonly member: string;
  /** What it replaces in the teacher. */
  readonly replaces: SubNetwork;
  /** One input named `replaces.from`, one output named `replaces.to`, same shapes as there; initial weights. */
  readonly graph: Graph;
  readonly solve: readonly SolveStep[];
  /** Of a cut of a whole network that could have any width: the share of channels that it keeps. */
  readonly width?: number | undefined;
}

/** A network of the pool in normal form. `name` is the file's base name, made unique in the pool. */
export interface Member {
  readonly name: string;
  readonly graph: Graph;
  readonly subNetworks: readonly SubNetwork[];
  /**
   * Mean absolute activation by channel, by tensor name (axis 1 of NCHW, last axis otherwise), from a few hundred
   * training samples.
   */
  readonly channelMeans: ReadonlyMap<string, Float64Array>;
  /**
   * Place of each channel in the order in which channels are best taken out of what a linear layer reads, 0 first, by
   * tensor name; not for every tensor.
   */
  readonly channelRanks: ReadonlyMap<string, Float64Array>;
  /** Names of its shape-keeping parts in the order in which they are best left out; empty where that is not known. */
  readonly partOrder: readonly string[];
}

export interface ModelHouse {
  readonly teacher: Member;
  readonly pool: readonly Member[];
  /** Sorted by id. */
  readonly alternatives: readonly Alternative[];
  /** Cuts of whole networks if all were offered, about: judged by the share of those tried that are of use. */
  readonly wholeCuts: number;
}

import type { Graph, GraphNode } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';

/** What a rule may do while channels are being coupled. */
export interface Coupling {
  readonly graph: Graph;
  /** Shape of an activation or a weight. */
  dims(name: string): readonly number[];
  isWeight(name: string): boolean;
  /** From now on one channel can only go together with the other. */
  join(left: string, leftChannel: number, right: string, rightChannel: number): void;
  /** Joins channel `i` of one tensor with channel `i + offset` of the other, for the first `count` channels. */
  joinAll(left: string, right: string, count: number, offset?: number): void;
  /** No channel of this tensor may go. */
  lock(name: string): void;
}

/** What a rule may do while channels are being taken out. */
export interface Narrowing {
  readonly graph: Graph;
  dims(name: string): readonly number[];
  isWeight(name: string): boolean;
  /** Channels of an activation that stay, ascending. */
  kept(name: string): readonly number[];
  /** A weight with only some indices of one axis; returns its name, the old one when all of them stay. */
  sliced(weight: string, axis: number, indices: readonly number[]): string;
  /** A weight replaced; returns its name. */
  replaced(weight: string, tensor: Tensor): string;
}

/**
 * How channels pass through one family of operators. Channels that are not joined are independent: a convolution
 * reads all of its input channels and makes new ones.
 */
export interface ChannelRule {
  /** Returns false when this node cannot be analysed; then all activations around it are locked. */
  couple(node: GraphNode, coupling: Coupling): boolean;
  /** The node after channels were taken out of the activations around it. */
  narrow(node: GraphNode, narrowing: Narrowing): GraphNode;
}

/** For operators that need no change. */
export const unchanged = (node: GraphNode): GraphNode => node;

/** The node with one input replaced. */
export const withInput = (node: GraphNode, position: number, name: string): GraphNode => ({
  ...node,
  inputs: node.inputs.map((input, index) => (index === position ? name : input)),
});

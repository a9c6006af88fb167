import type { Graph, GraphNode } from '../graph.js';
import type { Tensor } from '../tensor.js';

/** What a rule may ask of the graph and add to it. */
export interface UpgradeContext {
  /** The opset of the file. */
  readonly opset: number;
  /** With `values` known. */
  readonly graph: Graph;
  /** Adds a weight for a node and returns the weight's name: that of the node's first output and a suffix. */
  addWeight(node: GraphNode, suffix: string, tensor: Tensor): string;
  /** States the shape of a new activation, of the type that the node's output has, and returns its name. */
  addValue(node: GraphNode, suffix: string, dims: readonly number[]): string;
}

/** Brings nodes of old opsets to what they mean in opset 18. */
export interface UpgradeRule {
  readonly opTypes: readonly string[];
  /** The rule is for files of opsets under this one. */
  readonly below: number;
  /** @throws BespokeError MODEL_OPERATOR for a form that opset 18 cannot say */
  rewrite(node: GraphNode, context: UpgradeContext): readonly GraphNode[];
}

/** The attributes without some. */
export function without(node: GraphNode, ...names: readonly string[]): GraphNode['attributes'] {
  return Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !names.includes(name)));
}

/** Inputs with trailing gaps cut off. */
export function trimmed(inputs: readonly string[]): string[] {
  const last = inputs.findLastIndex((name) => name !== '');
  return inputs.slice(0, last + 1);
}

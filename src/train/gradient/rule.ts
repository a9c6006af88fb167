import type { GraphNode } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import type { GraphBuilder } from './builder.js';

/** One forward node on the way back. */
export interface NodeOnTheWayBack {
  readonly builder: GraphBuilder;
  readonly node: GraphNode;
  /** Gradient of the first output. */
  readonly dy: string;
  /** Gradients of all outputs; undefined where nothing that counts depends on the output. */
  readonly dys: readonly (string | undefined)[];
}

/** Writes the gradient of one input and returns its name; called only when it is needed. */
export type InputGradient = () => string;

/** How gradients go back through the nodes of some operators (domain ai.onnx). */
export interface GradientRule {
  readonly opTypes: readonly string[];
  /** Says why this node has no gradient here: a mode or rank that is not covered, a parameter that is no constant. */
  readonly refusal?: (
    node: GraphNode,
    constantAt: (name: string | undefined) => Tensor | undefined,
    rankOf: (name: string | undefined) => number | undefined,
  ) => string | undefined;
  /** One entry an input; undefined where no gradient flows (shapes, indices, conditions). */
  gradients(at: NodeOnTheWayBack): readonly (InputGradient | undefined)[];
}

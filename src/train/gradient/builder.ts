import type { GraphNode, ValueType } from '../../onnx/graph.js';
import { ArithmeticBuilder } from './arithmetic-builder.js';
import { placeBlockedConvolution } from './blocked-convolution.js';
import { isTrainingBatchNorm, placeTrainingBatchNorm } from './training-batch-norm.js';

/** Builds a training graph: nodes that ONNX Runtime cannot train, or trains slowly, are placed in other operators. */
export class GraphBuilder extends ArithmeticBuilder {
  /**
   * Places a node as the writer does. A BatchNormalization in training form is written in operators that every engine
   * has, and a convolution in the form that this engine runs fastest.
   */
  override place(node: GraphNode, types: readonly ValueType[]): void {
    if (isTrainingBatchNorm(node)) placeTrainingBatchNorm(this, node, types);
    else if (!placeBlockedConvolution(this, node, types)) super.place(node, types);
  }
}

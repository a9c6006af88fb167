import type * as Tensorflow from '@tensorflow/tfjs';
import type { GraphNode } from '../../onnx/graph.js';

export type Tf = typeof Tensorflow;
export type TfTensor = Tensorflow.Tensor;
/** Rank 4. */
export type TfImage = Tensorflow.Tensor4D;

/** What an operator works with: TensorFlow, its node, its inputs. */
export interface OperatorCall {
  readonly tf: Tf;
  readonly node: GraphNode;
  /** Inputs in the node's order; undefined where an optional one is left out. */
  readonly inputs: readonly (TfTensor | undefined)[];
  readonly opset: number;
}

/** One ONNX operator in TensorFlow's; the outputs in the node's order. */
export type Operator = (call: OperatorCall) => TfTensor | readonly TfTensor[];

export type OperatorTable = Readonly<Record<string, Operator>>;

/** The input at `index`. @throws Error when it is left out; the session says which node. */
export function input({ inputs }: OperatorCall, index: number): TfTensor {
  const tensor = inputs[index];
  if (tensor === undefined) throw new Error(`input ${index} is missing`);
  return tensor;
}

/** The numbers of a small input such as axes, pads or a shape; undefined where it is left out. */
export function numbers({ inputs }: OperatorCall, index: number): readonly number[] | undefined {
  const tensor = inputs[index];
  return tensor === undefined ? undefined : Array.from(tensor.dataSync());
}

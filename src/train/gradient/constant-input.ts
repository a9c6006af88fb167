import { type GraphNode, intsAttribute } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';

type ConstantAt = (name: string | undefined) => Tensor | undefined;

/** Numbers of a constant tensor of any type. */
export const numbersOf = (tensor: Tensor): number[] =>
  Array.from(tensor.data as ArrayLike<number | bigint>, Number);

/**
 * The numbers of input `index`, or of the attribute that older opsets have in its place; undefined when neither is
 * there.
 */
export function constantInput(
  node: GraphNode,
  index: number,
  constantAt: ConstantAt,
  attributeName = '',
): number[] | undefined {
  const tensor = constantAt(node.inputs[index]);
  if (tensor !== undefined) return numbersOf(tensor);
  return node.attributes[attributeName] && [...intsAttribute(node, attributeName, [])];
}

/** A refusal when one of the inputs is there but no constant. */
export const assertConstant =
  (...indices: readonly number[]) =>
  (node: GraphNode, constantAt: ConstantAt): string | undefined => {
    const input = indices.find((index) => node.inputs[index] && constantAt(node.inputs[index]) === undefined);
    return input === undefined ? undefined : `input ${input} is computed, not a constant`;
  };

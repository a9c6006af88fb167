import type { GraphNode } from '../../onnx/graph.js';
import { constantInput } from './constant-input.js';
import type { GraphWriter } from './graph-writer.js';

/** The axis counted from the front. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

export const axesFrom = (start: number, rank: number): number[] =>
  Array.from({ length: rank - start }, (_, index) => start + index);

/** Axes of a node from attribute `axes` or input `index`; undefined when not given. */
export function axesOf(
  node: GraphNode,
  index: number,
  writer: Pick<GraphWriter, 'constantAt'>,
  rank: number,
): number[] | undefined {
  const axes = constantInput(node, index, (name) => writer.constantAt(name), 'axes');
  return axes?.map((axis) => axisOf(axis, rank));
}

import { type GraphNode, intAttribute } from '../../onnx/graph.js';
import { axesFrom, axesOf } from './axes.js';
import type { GraphWriter } from './graph-writer.js';

export interface ReducedAxes {
  readonly axes: readonly number[];
  /** Shape of the reduction when the axes are kept with size 1. */
  readonly kept: readonly number[];
}

/** Axes of a reduction of the first input; all of them where none are given, unless the node says otherwise. */
export function reducedAxes(node: GraphNode, builder: Pick<GraphWriter, 'constantAt' | 'dims'>): ReducedAxes {
  const dims = builder.dims(node.inputs[0]!);
  const given = axesOf(node, 1, builder, dims.length) ?? [];
  const all = intAttribute(node, 'noop_with_empty_axes', 0) ? [] : axesFrom(0, dims.length);
  const axes = given.length > 0 ? given : all;
  return { axes, kept: dims.map((size, axis) => (axes.includes(axis) ? 1 : size)) };
}

import { type GraphNode, stringAttribute } from '../../../onnx/graph.js';
import { axesFrom, axisOf } from '../axes.js';
import { pullBack } from '../axis-map.js';
import type { GraphBuilder } from '../builder.js';
import { assertConstant, constantInput } from '../constant-input.js';
import type { GradientRule } from '../rule.js';

/** The element that a place outside of an axis copies. */
const copied: Readonly<Record<string, (place: number, size: number) => number>> = {
  edge: (place, size) => Math.max(0, Math.min(size - 1, place)),
  reflect: (place, size) => {
    const period = Math.max(2 * (size - 1), 1);
    const at = ((place % period) + period) % period;
    return Math.min(at, period - at);
  },
};

/** Constant padding is cut off again; copied elements get the gradients of all their copies. */
export const pad: GradientRule = {
  opTypes: ['Pad'],
  refusal: (node, constantAt) => {
    const mode = stringAttribute(node, 'mode', 'constant');
    return mode === 'constant' || mode in copied ? assertConstant(1, 3)(node, constantAt) : `mode '${mode}'`;
  },
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      const { before, after } = padsOf(node, builder, dims);
      const copy = copied[stringAttribute(node, 'mode', 'constant')];
      if (copy === undefined) return builder.crop(dy, before, after);
      return dims.reduce((gradient, size, axis) => {
        const places = Array.from({ length: builder.dims(dy)[axis]! }, (_, at) => at - before[axis]!);
        const map = places.map((place) => [[copy(place, size), 1] as const]);
        return pullBack(builder, gradient, axis, map, size);
      }, dy);
    },
  ],
};

function padsOf(node: GraphNode, builder: GraphBuilder, dims: readonly number[]) {
  const list = (index: number) => constantInput(node, index, (name) => builder.constantAt(name));
  const pads = list(1) ?? [];
  const axes = (list(3) ?? axesFrom(0, dims.length)).map((axis) => axisOf(axis, dims.length));
  const side = (offset: number) =>
    dims.map((_, axis) => (axes.includes(axis) ? pads[axes.indexOf(axis) + offset]! : 0));
  return { before: side(0), after: side(axes.length) };
}

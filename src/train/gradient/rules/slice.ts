import { axesFrom, axisOf } from '../axes.js';
import { assertConstant, constantInput } from '../constant-input.js';
import { interleaveZeros } from '../interleave-zeros.js';
import type { GradientRule } from '../rule.js';

/** Puts the gradient back where the elements were taken from, zeros elsewhere. */
export const slice: GradientRule = {
  opTypes: ['Slice'],
  refusal: assertConstant(1, 2, 3, 4),
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      const list = (index: number) => constantInput(node, index, (name) => builder.constantAt(name));
      const starts = list(1) ?? [];
      const axes = (list(3) ?? axesFrom(0, starts.length)).map((axis) => axisOf(axis, dims.length));
      const steps = list(4) ?? starts.map(() => 1);
      const first = dims.map((size, axis) => {
        const part = axes.indexOf(axis);
        const start = part < 0 ? 0 : axisOf(starts[part]!, size);
        return Math.max(0, Math.min(start, steps[part]! < 0 ? size - 1 : size));
      });
      const step = dims.map((_, axis) => (axes.includes(axis) ? steps[axes.indexOf(axis)]! : 1));
      const upright = builder.flip(
        dy,
        axesFrom(0, dims.length).filter((axis) => step[axis]! < 0),
      );
      const spread = interleaveZeros(builder, upright, step.map(Math.abs));
      const before = dims.map((_, axis) =>
        step[axis]! > 0 ? first[axis]! : first[axis]! + step[axis]! * (builder.dims(dy)[axis]! - 1),
      );
      const after = dims.map((size, axis) => size - before[axis]! - builder.dims(spread)[axis]!);
      return builder.pad(spread, before, after);
    },
  ],
};

import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from './builder.js';
import { tapsOf, type Window } from './window.js';

export interface TapPart {
  readonly tap: readonly number[];
  /** [N, C, …output]: what goes back through this tap of every window. */
  readonly part: string;
}

/**
 * Adds up what goes back through the taps of all windows, at the places that they saw: [N, C, …input]. Places of the
 * same phase (position modulo stride) are added on a grid of their own; the grids are then interleaved.
 */
export function scatterTaps(builder: GraphBuilder, parts: readonly TapPart[], window: Window): string {
  const { strides, dilations, before, after, input, output } = window;
  const reach = input.map((size, axis) => before[axis]! + size + after[axis]!);
  const grid = reach.map((size, axis) => Math.ceil(size / strides[axis]!));
  const outer = builder.dims(parts[0]!.part).slice(0, 2);
  const sums = new Map<string, string>();
  for (const { tap, part } of parts) {
    const at = tap.map((place, axis) => place * dilations[axis]!);
    const phase = at.map((place, axis) => place % strides[axis]!).join();
    const shift = at.map((place, axis) => Math.floor(place / strides[axis]!));
    const rest = grid.map((size, axis) => size - output[axis]! - shift[axis]!);
    const placed = builder.pad(part, [0, 0, ...shift], [0, 0, ...rest]);
    const sum = sums.get(phase);
    sums.set(phase, sum === undefined ? placed : builder.plus(sum, placed));
  }
  const planes = tapsOf(strides).map((phase) => sums.get(phase.join()) ?? builder.zeros([...outer, ...grid]));
  const woven = weave(builder, planes, strides);
  const rest = builder
    .dims(woven)
    .slice(2)
    .map((size, axis) => size - before[axis]! - input[axis]!);
  return builder.crop(woven, [0, 0, ...before], [0, 0, ...rest]);
}

/** One [N, C, …grid] a phase, in row-major order of phases, to [N, C, …grid times strides]; last axis first. */
function weave(builder: GraphBuilder, planes: readonly string[], strides: readonly number[]): string {
  let level = planes;
  for (let axis = strides.length - 1; axis >= 0; axis--) {
    const stride = strides[axis]!;
    const dims = builder.dims(level[0]!);
    const tail = sizeOf(dims.slice(axis + 3));
    const wider = dims.map((size, each) => (each === axis + 2 ? size * stride : size));
    level = Array.from({ length: level.length / stride }, (_, group) => {
      const parts = level.slice(group * stride, (group + 1) * stride);
      const columns = parts.map((part) => builder.reshape(part, [-1, 1, tail]));
      return builder.reshape(builder.concat(columns, 1), wider);
    });
  }
  return level[0]!;
}

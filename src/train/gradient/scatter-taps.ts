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
  const planes = tapsOf(strides).map((phase) => {
    const sum = sums.get(phase.join()) ?? builder.zeros([...outer, ...grid]);
    return builder.reshape(sum, [outer[0]! * outer[1]!, 1, ...grid]);
  });
  const stacked = builder.reshape(builder.concat(planes, 1), [outer[0]! * outer[1]!, ...strides, ...grid]);
  const rank = grid.length;
  const order = grid.flatMap((_, axis) => [1 + rank + axis, 1 + axis]);
  const whole = grid.map((size, axis) => size * strides[axis]!);
  const woven = builder.reshape(builder.transpose(stacked, [0, ...order]), [...outer, ...whole]);
  const rest = whole.map((size, axis) => size - before[axis]! - input[axis]!);
  return builder.crop(woven, [0, 0, ...before], [0, 0, ...rest]);
}

import type { GraphBuilder } from './builder.js';
import type { Window } from './window.js';

/** x[N, C, …] with the padding that the windows see, cut where they see less; `value` is what is padded with. */
export function paddedInput(
  builder: GraphBuilder,
  x: string,
  { before, after }: Pick<Window, 'before' | 'after'>,
  value = 0,
): string {
  return builder.pad(x, [0, 0, ...before], [0, 0, ...after], value);
}

/** What the tap of every window sees: [N, C, …output]. */
export function tapOf(
  builder: GraphBuilder,
  padded: string,
  window: Pick<Window, 'strides' | 'dilations' | 'output'>,
  tap: readonly number[],
): string {
  return builder.slice(
    padded,
    tap.map((at, axis) => ({
      axis: axis + 2,
      start: at * window.dilations[axis]!,
      count: window.output[axis]!,
      step: window.strides[axis]!,
    })),
  );
}

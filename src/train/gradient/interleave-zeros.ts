import type { GraphBuilder } from './builder.js';

/** Puts `step - 1` zeros between neighbours along each axis, none at the ends: size n becomes (n - 1) step + 1. */
export function interleaveZeros(builder: GraphBuilder, x: string, steps: readonly number[]): string {
  const dims = builder.dims(x);
  const spread = steps.flatMap((step, axis) => (step > 1 && dims[axis]! > 1 ? [axis] : []));
  if (spread.length === 0) return x;
  const paired = dims.flatMap((size, axis) => (spread.includes(axis) ? [size, 1] : [size]));
  const after = dims.flatMap((_, axis) => (spread.includes(axis) ? [0, steps[axis]! - 1] : [0]));
  const padded = builder.pad(
    builder.reshape(x, paired),
    after.map(() => 0),
    after,
  );
  const whole = dims.map((size, axis) => (spread.includes(axis) ? size * steps[axis]! : size));
  const parts = spread.map((axis) => ({ axis, start: 0, count: whole[axis]! - steps[axis]! + 1 }));
  return builder.slice(builder.reshape(padded, whole), parts);
}

import type { GraphBuilder } from '../gradient/builder.js';

/** The gradient, scaled down to a norm of at most `limit`; `squared` is its squared norm. */
export function clipped(
  builder: GraphBuilder,
  gradient: string,
  squared: string,
  limit: number | undefined,
): string {
  if (limit === undefined) return gradient;
  const norm = builder.plus(builder.unary('Sqrt', squared), builder.scalar(1e-12));
  const ratio = builder.over(builder.scalar(limit), norm);
  return builder.times(gradient, builder.binary('Min', ratio, builder.scalar(1)));
}

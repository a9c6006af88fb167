import type { GraphBuilder } from './builder.js';
import { lazy } from './lazy.js';

/** x to mean 0 and variance 1 over some of its axes, and the way back. */
export interface Normalised {
  /** h = (x - mean) r with r = 1 / sqrt(variance + epsilon). */
  readonly normal: () => string;
  /** With means m over the axes: r (g - m(g) - h m(g h)), for the gradient g of h. */
  readonly back: (g: string) => string;
}

export function normalised(
  builder: GraphBuilder,
  x: string,
  axes: readonly number[],
  epsilon: number,
): Normalised {
  const centred = lazy(() => builder.minus(x, builder.mean(x, axes, true)));
  const inverse = lazy(() => {
    const variance = builder.mean(builder.times(centred(), centred()), axes, true);
    return builder.over(1, builder.unary('Sqrt', builder.plus(variance, epsilon)));
  });
  const normal = lazy(() => builder.times(centred(), inverse()));
  return {
    normal,
    back(g) {
      const along = builder.times(normal(), builder.mean(builder.times(g, normal()), axes, true));
      const across = builder.minus(builder.minus(g, builder.mean(g, axes, true)), along);
      return builder.times(across, inverse());
    },
  };
}

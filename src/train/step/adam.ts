import type { AdamOptions, Optimizer } from './optimizer.js';

/**
 * m ← β1 m + (1 - β1) g, v ← β2 v + (1 - β2) g², p ← p - η/(1 - β1ᵗ) · m / (√v / √(1 - β2ᵗ) + ε) - η λ p.
 * The corrections are made outside the graph in float64, where 1 - β2ᵗ does not lose its digits.
 */
export function adam(options: AdamOptions): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  return {
    moments: ['moment1', 'moment2'],
    scalars: ['step-size', 'moment2-correction', 'decay'],
    scalarsAt: (learningRate, step) => [
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
      learningRate * weightDecay,
    ],
    emit(builder, { parameters, gradient, moments, decayed }, scalars) {
      const [first, second] = moments as [string, string];
      const [stepSize, correction, decay] = scalars as [string, string, string];
      const mix = (old: string, beta: number, fresh: string) =>
        builder.plus(builder.times(old, beta), builder.times(fresh, 1 - beta));
      const moment1 = mix(first, beta1, gradient);
      const moment2 = mix(second, beta2, builder.times(gradient, gradient));
      const root = builder.times(builder.unary('Sqrt', moment2), correction);
      const direction = builder.over(moment1, builder.plus(root, builder.scalar(epsilon)));
      const moved = builder.minus(parameters, builder.times(direction, stepSize));
      const shrink = builder.times(builder.times(parameters, decayed), decay);
      return {
        parameters: weightDecay === 0 ? moved : builder.minus(moved, shrink),
        moments: [moment1, moment2],
      };
    },
  };
}

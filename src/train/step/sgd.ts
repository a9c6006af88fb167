import type { Optimizer, SgdOptions } from './optimizer.js';

/**
 * g ← g + λ p, m ← μ m + g, p ← p - η (g + μ m): Nesterov momentum in the form of Sutskever et al. 2013 that PyTorch
 * uses.
 */
export function sgd(options: SgdOptions): Optimizer {
  const { momentum = 0.9, weightDecay = 0 } = options;
  return {
    moments: ['momentum'],
    scalars: ['learning-rate'],
    scalarsAt: (learningRate) => [learningRate],
    emit(builder, { parameters, gradient, moments, decayed }, scalars) {
      const shrink = builder.times(builder.times(parameters, decayed), weightDecay);
      const slope = weightDecay === 0 ? gradient : builder.plus(gradient, shrink);
      const next = builder.plus(builder.times(moments[0]!, momentum), slope);
      const direction = builder.plus(slope, builder.times(next, momentum));
      return {
        parameters: builder.minus(parameters, builder.times(direction, scalars[0]!)),
        moments: [next],
      };
    },
  };
}

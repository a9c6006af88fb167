import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from '../gradient/builder.js';
import type { EmittedLoss } from './emitted-loss.js';
import { type BernoulliLoss, lossFeed } from './loss.js';

/** Probabilities of the reference are at least this far from 0 and 1, so that their logarithms are finite. */
const LEAST = 1e-6;

/**
 * With p = sigmoid(z) and the reference q: loss (softplus(z) - q z - H(q)) / (2 elements · variance), where H is the
 * entropy of q; gradient (p - q) / (2 elements · variance).
 */
export function emitBernoulli(builder: GraphBuilder, loss: BernoulliLoss): EmittedLoss {
  const type = builder.type(loss.tensor);
  const reference = builder.input(lossFeed(loss), type);
  const scale = 1 / (2 * sizeOf(type.dims) * loss.variance);
  const probability = builder.unary('Sigmoid', loss.tensor);
  const bounded = (x: string): string => builder.binary('Max', x, builder.scalar(LEAST));
  const weighed = (x: string): string => builder.times(x, builder.unary('Log', bounded(x)));
  const negative = builder.minus(1, reference);
  const entropy = builder.plus(weighed(reference), weighed(negative));
  const cross = builder.minus(builder.unary('Softplus', loss.tensor), builder.times(reference, loss.tensor));
  const all = type.dims.map((_, axis) => axis);
  return {
    value: builder.times(builder.sum(builder.plus(cross, entropy), all), scale),
    seed: builder.times(builder.minus(probability, reference), loss.weight * scale),
  };
}

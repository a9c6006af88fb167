import { sizeOf } from '../../onnx/tensor.js';
import { attribute } from '../gradient/attribute.js';
import type { GraphBuilder } from '../gradient/builder.js';
import type { EmittedLoss } from './emitted-loss.js';
import { lossFeed, type NormalisedSquaredErrorLoss, type SquaredErrorLoss } from './loss.js';

/** d = y - reference; the loss is d·d / (elements · variance), its gradient 2 d / (elements · variance). */
export function emitSquaredError(
  builder: GraphBuilder,
  loss: SquaredErrorLoss | NormalisedSquaredErrorLoss,
): EmittedLoss {
  const type = builder.type(loss.tensor);
  const reference = builder.input(lossFeed(loss), type);
  const difference = builder.minus(loss.tensor, reference);
  const scale = 1 / (sizeOf(type.dims) * (loss.kind === 'nmse' ? loss.variance : 1));
  return {
    value: builder.times(squaredNorm(builder, difference), scale),
    seed: builder.times(difference, 2 * loss.weight * scale),
  };
}

/**
 * Sum of squares as one dot product a sample, then a sum over samples: one pass without a temporary, and two stages of
 * summing keep float32 exact enough on engines that sum in plain order.
 */
export function squaredNorm(builder: GraphBuilder, x: string): string {
  const dims = builder.dims(x);
  const rows = dims.length > 1 ? dims[0]! : 1;
  const matrix = builder.reshape(x, [rows, 1, sizeOf(dims) / rows]);
  const dots = builder.add('FusedMatMul', [matrix, matrix], [rows, 1, 1], {
    domain: 'com.microsoft',
    attributes: { transB: attribute.int(1) },
  });
  return builder.sum(dots, [0, 1, 2]);
}

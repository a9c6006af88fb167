import { float32 } from '../../onnx/tensor.js';
import { attribute } from './attribute.js';
import type { GraphBuilder } from './builder.js';

/** x[N, C, …] times factor[C] plus shift[C], in one pass: a BatchNormalization of mean 0 and variance 1. */
export function channelAffine(builder: GraphBuilder, x: string, factor: string, shift?: string): string {
  const channels = builder.dims(x)[1]!;
  const vector = (value: number) =>
    builder.constant(float32(new Float32Array(channels).fill(value), [channels]));
  return builder.add(
    'BatchNormalization',
    [x, factor, shift ?? vector(0), vector(0), vector(1)],
    builder.dims(x),
    { attributes: { epsilon: attribute.float(0) } },
  );
}

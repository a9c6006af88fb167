import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from './builder.js';

/** Puts `step - 1` zeros between neighbours along each axis, none at the ends: size n becomes (n - 1) step + 1. */
export function interleaveZeros(builder: GraphBuilder, x: string, steps: readonly number[]): string {
  // Joining with zeros is three times as fast in ONNX Runtime as padding an axis of size 1.
  return steps.reduceRight((spread, step, axis) => {
    const dims = builder.dims(spread);
    const size = dims[axis]!;
    if (step === 1 || size <= 1) return spread;
    const each = builder.reshape(spread, [sizeOf(dims.slice(0, axis + 1)), 1, sizeOf(dims.slice(axis + 1))]);
    const [count, , tail] = builder.dims(each);
    const joined = builder.concat([each, builder.zeros([count!, step - 1, tail!])], 1);
    const whole = builder.reshape(joined, dims.with(axis, size * step));
    return builder.slice(whole, [{ axis, start: 0, count: (size - 1) * step + 1 }]);
  }, x);
}

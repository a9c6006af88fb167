import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from './builder.js';
import { channelSum } from './channel-sum.js';
import { paddedInput, tapOf } from './padded-input.js';
import { tapsOf, type Window } from './window.js';

/**
 * Gradient of a convolution's weights: from x[N, C, …input] and dy[N, Co, …output] to [Co, C / group, …kernel].
 * Tap by tap: the products of dy and of what the tap sees, summed over batch and positions.
 */
export function convWeightGradient(builder: GraphBuilder, x: string, dy: string, window: Window): string {
  const { kernel, output, group } = window;
  const [batch, channels] = builder.dims(x) as [number, number];
  const rows = builder.dims(dy)[1]!;
  const padded = paddedInput(builder, x, window);
  const depthwise = channels === group && rows === group;
  const matrices = [batch, ...(group === 1 ? [] : [group])];
  const positions = sizeOf(output);
  const left = () => builder.reshape(dy, [...matrices, rows / group, positions]);
  const taps = tapsOf(kernel).map((tap) => {
    const seen = tapOf(builder, padded, window, tap);
    if (depthwise) return builder.reshape(channelSum(builder, builder.times(dy, seen)), [rows, 1]);
    const right = builder.reshape(seen, [...matrices, channels / group, positions]);
    const products = builder.matmul(left(), right, { y: true });
    return builder.reshape(builder.sum(products, [0]), [rows * (channels / group), 1]);
  });
  return builder.reshape(builder.concat(taps, 1), [rows, channels / group, ...kernel]);
}

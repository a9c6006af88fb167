import { sizeOf } from '../../onnx/tensor.js';
import { attribute } from './attribute.js';
import { MOST_PADDING } from './blocked-convolution.js';
import type { GraphBuilder } from './builder.js';
import { channelSum } from './channel-sum.js';
import { paddedInput, tapOf } from './padded-input.js';
import { tapsOf, type Window } from './window.js';

/** Gradient of a convolution's weights: from x[N, C, …input] and dy[N, Co, …output] to [Co, C / group, …kernel]. */
export function convWeightGradient(builder: GraphBuilder, x: string, dy: string, window: Window): string {
  if (paysAsConvolution(builder, dy, window)) return asConvolution(builder, x, dy, window);
  return paysAsGroups(builder, x, dy, window)
    ? asGroupedConvolution(builder, x, dy, window)
    : tapByTap(builder, x, dy, window);
}

/** With blocks, and where the kernel is wide enough to keep several sums going side by side. */
function paysAsConvolution(builder: GraphBuilder, dy: string, { kernel, group }: Window): boolean {
  if (builder.channelBlock === undefined || group > 1 || kernel.length !== 2 || kernel[1] === 1) return false;
  const [batch, rows] = builder.dims(dy) as [number, number];
  return builder.wholeBlocks(batch) === batch && builder.wholeBlocks(rows) <= MOST_PADDING * rows;
}

/**
 * A convolution over the batch: the samples are its input channels, dy its weights, the kernel's taps its positions.
 */
function asConvolution(builder: GraphBuilder, x: string, dy: string, window: Window): string {
  const { kernel, strides, dilations } = window;
  const inputs = [builder.swap(paddedInput(builder, x, window)), builder.swap(dy)];
  const [channels, rows] = [builder.dims(x)[1]!, builder.dims(dy)[1]!];
  const y = builder.add('Conv', inputs, [channels, rows, ...kernel], {
    attributes: {
      kernel_shape: attribute.ints(window.output),
      strides: attribute.ints(dilations),
      dilations: attribute.ints(strides),
    },
  });
  return builder.swap(y);
}

/**
 * Depthwise, with many taps or where taps read every other pixel: 3 times as fast as tap by tap with 5 x 5 taps or
 * stride 2, and 1.3 to 1.8 times as slow with 3 x 3 taps and stride 1 (measured on ONNX Runtime's CPU provider).
 */
function paysAsGroups(
  builder: GraphBuilder,
  x: string,
  dy: string,
  { kernel, strides, group }: Window,
): boolean {
  const isDepthwise = builder.dims(x)[1] === group && builder.dims(dy)[1] === group;
  const isMap = kernel.length === 2 && group > 1;
  if (builder.channelBlock === undefined) return false;
  return isDepthwise && isMap && (sizeOf(kernel) > 9 || strides.some((stride) => stride > 1));
}

/** As {@link asConvolution}, each channel of x with the same channel of dy: the groups are the channels. */
function asGroupedConvolution(builder: GraphBuilder, x: string, dy: string, window: Window): string {
  const { kernel, strides, dilations, output, group } = window;
  const padded = builder.swap(paddedInput(builder, x, window));
  const [, batch, ...size] = builder.dims(padded) as [number, number, ...number[]];
  const inputs = [builder.reshape(padded, [1, group * batch, ...size]), builder.swap(dy)];
  const y = builder.add('Conv', inputs, [1, group, ...kernel], {
    attributes: {
      group: attribute.int(group),
      kernel_shape: attribute.ints(output),
      strides: attribute.ints(dilations),
      dilations: attribute.ints(strides),
    },
  });
  return builder.reshape(y, [group, 1, ...kernel]);
}

/** The products of dy and of what a tap sees, summed over batch and positions. */
function tapByTap(builder: GraphBuilder, x: string, dy: string, window: Window): string {
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

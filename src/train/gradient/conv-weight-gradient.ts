import { sizeOf } from '../../onnx/tensor.js';
import { BLOCKED_DOMAIN } from '../../runtime/channel-block.js';
import { attribute } from './attribute.js';
import { MOST_PADDING } from './blocked-convolution.js';
import type { GraphBuilder } from './builder.js';
import { channelSum } from './channel-sum.js';
import { paddedInput, tapOf } from './padded-input.js';
import { tapsOf, type Window } from './window.js';

/** Gradient of a convolution's weights: from x[N, C, …input] and dy[N, Co, …output] to [Co, C / group, …kernel]. */
export function convWeightGradient(builder: GraphBuilder, x: string, dy: string, window: Window): string {
  if (paysAsConvolution(builder, dy, window)) return asConvolution(builder, x, dy, window);
  return paysInBlocks(builder, x, dy, window)
    ? asBlockedConvolution(builder, x, dy, window)
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

function paysInBlocks(builder: GraphBuilder, x: string, dy: string, { kernel, group }: Window): boolean {
  const isDepthwise = builder.dims(x)[1] === group && builder.dims(dy)[1] === group;
  if (builder.channelBlock === undefined || !isDepthwise || kernel.length !== 2) return false;
  return builder.wholeBlocks(group) <= MOST_PADDING * group;
}

/**
 * Depthwise: each channel of each sample is a channel of one depthwise convolution, whose weights are dy; what comes
 * out, one number a tap, is summed over the samples. Blocks of channels lie in memory as blocks of samples' channels.
 */
function asBlockedConvolution(builder: GraphBuilder, x: string, dy: string, window: Window): string {
  const { kernel, strides, dilations, output, group } = window;
  const padded = builder.inBlocks(paddedInput(builder, x, window));
  const [batch, whole, ...size] = builder.dims(padded) as [number, number, ...number[]];
  const all = batch * whole;
  const input = builder.reshape(padded, [1, all, ...size]);
  const weights = builder.reshape(builder.inBlocks(dy), [all, 1, ...output]);
  const y = builder.add('Conv', [input, weights], [1, all, ...kernel], {
    domain: BLOCKED_DOMAIN,
    attributes: {
      group: attribute.int(all),
      kernel_shape: attribute.ints(output),
      strides: attribute.ints(dilations),
      dilations: attribute.ints(strides),
    },
  });
  const taps = builder.add('ReorderOutput', [y], [1, all, ...kernel], {
    domain: BLOCKED_DOMAIN,
    attributes: { channels: attribute.int(all) },
  });
  const sums = builder.reshape(builder.sum(builder.reshape(taps, [batch, whole, ...kernel]), [0]), [
    whole,
    1,
    ...kernel,
  ]);
  return builder.crop(sums, [0, 0, 0, 0], [whole - group, 0, 0, 0]);
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

import { attribute } from './attribute.js';
import type { GraphBuilder } from './builder.js';
import type { Window } from './window.js';

/**
 * Gradient of a convolution's input: from dy[N, Co, …output] and w[Co, C / group, …kernel] to [N, C, …input].
 * Stride 1: a convolution with flipped weights whose channels are transposed. Otherwise a transposed convolution.
 */
export function convInputGradient(builder: GraphBuilder, dy: string, w: string, window: Window): string {
  const dense = window.strides.every((step) => step === 1);
  return dense ? asConvolution(builder, dy, w, window) : asTransposedConvolution(builder, dy, w, window);
}

function asConvolution(builder: GraphBuilder, dy: string, w: string, window: Window): string {
  const { kernel, dilations, before, input, output, group } = window;
  const columns = builder.dims(w)[1]!;
  const flipped = builder.flip(
    w,
    kernel.map((_, axis) => axis + 2),
  );
  const weights = swapChannels(builder, flipped, group);
  const head = kernel.map((size, axis) => (size - 1) * dilations[axis]! - before[axis]!);
  const tail = kernel.map(
    (size, axis) => input[axis]! - output[axis]! - head[axis]! + (size - 1) * dilations[axis]!,
  );
  const negative = (sides: readonly number[]) => [0, 0, ...sides.map((count) => Math.max(-count, 0))];
  const seen = builder.crop(dy, negative(head), negative(tail));
  const pads = [...head, ...tail].map((count) => Math.max(count, 0));
  const dims = [builder.dims(dy)[0]!, group * columns, ...input];
  return builder.add('Conv', [seen, weights], dims, {
    attributes: {
      kernel_shape: attribute.ints(kernel),
      dilations: attribute.ints(dilations),
      group: attribute.int(group),
      pads: attribute.ints(pads),
    },
  });
}

/** w[Co, C / group, …kernel] as [C, Co / group, …kernel]. */
function swapChannels(builder: GraphBuilder, w: string, group: number): string {
  const [rows, columns, ...kernel] = builder.dims(w) as [number, number, ...number[]];
  if (group === 1) return builder.swap(w);
  const grouped = builder.reshape(w, [group, rows / group, columns, ...kernel]);
  const turned = builder.transpose(grouped, [0, 2, 1, ...kernel.map((_, axis) => axis + 3)]);
  return builder.reshape(turned, [group * columns, rows / group, ...kernel]);
}

function asTransposedConvolution(builder: GraphBuilder, dy: string, w: string, window: Window): string {
  const { kernel, strides, dilations, before, after, input, group } = window;
  const dims = [builder.dims(dy)[0]!, group * builder.dims(w)[1]!, ...input];
  return builder.add('ConvTranspose', [dy, w], dims, {
    attributes: {
      kernel_shape: attribute.ints(kernel),
      strides: attribute.ints(strides),
      dilations: attribute.ints(dilations),
      group: attribute.int(group),
      pads: attribute.ints([...before, ...after.map((count) => Math.max(count, 0))]),
      output_padding: attribute.ints(after.map((count) => Math.max(-count, 0))),
    },
  });
}

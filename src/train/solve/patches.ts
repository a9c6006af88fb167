import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from '../gradient/builder.js';
import { paddedInput, tapOf } from '../gradient/padded-input.js';
import { tapsOf } from '../gradient/window.js';
import type { LinearLayer } from './linear-layer.js';

/**
 * What a layer reads, as columns: [groups, width, positions]; the last row of `width` is 1 where the layer has a bias.
 */
export interface Patches {
  readonly patches: string;
  /** Of the whole batch: pixels of the output, or rows. */
  readonly positions: number;
}

/** Places the nodes that gather the patches of a layer from `x` [batch, ...], tap by tap with Slice (im2col). */
export function placePatches(
  builder: GraphBuilder,
  layer: LinearLayer,
  x: string,
  batch: number,
  outputDims: readonly number[],
): Patches {
  const { groups, columns } = layer;
  const isConv = layer.kind === 'conv';
  const positions = batch * sizeOf(isConv ? outputDims.slice(1) : outputDims.slice(0, -1));
  const patches = isConv
    ? builder.reshape(placeTaps(builder, layer, x, outputDims), [groups, columns, positions])
    : builder.transpose(builder.reshape(x, [1, positions, columns]), [0, 2, 1]);
  if (!layer.bias) return { patches, positions };
  const ones = builder.constant({
    dtype: 'float32',
    dims: [groups, 1, positions],
    data: new Float32Array(groups * positions).fill(1),
  });
  return { patches: builder.concat([patches, ones], 1), positions };
}

/** [channels, taps, positions of the batch] */
function placeTaps(
  builder: GraphBuilder,
  { geometry: { kernel, strides, dilations, pads } }: LinearLayer,
  x: string,
  outputDims: readonly number[],
): string {
  const source = paddedInput(builder, builder.swap(x), { before: pads.slice(0, 2), after: pads.slice(2) });
  const window = { strides, dilations, output: outputDims.slice(1) };
  const channels = builder.dims(source)[0];
  const taps = tapsOf(kernel).map((tap) =>
    builder.reshape(tapOf(builder, source, window, tap), [channels, 1, -1]),
  );
  return builder.concat(taps, 1);
}

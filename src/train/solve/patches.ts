import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from '../gradient/builder.js';
import { tapsOf } from '../gradient/window.js';
import type { LinearLayer } from './linear-layer.js';

/** What a layer reads, as columns: [groups, width, positions]; the last row of `width` is 1 where the layer has a bias. */
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
  [, height, width]: readonly number[],
): string {
  const source = builder.pad(
    builder.transpose(x, [1, 0, 2, 3]),
    [0, 0, pads[0], pads[1]],
    [0, 0, pads[2], pads[3]],
  );
  const channels = builder.dims(source)[0];
  const taps = tapsOf(kernel).map(([down, across]) => {
    const seen = builder.slice(source, [
      { axis: 2, start: down * dilations[0], count: height, step: strides[0] },
      { axis: 3, start: across * dilations[1], count: width, step: strides[1] },
    ]);
    return builder.reshape(seen, [channels, 1, -1]);
  });
  return builder.concat(taps, 1);
}

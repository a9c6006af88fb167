import { int64, sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from '../gradient/builder.js';
import type { LinearLayer } from './linear-layer.js';

/** What a layer reads, as columns: [batch, groups, width, positions]; the last row of `width` is 1 where the layer has a bias. */
export interface Patches {
  readonly patches: string;
  readonly width: number;
  /** Positions of one sample: pixels of the output, or rows. */
  readonly positions: number;
}

/** Places the nodes that gather the patches of a layer from `x` [batch, ...inputDims], tap by tap with Slice (im2col). */
export function placePatches(
  builder: GraphBuilder,
  layer: LinearLayer,
  x: string,
  batch: number,
  inputDims: readonly number[],
  outputDims: readonly number[],
): Patches {
  const { groups, columns } = layer;
  const isConv = layer.kind === 'conv';
  const positions = sizeOf(isConv ? outputDims.slice(1) : outputDims.slice(0, -1));
  const patches = isConv
    ? builder.reshape(placeTaps(builder, layer, x, batch, inputDims, outputDims), [
        batch,
        groups,
        columns,
        positions,
      ])
    : builder.transpose(builder.reshape(x, [batch, 1, positions, columns]), [0, 1, 3, 2]);
  if (!layer.bias) return { patches, width: columns, positions };
  const ones = builder.constant({
    dtype: 'float32',
    dims: [batch, groups, 1, positions],
    data: new Float32Array(batch * groups * positions).fill(1),
  });
  const width = columns + 1;
  const joined = builder.add('Concat', [patches, ones], [batch, groups, width, positions], {
    attributes: { axis: { type: 'int', value: 2 } },
  });
  return { patches: joined, width, positions };
}

/** [batch, channels, taps, positions] */
function placeTaps(
  builder: GraphBuilder,
  { geometry: { kernel, strides, dilations, pads } }: LinearLayer,
  x: string,
  batch: number,
  [channels, height, wide]: readonly number[],
  outputDims: readonly number[],
): string {
  const [outHeight, outWidth] = outputDims.slice(1);
  const positions = outHeight * outWidth;
  const padded = [height + pads[0] + pads[2], wide + pads[1] + pads[3]];
  const source = pads.some((pad) => pad > 0)
    ? builder.add(
        'Pad',
        [x, builder.constant(int64([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]))],
        [batch, channels, ...padded],
      )
    : x;
  const taps: string[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const slice = builder.slice(source, [
        { axis: 2, start: i * dilations[0], count: outHeight, step: strides[0] },
        { axis: 3, start: j * dilations[1], count: outWidth, step: strides[1] },
      ]);
      taps.push(builder.reshape(slice, [batch, channels, 1, positions]));
    }
  }
  return taps.length === 1
    ? taps[0]
    : builder.add('Concat', taps, [batch, channels, taps.length, positions], {
        attributes: { axis: { type: 'int', value: 2 } },
      });
}

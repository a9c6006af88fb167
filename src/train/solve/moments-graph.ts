import type { Graph } from '../../onnx/graph.js';
import { int64, sizeOf } from '../../onnx/tensor.js';
import { GraphBuilder } from '../gradient/builder.js';
import type { LinearLayer } from './linear-layer.js';

/**
 * A graph from inputs `x` [batch, ...inputDims] and `y` [batch, ...outputDims] to `pp`, `yp` and `yy` of {@link Moments}:
 * the patches are gathered tap by tap with Slice (im2col) and multiplied by one matrix product.
 */
export function momentsGraph(
  layer: LinearLayer,
  batch: number,
  inputDims: readonly number[],
  outputDims: readonly number[],
): Graph {
  const builder = new GraphBuilder('m');
  const x = builder.input('x', { dtype: 'float32', dims: [batch, ...inputDims] });
  const y = builder.input('y', { dtype: 'float32', dims: [batch, ...outputDims] });
  const { groups, rows, columns } = layer;
  const positions = layer.kind === 'conv' ? sizeOf(outputDims.slice(1)) : sizeOf(outputDims.slice(0, -1));

  const reshape = (name: string, dims: readonly number[]): string =>
    builder.add('Reshape', [name, builder.constant(int64(dims))], dims);

  let patches: string;
  let wanted: string;
  if (layer.kind === 'conv') {
    patches = reshape(gather(), [batch, groups, columns, positions]);
    wanted = reshape(y, [batch, groups, rows, positions]);
  } else {
    const transposed = (name: string, features: number): string =>
      builder.add(
        'Transpose',
        [reshape(name, [batch, 1, positions, features])],
        [batch, 1, features, positions],
        {
          attributes: { perm: { type: 'ints', value: [0, 1, 3, 2] } },
        },
      );
    patches = transposed(x, columns);
    wanted = transposed(y, rows);
  }
  let width = columns;
  if (layer.bias) {
    width = columns + 1;
    const ones = builder.constant({
      dtype: 'float32',
      dims: [batch, groups, 1, positions],
      data: new Float32Array(batch * groups * positions).fill(1),
    });
    patches = builder.add('Concat', [patches, ones], [batch, groups, width, positions], {
      attributes: { axis: { type: 'int', value: 2 } },
    });
  }
  const product = (a: string, height: number): string =>
    builder.add('FusedMatMul', [a, patches], [batch, groups, height, width], {
      domain: 'com.microsoft',
      attributes: { transB: { type: 'int', value: 1 } },
    });
  const overBatch = (name: string, height: number, output: string): void => {
    const sum = builder.add(
      'ReduceSum',
      [product(name, height), builder.constant(int64([0]))],
      [groups, height, width],
      { attributes: { keepdims: { type: 'int', value: 0 } } },
    );
    rename(sum, output, [groups, height, width]);
  };
  overBatch(patches, width, 'pp');
  overBatch(wanted, rows, 'yp');
  const squares = builder.add('Mul', [y, y], [batch, ...outputDims]);
  const perSample = builder.add(
    'ReduceSum',
    [reshape(squares, [batch, sizeOf(outputDims)]), builder.constant(int64([1]))],
    [batch],
    {
      attributes: { keepdims: { type: 'int', value: 0 } },
    },
  );
  const total = builder.add('ReduceSum', [perSample, builder.constant(int64([0]))], [1], {
    attributes: { keepdims: { type: 'int', value: 1 } },
  });
  rename(total, 'yy', [1]);
  return builder.finish(['pp', 'yp', 'yy']);

  function rename(name: string, output: string, dims: readonly number[]): void {
    builder.place({ opType: 'Identity', domain: '', inputs: [name], outputs: [output], attributes: {} }, [
      { dtype: 'float32', dims },
    ]);
  }

  /** [batch, channels, taps, positions] */
  function gather(): string {
    const [channels, height, wide] = inputDims;
    const { kernel, strides, dilations, pads } = layer.geometry;
    const [outHeight, outWidth] = outputDims.slice(1);
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
        const starts = [i * dilations[0], j * dilations[1]];
        const ends = [
          starts[0] + (outHeight - 1) * strides[0] + 1,
          starts[1] + (outWidth - 1) * strides[1] + 1,
        ];
        const slice = builder.add(
          'Slice',
          [
            source,
            builder.constant(int64(starts)),
            builder.constant(int64(ends)),
            builder.constant(int64([2, 3])),
            builder.constant(int64(strides)),
          ],
          [batch, channels, outHeight, outWidth],
        );
        taps.push(reshape(slice, [batch, channels, 1, positions]));
      }
    }
    return taps.length === 1
      ? taps[0]
      : builder.add('Concat', taps, [batch, channels, taps.length, positions], {
          attributes: { axis: { type: 'int', value: 2 } },
        });
  }
}

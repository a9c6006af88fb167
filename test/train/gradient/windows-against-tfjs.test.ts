import * as tf from '@tensorflow/tfjs';
import { test } from 'uvu';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { variable } from '../../support/gradient/gradient-case.js';
import { checkPeer, type Peer } from '../../support/gradient/peer.js';

const { int, ints, string } = attribute;

/** NCHW to NHWC and back; OIHW to HWIO. */
const toChannelsLast = (x: tf.Tensor) => tf.transpose(x, [0, 2, 3, 1]) as tf.Tensor4D;
const toChannelsFirst = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]);
const kernelsLast = (w: tf.Tensor) => tf.transpose(w, [2, 3, 1, 0]) as tf.Tensor4D;

const image = variable([2, 3, 6, 7]);
const window = (kernel: number, stride: number, pad: number) => ({
  kernel_shape: ints([kernel, kernel]),
  strides: ints([stride, stride]),
  pads: ints([pad, pad, pad, pad]),
});
const withBias = (y: tf.Tensor, bias: tf.Tensor) => tf.add(y, tf.reshape(bias, [1, -1, 1, 1]));

function convolution(stride: number, pad: number, dilation: number): Peer {
  return {
    name: `Conv, stride ${stride}, pad ${pad}, dilation ${dilation}`,
    opType: 'Conv',
    inputs: [image, variable([4, 3, 3, 3]), variable([4])],
    attributes: { ...window(3, stride, pad), dilations: ints([dilation, dilation]) },
    same: (x, w, bias) => {
      const padding = tf.pad(toChannelsLast(x), [
        [0, 0],
        [pad, pad],
        [pad, pad],
        [0, 0],
      ]) as tf.Tensor4D;
      const y = tf.conv2d(padding, spread(kernelsLast(w), dilation), stride, 'valid');
      return withBias(toChannelsFirst(y), bias);
    },
  };
}

/** A dilated kernel as a large one with zeros: TensorFlow.js has no gradient for dilations. */
function spread(w: tf.Tensor4D, dilation: number): tf.Tensor4D {
  if (dilation === 1) return w;
  const [height, width, columns, rows] = w.shape;
  const steps = tf.reshape(w, [height, 1, width, 1, columns, rows]);
  const zeros = tf.pad(steps, [
    [0, 0],
    [0, dilation - 1],
    [0, 0],
    [0, dilation - 1],
    [0, 0],
    [0, 0],
  ]);
  const whole = tf.reshape(zeros, [height * dilation, width * dilation, columns, rows]);
  const size = [(height - 1) * dilation + 1, (width - 1) * dilation + 1, columns, rows];
  return tf.slice(whole, [0, 0, 0, 0], size) as tf.Tensor4D;
}

function depthwise(stride: number): Peer {
  return {
    name: `Conv, depthwise, stride ${stride}`,
    opType: 'Conv',
    inputs: [image, variable([3, 1, 3, 3])],
    attributes: { ...window(3, stride, 1), group: int(3) },
    same: (x, w) => {
      const padding = tf.pad(toChannelsLast(x), [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]) as tf.Tensor4D;
      const kernels = tf.transpose(w, [2, 3, 0, 1]) as tf.Tensor4D;
      return toChannelsFirst(tf.depthwiseConv2d(padding, kernels, stride, 'valid'));
    },
  };
}

function transposed(stride: number, extra: number): Peer {
  return {
    name: `ConvTranspose, stride ${stride}, output padding ${extra}`,
    opType: 'ConvTranspose',
    inputs: [variable([2, 3, 4, 5]), variable([3, 4, 3, 3])],
    attributes: { ...window(3, stride, 0), output_padding: ints([extra, extra]) },
    same: (x, w) => {
      const kernels = tf.transpose(w, [2, 3, 1, 0]) as tf.Tensor4D;
      const size = (axis: number) => (x.shape[axis]! - 1) * stride + 3;
      const shape: [number, number, number, number] = [2, size(2), size(3), 4];
      const y = tf.conv2dTranspose(toChannelsLast(x), kernels, shape, stride, 'valid');
      return toChannelsFirst(
        tf.pad(y, [
          [0, 0],
          [0, extra],
          [0, extra],
          [0, 0],
        ]),
      );
    },
  };
}

/** Padding counts: the gradient of TensorFlow.js divides by the whole kernel, its forward pass does not. */
const pool = (opType: 'MaxPool' | 'AveragePool', kernel: number, stride: number, pad: number): Peer => ({
  name: `${opType} ${kernel}, stride ${stride}, pad ${pad}`,
  opType,
  inputs: [image],
  attributes: {
    ...window(kernel, stride, pad),
    ...(opType === 'AveragePool' ? { count_include_pad: int(1) } : {}),
  },
  same: (x) => {
    const function_ = opType === 'MaxPool' ? tf.maxPool : tf.avgPool;
    return toChannelsFirst(function_(toChannelsLast(x), kernel, stride, pad, 'floor') as tf.Tensor4D);
  },
});

/**
 * From a square, because the gradients of TensorFlow.js confuse height and width; they also ignore halfPixelCenters,
 * and for nearest neighbours they mix the samples of a batch.
 */
const resized = (
  mode: 'nearest' | 'linear',
  coordinates: 'align_corners' | 'asymmetric',
  size: number,
): Peer => ({
  name: `Resize to ${size}, ${mode}, ${coordinates}`,
  opType: 'Resize',
  inputs: [
    variable([mode === 'nearest' ? 1 : 2, 3, 6, 6]),
    undefined,
    undefined,
    [mode === 'nearest' ? 1 : 2, 3, size, size],
  ],
  attributes: {
    mode: string(mode),
    coordinate_transformation_mode: string(coordinates),
    nearest_mode: string('floor'),
  },
  same: (x) => {
    const resize = mode === 'nearest' ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
    return toChannelsFirst(resize(toChannelsLast(x), [size, size], coordinates === 'align_corners'));
  },
});

const peers: readonly Peer[] = [
  convolution(1, 1, 1),
  convolution(2, 1, 1),
  convolution(1, 2, 2),
  convolution(3, 0, 1),
  depthwise(1),
  depthwise(2),
  transposed(1, 0),
  transposed(2, 0),
  transposed(2, 1),
  pool('MaxPool', 2, 2, 0),
  pool('MaxPool', 3, 2, 1),
  pool('AveragePool', 2, 2, 0),
  pool('AveragePool', 3, 2, 1),
  pool('AveragePool', 3, 1, 1),
  resized('linear', 'align_corners', 9),
  resized('linear', 'asymmetric', 9),
  resized('linear', 'asymmetric', 12),
  resized('nearest', 'asymmetric', 9),
  resized('nearest', 'asymmetric', 12),
];

for (const peer of peers) {
  test(`${peer.name} as TensorFlow.js`, () => checkPeer(peer));
}

test.run();

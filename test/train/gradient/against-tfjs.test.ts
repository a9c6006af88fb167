import * as tf from '@tensorflow/tfjs';
import { test } from 'uvu';
import { float32 } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { variable } from '../../support/gradient/gradient-case.js';
import { checkPeer, type Peer } from '../../support/gradient/peer.js';

const { int, ints, float } = attribute;
const image = variable([2, 3, 6, 7]);
const matrix = variable([3, 5], -3, 3);
const positive = variable([3, 5], 0.3, 3);
const withBias = (y: tf.Tensor, bias: tf.Tensor) => tf.add(y, tf.reshape(bias, [1, -1, 1, 1]));

const elementwise = (opType: string, same: Peer['same'], input = matrix): Peer => ({
  name: opType,
  opType,
  inputs: [input],
  same,
});

const pair = (opType: string, same: Peer['same'], left: number[], right: number[]): Peer => ({
  name: `${opType} [${left}] with [${right}]`,
  opType,
  inputs: [variable(left), variable(right, 0.5, 2)],
  same,
});

const pairs = [
  [[2, 3, 4], [4]],
  [
    [3, 1],
    [2, 3, 4],
  ],
  [
    [2, 3],
    [2, 3],
  ],
];

const peers: readonly Peer[] = [
  elementwise('Relu', tf.relu),
  { ...elementwise('LeakyRelu', (x) => tf.leakyRelu(x, 0.3)), attributes: { alpha: float(0.3) } },
  elementwise('Elu', tf.elu),
  elementwise('Sigmoid', tf.sigmoid),
  elementwise('Tanh', tf.tanh),
  elementwise('Erf', tf.erf),
  elementwise('Exp', tf.exp),
  elementwise('Log', tf.log, positive),
  elementwise('Sqrt', tf.sqrt, positive),
  elementwise('Reciprocal', tf.reciprocal, positive),
  elementwise('Softplus', tf.softplus),
  elementwise('Abs', tf.abs),
  elementwise('Neg', tf.neg),
  elementwise('HardSwish', (x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)), variable([3, 5], -2.9, 2.9)),
  elementwise('Softmax', (x) => tf.softmax(x)),
  elementwise('LogSoftmax', (x) => tf.logSoftmax(x)),
  {
    ...elementwise('Clip', (x) => tf.clipByValue(x, -1, 2)),
    inputs: [matrix, float32(Float32Array.of(-1), []), float32(Float32Array.of(2), [])],
  },
  {
    ...elementwise('PRelu', (x, slope) => tf.prelu(x, slope)),
    inputs: [variable([2, 3, 4, 4], -3, 3), variable([3, 1, 1])],
  },
  { ...elementwise('Pow', tf.pow), inputs: [positive, variable([3, 1], -1, 2)] },
  ...pairs.flatMap(([left, right]) => [
    pair('Add', tf.add, left, right),
    pair('Sub', tf.sub, left, right),
    pair('Mul', tf.mul, left, right),
    pair('Div', tf.div, left, right),
  ]),
  // TensorFlow.js has no broadcasting in these two gradients.
  pair('Max', tf.maximum, [2, 3], [2, 3]),
  pair('Min', tf.minimum, [2, 3], [2, 3]),
  pair('MatMul', (a, b) => tf.matMul(a, b), [2, 3], [3, 4]),
  pair('MatMul', (a, b) => tf.matMul(a, b), [5, 2, 3], [5, 3, 4]),
  {
    ...pair('Gemm', (a, b, c) => tf.add(tf.mul(tf.matMul(a, b, false, true), 0.5), c), [2, 3], [4, 3]),
    inputs: [variable([2, 3]), variable([4, 3]), variable([4])],
    attributes: { transB: int(1), alpha: float(0.5) },
  },
  {
    ...elementwise('ReduceMean', (x) => tf.mean(x, [1, 2])),
    inputs: [variable([2, 3, 4]), [1, 2]],
    attributes: { keepdims: int(0) },
  },
  { ...elementwise('ReduceSum', (x) => tf.sum(x, [0], true)), inputs: [variable([2, 3, 4]), [0]] },
  elementwise('GlobalAveragePool', (x) => tf.mean(x, [2, 3], true), image),
  {
    ...elementwise('Transpose', (x) => tf.transpose(x, [2, 0, 1])),
    inputs: [variable([2, 3, 4])],
    attributes: { perm: ints([2, 0, 1]) },
  },
  {
    ...elementwise('Concat', (a, b) => tf.concat([a, b], 1)),
    inputs: [variable([2, 3]), variable([2, 2])],
    attributes: { axis: int(1) },
  },
  {
    ...elementwise('Slice', (x) => tf.stridedSlice(x, [1, 0], [6, 5], [2, 1])),
    inputs: [variable([7, 5]), [1], [6], [0], [2]],
    // TensorFlow.js has no gradient of a strided slice; a product with a selection is the same.
    same: (x) => tf.matMul(tf.oneHot(tf.tensor1d([1, 3, 5], 'int32'), 7) as tf.Tensor2D, x as tf.Tensor2D),
  },
  {
    ...elementwise('Pad', (x) =>
      tf.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    ),
    inputs: [variable([2, 3]), [1, 0, 0, 2]],
  },
  {
    ...elementwise('BatchNormalization', (x, scale, shift) => {
      const { mean, variance } = tf.moments(x, [0, 2, 3], true);
      const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
      return withBias(tf.mul(normal, tf.reshape(scale, [1, -1, 1, 1])), shift);
    }),
    name: 'BatchNormalization in training form',
    inputs: [
      variable([4, 3, 4, 4], -1, 3),
      variable([3], 0.5, 2),
      variable([3]),
      float32(new Float32Array(3), [3]),
      float32(new Float32Array(3), [3]),
    ],
    attributes: { training_mode: int(1), epsilon: float(1e-3) },
  },
];

for (const peer of peers) {
  test(`${peer.name} as TensorFlow.js`, () => checkPeer(peer));
}

test.run();

import { floatAttribute, intAttribute } from '../../onnx/graph.js';
import { input, type Operator, type OperatorTable, type TfTensor } from './operator.js';

const channelShape = (x: TfTensor): number[] => x.shape.map((_, axis) => (axis === 1 ? -1 : 1));

const softmax =
  (logarithm: boolean): Operator =>
  ({ tf, node, opset, ...call }) => {
    const x = input({ tf, node, opset, ...call }, 0);
    const given = intAttribute(node, 'axis', opset < 13 ? 1 : -1);
    const axis = given < 0 ? given + x.rank : given;
    // Before opset 13 all axes from `axis` on are one.
    const axes = x.shape
      .map((_, index) => index)
      .filter((index) => (opset < 13 ? index >= axis : index === axis));
    const shifted = x.sub(tf.max(x, axes, true));
    const exponentials = tf.exp(shifted);
    const sum = tf.sum(exponentials, axes, true);
    return logarithm ? shifted.sub(tf.log(sum)) : exponentials.div(sum);
  };

export const normalization: OperatorTable = {
  Softmax: softmax(false),
  LogSoftmax: softmax(true),
  BatchNormalization(call) {
    const { tf, node } = call;
    const x = input(call, 0);
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) =>
      input(call, index).reshape(channelShape(x)),
    );
    const epsilon = floatAttribute(node, 'epsilon', 1e-5);
    const normal = (center: TfTensor, spread: TfTensor): TfTensor =>
      x
        .sub(center)
        .mul(tf.rsqrt(spread.add(epsilon)).mul(scale))
        .add(bias);
    if (intAttribute(node, 'training_mode', 0) === 0) return normal(mean, variance);
    const moments = tf.moments(
      x,
      x.shape.map((_, axis) => axis).filter((axis) => axis !== 1),
      true,
    );
    const momentum = floatAttribute(node, 'momentum', 0.9);
    const running = (old: TfTensor, current: TfTensor): TfTensor =>
      old
        .mul(momentum)
        .add(current.mul(1 - momentum))
        .reshape([-1]);
    return [
      normal(moments.mean, moments.variance),
      running(mean, moments.mean),
      running(variance, moments.variance),
    ];
  },
  InstanceNormalization(call) {
    const { tf, node } = call;
    const x = input(call, 0);
    const { mean, variance } = tf.moments(x, x.shape.map((_, axis) => axis).slice(2), true);
    const normal = x.sub(mean).mul(tf.rsqrt(variance.add(floatAttribute(node, 'epsilon', 1e-5))));
    return normal.mul(input(call, 1).reshape(channelShape(x))).add(input(call, 2).reshape(channelShape(x)));
  },
  LayerNormalization(call) {
    const { tf, node, inputs } = call;
    const x = input(call, 0);
    const given = intAttribute(node, 'axis', -1);
    const first = given < 0 ? given + x.rank : given;
    const { mean, variance } = tf.moments(x, x.shape.map((_, axis) => axis).slice(first), true);
    const inverse = tf.rsqrt(variance.add(floatAttribute(node, 'epsilon', 1e-5)));
    const scaled = x.sub(mean).mul(inverse).mul(input(call, 1));
    const result = inputs[2] === undefined ? scaled : scaled.add(inputs[2]);
    return [result, mean, inverse].slice(0, node.outputs.length);
  },
};

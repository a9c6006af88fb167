import { floatAttribute, type GraphNode, intAttribute, intsAttribute } from '../../../src/onnx/graph.js';
import { type Array64, fill, get, getBroadcast, positions, size64 } from './array64.js';
import { numbers, type ReferenceOperator } from './operator.js';

const fromEnd = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

/** Sum of x over axes, which stay with size 1. */
function sumOver(x: Array64, axes: readonly number[]): Array64 {
  const kept = x.dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const reduced = positions(x.dims.map((size, axis) => (axes.includes(axis) ? size : 1)));
  return fill(kept, (position) =>
    reduced.reduce(
      (sum, extra) =>
        sum +
        get(
          x,
          position.map((at, axis) => at + extra[axis]),
        ),
      0,
    ),
  );
}

const scaled = (x: Array64, factor: number): Array64 => ({
  ...x,
  data: x.data.map((value) => value * factor),
});
const meanOver = (x: Array64, axes: readonly number[]): Array64 =>
  scaled(sumOver(x, axes), 1 / size64(axes.map((axis) => x.dims[axis])));
const zip = (x: Array64, y: Array64, apply: (a: number, b: number) => number): Array64 =>
  fill(x.dims, (position) => apply(get(x, position), getBroadcast(y, position)));

const reduce =
  (over: typeof sumOver): ReferenceOperator =>
  (node, [x, given]) => {
    const rank = x.dims.length;
    let axes = (numbers(given) ?? [...intsAttribute(node, 'axes', [])]).map((axis) => fromEnd(axis, rank));
    if (axes.length === 0 && intAttribute(node, 'noop_with_empty_axes', 0) === 0)
      axes = x.dims.map((_, axis) => axis);
    const y = over(x, axes);
    const keeps = intAttribute(node, 'keepdims', 1) === 1;
    return [{ ...y, dims: keeps ? y.dims : y.dims.filter((_, axis) => !axes.includes(axis)) }];
  };

const softmaxOf = (node: GraphNode, x: Array64): Array64 => {
  const axis = fromEnd(intAttribute(node, 'axis', -1), x.dims.length);
  const powers = { ...x, data: x.data.map(Math.exp) };
  return zip(powers, sumOver(powers, [axis]), (power, sum) => power / sum);
};

const softmax: ReferenceOperator = (node, [x]) => [softmaxOf(node, x)];

const logSoftmax: ReferenceOperator = (node, [x]) => {
  const y = softmaxOf(node, x);
  return [{ ...y, data: y.data.map(Math.log) }];
};

const layerNormalization: ReferenceOperator = (node, [x, scale, shift]) => {
  const first = fromEnd(intAttribute(node, 'axis', -1), x.dims.length);
  const axes = x.dims.flatMap((_, axis) => (axis < first ? [] : [axis]));
  const centred = zip(x, meanOver(x, axes), (a, b) => a - b);
  const variance = meanOver({ ...centred, data: centred.data.map((v) => v * v) }, axes);
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  const normal = zip(centred, variance, (a, v) => a / Math.sqrt(v + epsilon));
  const stretched = zip(normal, scale, (a, s) => a * s);
  return [shift ? zip(stretched, shift, (a, s) => a + s) : stretched];
};

/** With training_mode the batch's own mean and variance, and the running ones as further outputs. */
const batchNormalization: ReferenceOperator = (node, [x, scale, shift, mean, variance]) => {
  const channel = (vector: Array64) => ({
    ...vector,
    dims: [1, vector.dims[0], ...x.dims.slice(2).map(() => 1)],
  });
  const training = intAttribute(node, 'training_mode', 0) === 1;
  const axes = x.dims.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const m = training ? meanOver(x, axes) : channel(mean);
  const centred = zip(x, m, (a, b) => a - b);
  const v = training
    ? meanOver({ ...centred, data: centred.data.map((d) => d * d) }, axes)
    : channel(variance);
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  const normal = zip(centred, v, (a, b) => a / Math.sqrt(b + epsilon));
  const y = zip(
    zip(normal, channel(scale), (a, b) => a * b),
    channel(shift),
    (a, b) => a + b,
  );
  if (!training) return [y];
  const momentum = floatAttribute(node, 'momentum', 0.9);
  const follow = (old: Array64, batch: Array64) =>
    zip(old, { ...batch, dims: old.dims }, (a, b) => momentum * a + (1 - momentum) * b);
  return [y, follow(mean, m), follow(variance, v)].slice(0, node.outputs.length);
};

export const reduction = {
  ReduceSum: reduce(sumOver),
  ReduceMean: reduce(meanOver),
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
};

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

/** One number for each list of elements that differ in the axes alone. */
const over =
  (apply: (values: readonly number[]) => number): typeof sumOver =>
  (x, axes) => {
    const kept = x.dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const reduced = positions(x.dims.map((size, axis) => (axes.includes(axis) ? size : 1)));
    return fill(kept, (position) =>
      apply(
        reduced.map((extra) =>
          get(
            x,
            position.map((at, axis) => at + extra[axis]),
          ),
        ),
      ),
    );
  };

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const reductions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  ReduceL1: (values) => total(values.map(Math.abs)),
  ReduceL2: (values) => Math.hypot(...values),
  ReduceSumSquare: (values) => total(values.map((value) => value * value)),
  ReduceLogSum: (values) => Math.log(total(values)),
  ReduceLogSumExp: (values) => Math.log(total(values.map(Math.exp))),
  ReduceProd: (values) => values.reduce((product, value) => product * value, 1),
  ReduceMax: (values) => Math.max(...values),
  ReduceMin: (values) => Math.min(...values),
};

/** To mean 0 and variance 1 over the last axis of `grouped`. */
function normalised(x: Array64, grouped: readonly number[], epsilon: number): Array64 {
  const rows = {
    ...x,
    dims: grouped.map((size) => (size === -1 ? -size64(x.dims) / size64(grouped) : size)),
  };
  const axes = [grouped.length - 1];
  const centred = zip(rows, meanOver(rows, axes), (a, b) => a - b);
  const variance = meanOver({ ...centred, data: centred.data.map((value) => value * value) }, axes);
  return { ...zip(centred, variance, (a, v) => a / Math.sqrt(v + epsilon)), dims: x.dims };
}

const groupNormalization: ReferenceOperator = (node, [x, scale, shift]) => {
  const [batch, channels] = x.dims;
  const groups = node.opType === 'GroupNormalization' ? intAttribute(node, 'num_groups', 1) : channels;
  const normal = normalised(x, [batch, groups, -1], floatAttribute(node, 'epsilon', 1e-5));
  const share = channels / scale.dims[0];
  return [
    fill(x.dims, (position) => {
      const at = Math.floor(position[1] / share);
      return get(normal, position) * scale.data[at] + shift.data[at];
    }),
  ];
};

const meanVarianceNormalization: ReferenceOperator = (node, [x]) => {
  const axes = intsAttribute(node, 'axes', [0, 2, 3]).map((axis) => fromEnd(axis, x.dims.length));
  const centred = zip(x, meanOver(x, axes), (a, b) => a - b);
  const variance = meanOver({ ...centred, data: centred.data.map((value) => value * value) }, axes);
  return [zip(centred, variance, (a, v) => a / (Math.sqrt(v) + 1e-9))];
};

const lpNormalization: ReferenceOperator = (node, [x]) => {
  const axes = [fromEnd(intAttribute(node, 'axis', -1), x.dims.length)];
  const norm = over(reductions[intAttribute(node, 'p', 2) === 1 ? 'ReduceL1' : 'ReduceL2'])(x, axes);
  return [zip(x, norm, (a, n) => a / n)];
};

const localResponseNormalization: ReferenceOperator = (node, [x]) => {
  const size = intAttribute(node, 'size', 1);
  const [low, high] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  return [
    fill(x.dims, (position) => {
      let sum = 0;
      for (let c = position[1] - low; c <= position[1] + high; c++)
        if (c >= 0 && c < x.dims[1]) sum += get(x, position.with(1, c)) ** 2;
      const share = floatAttribute(node, 'alpha', 1e-4) / size;
      return (
        get(x, position) /
        (floatAttribute(node, 'bias', 1) + share * sum) ** floatAttribute(node, 'beta', 0.75)
      );
    }),
  ];
};

const cumulativeSum: ReferenceOperator = (node, [x, given]) => {
  const axis = fromEnd(given.data[0], x.dims.length);
  const [exclusive, reverse] = ['exclusive', 'reverse'].map((name) => intAttribute(node, name, 0) === 1);
  return [
    fill(x.dims, (position) => {
      let sum = 0;
      for (let at = 0; at < x.dims[axis]; at++) {
        const counts = reverse ? at > position[axis] : at < position[axis];
        if (counts || (!exclusive && at === position[axis])) sum += get(x, position.with(axis, at));
      }
      return sum;
    }),
  ];
};

const topK: ReferenceOperator = (node, [x, k]) => {
  const axis = fromEnd(intAttribute(node, 'axis', -1), x.dims.length);
  const sign = intAttribute(node, 'largest', 1) === 1 ? -1 : 1;
  const ranked = (position: readonly number[]): number =>
    Array.from({ length: x.dims[axis] }, (_, at) => at).sort(
      (a, b) => sign * (get(x, position.with(axis, a)) - get(x, position.with(axis, b))) || a - b,
    )[position[axis]];
  const dims = x.dims.with(axis, k.data[0]);
  return [fill(dims, (position) => get(x, position.with(axis, ranked(position)))), fill(dims, ranked)];
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

export const reduction: Readonly<Record<string, ReferenceOperator>> = {
  ReduceSum: reduce(sumOver),
  ReduceMean: reduce(meanOver),
  ...Object.fromEntries(Object.entries(reductions).map(([name, apply]) => [name, reduce(over(apply))])),
  InstanceNormalization: groupNormalization,
  GroupNormalization: groupNormalization,
  MeanVarianceNormalization: meanVarianceNormalization,
  LpNormalization: lpNormalization,
  LRN: localResponseNormalization,
  CumSum: cumulativeSum,
  TopK: topK,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
};

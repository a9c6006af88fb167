import { classAxis } from '../../onnx/class-axis.js';
import { float32, int64, sizeOf } from '../../onnx/tensor.js';
import { attribute } from '../gradient/attribute.js';
import type { GraphBuilder } from '../gradient/builder.js';
import type { EmittedLoss } from './emitted-loss.js';
import { type CrossEntropyLoss, type DistillLoss, lossFeed } from './loss.js';

/** With p = softmax(z): loss -sum(q log p) / positions, gradient (p - q) / positions. */
export function emitCrossEntropy(builder: GraphBuilder, loss: CrossEntropyLoss): EmittedLoss {
  const { dims } = builder.type(loss.tensor);
  const axis = classAxis(dims.length);
  const positions = sizeOf(dims) / dims[axis]!;
  const { probability, logProbability } = softmax(builder, loss.tensor, axis);
  const labels = oneHot(builder, loss, dims, axis);
  const product = builder.times(labels, logProbability);
  return {
    value: builder.times(total(builder, product), -1 / positions),
    seed: builder.times(builder.minus(probability, labels), loss.weight / positions),
  };
}

/**
 * With p, q softmax of student and teacher at temperature T: loss T² sum(q (log q - log p)) / positions, gradient T (p
 * - q) / positions.
 */
export function emitDistill(builder: GraphBuilder, loss: DistillLoss): EmittedLoss {
  const { dims } = builder.type(loss.tensor);
  const axis = classAxis(dims.length);
  const positions = sizeOf(dims) / dims[axis]!;
  const cooled = (logits: string): string =>
    loss.temperature === 1 ? logits : builder.times(logits, 1 / loss.temperature);
  const student = softmax(builder, cooled(loss.tensor), axis);
  const teacher = softmax(builder, cooled(builder.input(lossFeed(loss), { dtype: 'float32', dims })), axis);
  const gap = builder.minus(teacher.logProbability, student.logProbability);
  const divergence = total(builder, builder.times(teacher.probability, gap));
  return {
    value: builder.times(divergence, loss.temperature ** 2 / positions),
    seed: builder.times(
      builder.minus(student.probability, teacher.probability),
      (loss.weight * loss.temperature) / positions,
    ),
  };
}

function softmax(
  builder: GraphBuilder,
  logits: string,
  axis: number,
): { probability: string; logProbability: string } {
  const attributes = { axis: attribute.int(axis) };
  return {
    probability: builder.unary('Softmax', logits, attributes),
    logProbability: builder.unary('LogSoftmax', logits, attributes),
  };
}

function oneHot(
  builder: GraphBuilder,
  loss: CrossEntropyLoss,
  dims: readonly number[],
  axis: number,
): string {
  const classes = dims[axis]!;
  const indices = builder.input(lossFeed(loss), {
    dtype: 'int64',
    dims: dims.filter((_, each) => each !== axis),
  });
  const smoothing = loss.smoothing ?? 0;
  const off = smoothing / classes;
  const values = builder.constant(float32(Float32Array.of(off, 1 - smoothing + off), [2]));
  return builder.add('OneHot', [indices, builder.constant(int64([classes])), values], dims, {
    dtype: 'float32',
    attributes: { axis: attribute.int(axis) },
  });
}

const total = (builder: GraphBuilder, x: string): string =>
  builder.sum(
    x,
    builder.dims(x).map((_, axis) => axis),
  );

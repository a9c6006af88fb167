import { broadcast } from '../../onnx/broadcast.js';
import { dataTypes } from '../../onnx/data-types.js';
import type { Attribute } from '../../onnx/graph.js';
import { type DataType, float32, int64, sizeOf } from '../../onnx/tensor.js';
import { BLOCKED_DOMAIN } from '../../runtime/channel-block.js';
import { attribute } from './attribute.js';
import { axesFrom } from './axes.js';
import { GraphWriter } from './graph-writer.js';

/** A graph writer that knows arithmetic: each method writes one operator, or none where nothing changes. */
export class ArithmeticBuilder extends GraphWriter {
  /** Channels that the engine's blocked convolutions hold together; undefined where it has none. */
  readonly channelBlock: number | undefined;
  readonly #inBlocks = new Map<string, string>();
  readonly #transposed = new Map<
    string,
    { readonly from: string; readonly permutation: readonly number[] }
  >();

  constructor(prefix?: string, opset?: number, channelBlock?: number) {
    super(prefix, opset);
    this.channelBlock = channelBlock;
  }

  scalar(value: number): string {
    return this.constant(float32(Float32Array.of(value), []));
  }

  /** Elementwise in one tensor: the shape stays. */
  unary(opType: string, x: string, attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.add(opType, [x], this.dims(x), { attributes });
  }

  /** Elementwise with broadcasting; comparisons need `dtype: 'bool'`. */
  binary(opType: string, x: string, y: string, dtype?: DataType): string {
    const dims = broadcast(this.dims(x), this.dims(y));
    return this.add(opType, [x, y], dims, dtype === undefined ? {} : { dtype });
  }

  plus(x: string, y: string | number): string {
    return this.binary('Add', x, this.#operand(y));
  }

  minus(x: string | number, y: string): string {
    return this.binary('Sub', this.#operand(x), y);
  }

  times(x: string, y: string | number): string {
    return y === 1 ? x : this.binary('Mul', x, this.#operand(y));
  }

  over(x: string | number, y: string): string {
    return this.binary('Div', this.#operand(x), y);
  }

  where(condition: string, x: string | number, y: string | number): string {
    const [yes, no] = [this.#operand(x), this.#operand(y)];
    const dims = broadcast(this.dims(condition), this.dims(yes), this.dims(no));
    return this.add('Where', [condition, yes, no], dims, { dtype: 'float32' });
  }

  /** x where the condition holds, 0 elsewhere; x is finite. A product, since Where takes twice as long (measured). */
  masked(condition: string, x: string): string {
    return this.times(this.cast(condition, 'float32'), x);
  }

  /** Compares elementwise: Equal, Less, Greater, LessOrEqual, GreaterOrEqual. */
  compare(opType: string, x: string, y: string | number): string {
    return this.binary(opType, x, this.#operand(y), 'bool');
  }

  sum(x: string, axes: readonly number[], keepDims = false): string {
    return this.#reduce('ReduceSum', x, axes, keepDims);
  }

  mean(x: string, axes: readonly number[], keepDims = false): string {
    return this.#reduce('ReduceMean', x, axes, keepDims);
  }

  /** Product over the axes, which stay with size 1. */
  product(x: string, axes: readonly number[]): string {
    return this.#reduce('ReduceProd', x, axes, true);
  }

  /** Largest element along an axis, which stays with size 1. */
  largest(x: string, axis: number): string {
    return this.#reduce('ReduceMax', x, [axis], true);
  }

  /** -1, 0 or 1. */
  sign(x: string): string {
    return this.where(this.compare('Less', x, 0), -1, this.where(this.compare('Greater', x, 0), 1, 0));
  }

  /** Sums `x` to `dims`: the gradient of broadcasting from `dims`. */
  reduceTo(x: string, dims: readonly number[]): string {
    const from = this.dims(x);
    const offset = from.length - dims.length;
    const axes = from.flatMap((size, axis) => (axis < offset || dims[axis - offset] !== size ? [axis] : []));
    if (axes.length === 0) return x;
    return this.reshape(this.sum(x, axes, true), dims);
  }

  /** -1 for one size stands for the rest. */
  reshape(x: string, shape: readonly number[]): string {
    const rest = sizeOf(this.dims(x)) / -sizeOf(shape);
    const dims = shape.map((size) => (size === -1 ? rest : size));
    if (same(this.dims(x), dims)) return x;
    if (sizeOf(this.dims(x)) !== sizeOf(dims)) throw new RangeError(`[${this.dims(x)}] is no [${dims}]`);
    return this.add('Reshape', [x, this.constant(int64(dims))], dims);
  }

  /** What is transposed there and back is the tensor itself. */
  transpose(x: string, permutation: readonly number[]): string {
    const before = this.#transposed.get(x);
    const whole = before === undefined ? permutation : permutation.map((axis) => before.permutation[axis]!);
    const from = before?.from ?? x;
    if (whole.every((axis, index) => axis === index)) return from;
    const dims = whole.map((axis) => this.dims(from)[axis]!);
    const y = this.add('Transpose', [from], dims, { attributes: { perm: attribute.ints(whole) } });
    this.#transposed.set(y, { from, permutation: whole });
    return y;
  }

  /** The first two axes exchanged: channels before samples, or a filter's inputs before its outputs. */
  swap(x: string): string {
    return this.transpose(x, [1, 0, ...axesFrom(2, this.dims(x).length)]);
  }

  /** The number of channels when the last block is filled up. */
  wholeBlocks(channels: number): number {
    const block = this.channelBlock ?? 1;
    return Math.ceil(channels / block) * block;
  }

  /** x[N, C, H, W] with its channels in blocks, the last one filled up with zeros; done once for each tensor. */
  inBlocks(x: string): string {
    const known = this.#inBlocks.get(x);
    if (known !== undefined) return known;
    const [batch, channels, ...positions] = this.dims(x);
    const whole = this.wholeBlocks(channels!);
    const padded = this.pad(x, [0, 0, 0, 0], [0, whole - channels!, 0, 0]);
    const y = this.add('ReorderInput', [padded], [batch!, whole, ...positions], { domain: BLOCKED_DOMAIN });
    this.#inBlocks.set(x, y);
    return y;
  }

  /** Elements `start`, `start + step`, …, `count` of them, along each of the axes; `step` is positive. */
  slice(x: string, parts: readonly { axis: number; start: number; count: number; step?: number }[]): string {
    const from = this.dims(x);
    const cut = parts.filter(({ axis, start, count }) => start !== 0 || count !== from[axis]);
    if (cut.length === 0) return x;
    const dims = from.map((size, axis) => cut.find((part) => part.axis === axis)?.count ?? size);
    const ends = cut.map(({ start, count, step = 1 }) => start + (count - 1) * step + 1);
    const lists = [cut.map((p) => p.start), ends, cut.map((p) => p.axis), cut.map((p) => p.step ?? 1)];
    return this.add('Slice', [x, ...lists.map((list) => this.constant(int64(list)))], dims);
  }

  /** Adds zeros, or `value`: `before` and `after` have one number an axis; a negative one cuts. */
  pad(x: string, before: readonly number[], after: readonly number[], value = 0): string {
    const cut = this.dims(x).map((size, axis) => {
      const start = Math.max(-before[axis]!, 0);
      return { axis, start, count: size - start - Math.max(-after[axis]!, 0) };
    });
    const inside = this.slice(x, cut);
    const pads = [...before, ...after].map((count) => Math.max(count, 0));
    if (pads.every((count) => count === 0)) return inside;
    const dims = this.dims(inside).map((size, axis) => pads[axis]! + size + pads[axis + before.length]!);
    const inputs = [inside, this.constant(int64(pads))];
    return this.add('Pad', value === 0 ? inputs : [...inputs, this.scalar(value)], dims);
  }

  /** Cuts `before` and `after` elements off each axis; a negative number adds zeros. */
  crop(x: string, before: readonly number[], after: readonly number[]): string {
    const negative = (counts: readonly number[]) => counts.map((count) => -count);
    return this.pad(x, negative(before), negative(after));
  }

  cast(x: string, dtype: DataType): string {
    if (this.type(x).dtype === dtype) return x;
    return this.add('Cast', [x], this.dims(x), {
      dtype,
      attributes: { to: attribute.int(dataTypes[dtype].code) },
    });
  }

  expand(x: string, dims: readonly number[]): string {
    if (same(this.dims(x), dims)) return x;
    return this.add('Expand', [x, this.constant(int64(dims))], dims);
  }

  zeros(dims: readonly number[]): string {
    return this.expand(this.scalar(0), dims);
  }

  concat(parts: readonly string[], axis: number): string {
    if (parts.length === 1) return parts[0]!;
    const total = parts.reduce((sum, part) => sum + this.dims(part)[axis]!, 0);
    const dims = this.dims(parts[0]!).map((size, each) => (each === axis ? total : size));
    return this.add('Concat', parts, dims, { attributes: { axis: attribute.int(axis) } });
  }

  /** Reverses the order along each of the axes. */
  flip(x: string, axes: readonly number[]): string {
    const turned = axes.filter((axis) => this.dims(x)[axis] !== 1);
    if (turned.length === 0) return x;
    const lists = [turned.map(() => -1), turned.map(() => -(2 ** 31)), turned, turned.map(() => -1)];
    return this.add('Slice', [x, ...lists.map((list) => this.constant(int64(list)))], this.dims(x));
  }

  /** Product of the last two axes, those before broadcast; the operands may be transposed on the way. */
  matmul(x: string, y: string, transpose: { x?: boolean; y?: boolean } = {}): string {
    const [left, right] = [this.dims(x), this.dims(y)];
    const rows = left.at(transpose.x ? -1 : -2)!;
    const columns = right.at(transpose.y ? -2 : -1)!;
    const dims = [...broadcast(left.slice(0, -2), right.slice(0, -2)), rows, columns];
    if (!transpose.x && !transpose.y) return this.add('MatMul', [x, y], dims);
    return this.add('FusedMatMul', [x, y], dims, {
      domain: 'com.microsoft',
      attributes: {
        transA: attribute.int(transpose.x ? 1 : 0),
        transB: attribute.int(transpose.y ? 1 : 0),
      },
    });
  }

  #operand(value: string | number): string {
    return typeof value === 'number' ? this.scalar(value) : value;
  }

  #reduce(opType: string, x: string, axes: readonly number[], keepDims: boolean): string {
    if (axes.length === 0) return x;
    const dims = this.dims(x).flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
    return this.add(opType, [x, this.constant(int64(axes))], dims, {
      attributes: { keepdims: attribute.int(keepDims ? 1 : 0) },
    });
  }
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

import type { Attribute } from '../../src/onnx/graph.js';
import { type DataType, float32, int64, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { type Rng, rngOf } from '../../src/random.js';

/** One operator on fixed random inputs; every engine must give the same numbers. */
export interface OperatorCase {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly opset: number;
  /** Fed inputs; undefined is an optional input left out. */
  readonly feeds: readonly (Tensor | undefined)[];
  /** Trailing inputs that are weights: shapes, axes, pads. */
  readonly constants: readonly (Tensor | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Type of each output. */
  readonly outputs: readonly DataType[];
}

const i = (value: number): Attribute => ({ type: 'int', value });
const is = (...value: number[]): Attribute => ({ type: 'ints', value });
const f = (value: number): Attribute => ({ type: 'float', value });
const s = (value: string): Attribute => ({ type: 'string', value });

const x = (...dims: number[]): Tensor => filled(dims, (rng) => rng.normal());
/** 0.2 to 2.2. */
const p = (...dims: number[]): Tensor => filled(dims, (rng) => 0.2 + 2 * rng.next());
/** -2 to 2 in whole numbers, so that some are equal. */
const w = (...dims: number[]): Tensor => filled(dims, (rng) => rng.int(5) - 2);
const b = (...dims: number[]): Tensor => ({
  dtype: 'bool',
  dims,
  data: Uint8Array.from(filled(dims, (rng) => rng.int(2)).data as Float32Array),
});

function filled(dims: readonly number[], draw: (rng: Rng) => number): Tensor {
  const rng = rngOf(1, 'operator', ...dims, draw.toString());
  return float32(
    Float32Array.from({ length: sizeOf(dims) }, () => draw(rng)),
    dims,
  );
}

type Extra = Partial<Pick<OperatorCase, 'opset' | 'domain' | 'outputs' | 'constants'>> & { as?: string };

function op(
  opType: string,
  feeds: readonly (Tensor | undefined)[],
  attributes: Record<string, Attribute> = {},
  { as, ...extra }: Extra = {},
): OperatorCase {
  const shown = Object.entries(attributes).map(([name, { value }]) => `${name}=${value}`);
  const name = [opType, as, ...shown].filter((part) => part !== undefined).join(' ');
  return {
    name,
    opType,
    domain: '',
    opset: 18,
    feeds,
    constants: [],
    attributes,
    outputs: ['float32'],
    ...extra,
  };
}
const bools: Extra = { outputs: ['bool'] };
const longs: Extra = { outputs: ['int64'] };
const constants = (...values: (Tensor | undefined)[]): Extra => ({ constants: values });
const pair = () => [x(2, 3, 4), x(3, 1)] as const;
const image = () => x(2, 4, 7, 6);

export const operatorCases: readonly OperatorCase[] = [
  ...[
    'Abs',
    'Neg',
    'Exp',
    'Sign',
    'Floor',
    'Ceil',
    'Erf',
    'Sigmoid',
    'Tanh',
    'Relu',
    'Softplus',
    'Sin',
    'Cos',
    'Identity',
    'HardSwish',
    'Elu',
    'LeakyRelu',
    'HardSigmoid',
  ].map((name) => op(name, [x(3, 5)])),
  ...['Log', 'Sqrt', 'Reciprocal'].map((name) => op(name, [p(3, 5)])),
  op('Round', [w(4, 4)], {}, { as: 'of whole numbers' }),
  op('Elu', [x(3, 5)], { alpha: f(0.5) }),
  op('Celu', [x(3, 5)], { alpha: f(0.5) }),
  op('Selu', [x(3, 5)]),
  op('Selu', [x(3, 5)], { alpha: f(1.2), gamma: f(0.8) }),
  op('Mish', [x(3, 5)]),
  op('Softsign', [x(3, 5)]),
  op('ThresholdedRelu', [x(3, 5)], { alpha: f(0.3) }),
  op('LeakyRelu', [x(3, 5)], { alpha: f(0.3) }),
  op('HardSigmoid', [x(3, 5)], { alpha: f(1 / 6), beta: f(0.5) }),
  op('PRelu', [x(2, 3, 4), x(3, 1)]),
  op('Gelu', [x(3, 5)], {}, { opset: 20 }),
  op('Gelu', [x(3, 5)], { approximate: s('tanh') }, { opset: 20 }),
  op('Clip', [x(3, 5)], {}, constants(float32(Float32Array.of(-0.5), []), float32(Float32Array.of(0.7), []))),
  op('Clip', [x(3, 5)], {}, { ...constants(undefined, float32(Float32Array.of(0.1), [])), as: 'above only' }),
  op('Clip', [x(3, 5)], { min: f(0), max: f(0.6) }, { opset: 6 }),
  ...['Add', 'Sub', 'Mul', 'Min', 'Max', 'Sum'].map((name) => op(name, pair())),
  op('Mean', [x(3, 2), x(2), x(3, 1)]),
  op('Max', [x(2, 3), x(3), x(2, 1)], {}, { as: 'of three' }),
  op('Div', [x(2, 3, 4), p(3, 1)]),
  op('Pow', [p(2, 3), x(3)]),
  ...['Equal', 'Less', 'Greater', 'LessOrEqual', 'GreaterOrEqual'].map((name) =>
    op(name, [w(3, 4), w(4)], {}, bools),
  ),
  ...['And', 'Or', 'Xor'].map((name) => op(name, [b(3, 4), b(4)], {}, bools)),
  op('Not', [b(5)], {}, bools),
  op('Where', [b(3, 1), x(3, 4), x(4)]),
  op('Cast', [x(3, 4)], { to: i(7) }, longs),
  op('Cast', [w(3, 4)], { to: i(9) }, bools),
  op('Cast', [b(3, 4)], { to: i(1) }),

  ...[
    'ReduceSum',
    'ReduceMean',
    'ReduceMax',
    'ReduceMin',
    'ReduceProd',
    'ReduceL1',
    'ReduceL2',
    'ReduceSumSquare',
    'ReduceLogSumExp',
  ].flatMap((name) => [
    op(name, [x(2, 3, 4)], {}, { ...constants(int64([0, 2])), as: 'over 0,2' }),
    op(name, [x(2, 3, 4)], { keepdims: i(0) }, { ...constants(int64([-1])), as: 'over the last' }),
  ]),
  op('ReduceSum', [x(2, 3)], {}, { as: 'over all' }),
  op('ReduceSum', [x(2, 3)], { noop_with_empty_axes: i(1) }),
  op('ReduceMean', [x(2, 3, 4)], { axes: is(1) }, { opset: 13 }),
  op('ArgMax', [x(3, 5)], { axis: i(-1), keepdims: i(0) }, longs),
  op('ArgMin', [x(3, 5)], { axis: i(0) }, longs),

  op('Reshape', [x(2, 3, 4)], {}, constants(int64([0, -1]))),
  op('Flatten', [x(2, 3, 4)], { axis: i(2) }),
  op('Flatten', [x(2, 3, 4)], { axis: i(0) }),
  op('Squeeze', [x(1, 3, 1)], {}, constants(int64([-1]))),
  op('Squeeze', [x(1, 3, 1)], {}, { as: 'all' }),
  op('Squeeze', [x(1, 3, 1)], { axes: is(0) }, { opset: 11 }),
  op('Unsqueeze', [x(3, 4)], {}, constants(int64([0, -1]))),
  op('Transpose', [x(2, 3, 4)], { perm: is(2, 0, 1) }),
  op('Transpose', [x(2, 3, 4)]),
  op('Expand', [x(3, 1)], {}, constants(int64([2, 1, 4]))),
  op('Concat', [x(2, 3), x(2, 1), x(2, 2)], { axis: i(-1) }),
  op('Split', [x(2, 7)], { axis: i(1) }, { ...constants(int64([3, 4])), outputs: ['float32', 'float32'] }),
  op('Split', [x(2, 7)], { axis: i(1), num_outputs: i(3) }, { outputs: ['float32', 'float32', 'float32'] }),
  op('Shape', [x(2, 7)], {}, longs),
  op('Shape', [x(2, 7, 3)], { start: i(1), end: i(-1) }, longs),
  op('Tile', [x(2, 3)], {}, constants(int64([2, 1]))),
  op('DepthToSpace', [x(1, 8, 2, 3)], { blocksize: i(2) }),
  op('DepthToSpace', [x(1, 8, 2, 3)], { blocksize: i(2), mode: s('CRD') }),

  op('Slice', [x(5, 6)], {}, constants(int64([1, -4]), int64([2 ** 40, -1]), int64([0, 1]))),
  op(
    'Slice',
    [x(5, 6)],
    {},
    { ...constants(int64([0, 5]), int64([5, -100]), int64([-2, 1]), int64([2, -2])), as: 'in steps' },
  ),
  op('Slice', [x(5, 6)], {}, { ...constants(int64([3]), int64([3])), as: 'of nothing' }),
  op('Pad', [x(2, 3)], {}, constants(int64([0, 1, 2, 0]), float32(Float32Array.of(1.5), []))),
  op('Pad', [x(2, 3)], {}, { ...constants(int64([-1, 1, 0, -1])), as: 'cutting' }),
  op('Pad', [x(3, 4)], { mode: s('reflect') }, constants(int64([1, 2, 0, 1]))),
  op('Gather', [x(4, 3)], { axis: i(0) }, constants(int64([3, -1, 0], [3, 1]))),
  op('Gather', [x(4, 3)], { axis: i(-1) }, constants(int64([1], []))),
  op(
    'OneHot',
    [],
    {},
    { ...constants(int64([2, -1, 0]), int64([4], [1]), float32(Float32Array.of(0, 1), [2])) },
  ),
  op(
    'OneHot',
    [],
    { axis: i(0) },
    { ...constants(int64([2, 1]), int64([3], [1]), float32(Float32Array.of(-1, 2), [2])) },
  ),
  op('Trilu', [x(3, 4)], { upper: i(0) }),
  op('Trilu', [x(3, 4)], {}, constants(int64([1], []))),

  op('MatMul', [x(2, 3, 4), x(4, 5)]),
  op('MatMul', [x(2, 1, 3, 4), x(3, 4, 2)], {}, { as: 'of stacks that broadcast' }),
  op('MatMul', [x(4), x(4, 5)], {}, { as: 'of a row' }),
  op('MatMul', [x(3, 4), x(4)], {}, { as: 'of a column' }),
  op('FusedMatMul', [x(2, 3, 4), x(2, 5, 4)], { transB: i(1), alpha: f(0.5) }, { domain: 'com.microsoft' }),
  op('FusedMatMul', [x(2, 4, 3), x(2, 4, 5)], { transA: i(1) }, { domain: 'com.microsoft' }),
  op('Gemm', [x(3, 4), x(4, 5), x(5)]),
  op('Gemm', [x(4, 3), x(5, 4)], { transA: i(1), transB: i(1), alpha: f(2) }),
  op('Gemm', [x(3, 4), x(4, 5), x(3, 1)], { beta: f(-1) }),

  op('Conv', [image(), x(5, 4, 3, 3), x(5)], { pads: is(1, 1, 1, 1) }),
  op('Conv', [image(), x(5, 4, 3, 2)], { strides: is(2, 1), pads: is(0, 1, 2, 0) }),
  op('Conv', [image(), x(5, 4, 3, 3)], { dilations: is(2, 1) }),
  op('Conv', [image(), x(5, 4, 2, 2)], { dilations: is(2, 2), strides: is(2, 3), pads: is(1, 1, 1, 1) }),
  op('Conv', [image(), x(6, 2, 3, 3)], { group: i(2), strides: is(2, 2) }),
  op('Conv', [image(), x(4, 1, 3, 3)], { group: i(4), pads: is(1, 1, 1, 1) }),
  op('Conv', [image(), x(8, 1, 3, 3), x(8)], { group: i(4), strides: is(2, 1) }),
  op('Conv', [image(), x(4, 1, 3, 3)], {
    group: i(4),
    dilations: is(2, 2),
    strides: is(2, 2),
    pads: is(2, 2, 2, 2),
  }),
  op('Conv', [image(), x(5, 4, 3, 3)], { auto_pad: s('SAME_UPPER'), strides: is(2, 2) }),
  op('Conv', [image(), x(5, 4, 2, 2)], { auto_pad: s('SAME_LOWER') }),
  op('Conv', [x(2, 3, 9), x(4, 3, 3), x(4)], { strides: is(2), pads: is(1, 0) }),
  op('ConvTranspose', [image(), x(4, 3, 3, 3), x(3)], {
    strides: is(2, 2),
    pads: is(1, 1, 1, 1),
    output_padding: is(1, 1),
  }),
  op('ConvTranspose', [image(), x(4, 3, 3, 2)], {
    strides: is(2, 3),
    pads: is(0, 1, 2, 0),
    output_padding: is(0, 2),
  }),
  op('ConvTranspose', [image(), x(4, 2, 3, 3)], { group: i(2), dilations: is(2, 1) }),
  op('ConvTranspose', [image(), x(4, 1, 3, 3)], { group: i(4), strides: is(2, 2), dilations: is(2, 2) }),
  op('ConvTranspose', [x(2, 3, 5), x(3, 4, 3)], { strides: is(2), output_padding: is(1) }),

  op('MaxPool', [image()], { kernel_shape: is(3, 3), strides: is(2, 2), pads: is(1, 1, 1, 1) }),
  op('MaxPool', [image()], { kernel_shape: is(2, 2), strides: is(2, 2), ceil_mode: i(1) }),
  op('MaxPool', [image()], { kernel_shape: is(2, 3), dilations: is(2, 2) }),
  op('MaxPool', [x(2, 3, 9)], { kernel_shape: is(3), strides: is(2) }),
  op('AveragePool', [image()], { kernel_shape: is(2, 2), strides: is(2, 2) }),
  op('AveragePool', [image()], { kernel_shape: is(3, 3), strides: is(2, 2), pads: is(1, 1, 1, 1) }),
  op('AveragePool', [image()], {
    kernel_shape: is(3, 3),
    strides: is(2, 2),
    pads: is(1, 1, 1, 1),
    count_include_pad: i(1),
  }),
  op('AveragePool', [image()], { kernel_shape: is(3, 3), strides: is(2, 2), ceil_mode: i(1) }),
  op(
    'AveragePool',
    [image()],
    {
      kernel_shape: is(3, 3),
      strides: is(2, 2),
      pads: is(1, 1, 1, 1),
      ceil_mode: i(1),
      count_include_pad: i(1),
    },
    { opset: 19 },
  ),
  op('GlobalAveragePool', [image()]),
  op('GlobalMaxPool', [image()]),

  op('Softmax', [x(2, 3, 4)]),
  op('Softmax', [x(2, 3, 4)], { axis: i(1) }),
  op('Softmax', [x(2, 3, 4)], { axis: i(1) }, { opset: 11, as: 'of opset 11' }),
  op('LogSoftmax', [x(2, 5)]),
  op('BatchNormalization', [image(), p(4), x(4), x(4), p(4)]),
  op('InstanceNormalization', [image(), p(4), x(4)], { epsilon: f(1e-3) }),
  op('LayerNormalization', [x(2, 3, 4), p(4), x(4)]),
  op('LayerNormalization', [x(2, 3, 4), p(3, 4)], { axis: i(1) }),

  ...['half_pixel', 'asymmetric', 'align_corners', 'pytorch_half_pixel'].flatMap((mode) => [
    op(
      'Resize',
      [x(1, 2, 3, 4)],
      { mode: s('linear'), coordinate_transformation_mode: s(mode) },
      constants(undefined, undefined, int64([1, 2, 5, 7])),
    ),
    op(
      'Resize',
      [x(1, 2, 3, 4)],
      { mode: s('nearest'), coordinate_transformation_mode: s(mode) },
      constants(undefined, float32(Float32Array.of(1, 1, 2, 0.5), [4])),
    ),
  ]),
  op(
    'Resize',
    [x(1, 2, 3, 4)],
    { mode: s('nearest'), coordinate_transformation_mode: s('asymmetric'), nearest_mode: s('floor') },
    constants(undefined, float32(Float32Array.of(1, 1, 2, 2), [4])),
  ),
];

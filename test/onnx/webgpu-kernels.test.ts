import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeModel } from '../../src/onnx/codec.js';
import { dataTypes } from '../../src/onnx/data-types.js';
import { ValueInfoProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import type { Attribute, Graph, ValueInfo } from '../../src/onnx/graph.js';
import type { DataType } from '../../src/onnx/tensor.js';
import { WEBGPU_KERNELS, webgpuPlaces } from '../../src/onnx/webgpu-kernels.js';
import { modelOf } from '../../src/onnx/write-graph.js';

const test = suite('WebGPU kernels');

interface Case {
  readonly opType: string;
  /** '1x4x8x8' of the type that is asked for, 'int64 2' of that type, '' left out. */
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly outputs?: number;
  /** What a Cast gives. */
  readonly to?: DataType;
}

const i = (value: number): Attribute => ({ type: 'int', value });
const is = (...value: number[]): Attribute => ({ type: 'ints', value });
const s = (value: string): Attribute => ({ type: 'string', value });
const image = '1x4x8x8';
const several = (operators: string, ...inputs: string[]): Case[] =>
  operators.split(' ').map((opType) => ({ opType, inputs }));
const pooled = (opType: string, size: number): Case => ({
  opType,
  inputs: [['1', '4', ...Array<string>(size).fill('8')].join('x')],
  attributes: { kernel_shape: is(...Array<number>(size).fill(2)) },
});
const recurrent = (opType: string, gates: number): Case => ({
  opType,
  inputs: ['5x1x3', `1x${4 * gates}x3`, `1x${4 * gates}x4`],
  attributes: { hidden_size: i(4) },
});
const to: readonly DataType[] = ['float32', 'float16', 'int32', 'uint32', 'int64', 'uint8', 'bool', 'int8'];

const cases: readonly Case[] = [
  ...several(
    'Relu LeakyRelu Sigmoid HardSigmoid Tanh HardSwish Gelu Elu Selu Celu Mish Softplus Softsign',
    image,
  ),
  ...several('ThresholdedRelu Erf Exp Log Sqrt Abs Neg Reciprocal Floor Ceil Round Sign Shrink', image),
  ...several(
    'Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh IsNaN IsInf Not BitwiseNot Identity',
    image,
  ),
  ...several(
    'Softmax LogSoftmax Hardmax LpNormalization MeanVarianceNormalization Flatten Transpose Shape',
    image,
  ),
  ...several('GlobalAveragePool GlobalMaxPool GlobalLpPool ArgMax ArgMin Clip Size', image),
  ...several('Add Sub Mul Div Pow Max Min Sum Mean PRelu Equal Greater Less', image, image),
  ...several('GreaterOrEqual LessOrEqual And Or Xor BitwiseAnd BitwiseOr BitwiseXor Mod', image, image),
  ...several('ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSum', image, 'int64 1'),
  ...several('ReduceSumSquare ReduceLogSum ReduceLogSumExp Squeeze Unsqueeze', image, 'int64 1'),
  ...several('Reshape Expand Tile CenterCropPad', image, 'int64 4'),
  ...several('Gather GatherND', image, 'int64 2'),
  ...several('EyeLike Trilu', '4x4'),
  ...several('GatherElements', image, `int64 ${image}`),
  ...several('ScatterElements', image, `int64 ${image}`, image),
  ...several('ScatterND', image, 'int64 1x1', image),
  ...several('Where', `bool ${image}`, image, image),
  ...several('Slice', image, 'int64 1', 'int64 1'),
  ...several('Pad', image, 'int64 8'),
  ...several('Resize', image, '', 'float32 4'),
  ...several('CumSum', image, 'int64 '),
  ...several('Range', '', '', ''),
  ...several('MatMul MatMulInteger Gemm', '3x4', '4x5'),
  ...several('Conv ConvInteger', image, '5x4x3x3'),
  ...several('Conv', '1x4x8', '5x4x3'),
  ...several('Conv', '1x4x8x8x8', '5x4x3x3x3'),
  ...several('ConvTranspose', image, '4x5x3x3'),
  ...several('DeformConv', image, '5x4x3x3', '1x18x6x6'),
  ...several('BatchNormalization', image, '4', '4', '4', '4'),
  ...several('InstanceNormalization', image, '4', '4'),
  ...several('LayerNormalization RMSNormalization', image, '8'),
  ...several('GridSample', image, '1x5x5x2'),
  ...several('RoiAlign', image, '1x4', 'int64 1'),
  ...several('AffineGrid', '1x2x3', 'int64 4'),
  ...several('OneHot', 'int64 3', 'int64 1', '2'),
  ...several('DFT', '1x8x1'),
  ...several('RotaryEmbedding', '1x2x4x8', '6x4', '6x4', 'int64 1x4'),
  ...several('Attention', '1x2x4x8', '1x2x4x8', '1x2x4x8'),
  ...several('ReverseSequence', '4x4', 'int64 4'),
  ...several('QuantizeLinear', image, 'float32 ', 'uint8 '),
  ...several('DequantizeLinear', image, 'float32 '),
  ...several('CastLike', image, 'float32 1'),
  ...to.map(
    (type): Case => ({
      ...several('Cast', image)[0]!,
      attributes: { to: i(dataTypes[type].code) },
      to: type,
    }),
  ),
  ...['MaxPool', 'AveragePool', 'LpPool'].flatMap((opType) => [1, 2, 3].map((size) => pooled(opType, size))),
  recurrent('LSTM', 4),
  recurrent('GRU', 3),
  recurrent('RNN', 1),
  { opType: 'Concat', inputs: [image, image], attributes: { axis: i(1) } },
  { opType: 'Split', inputs: [image], attributes: { axis: i(1), num_outputs: i(2) }, outputs: 2 },
  { opType: 'TopK', inputs: [image, 'int64 1'], outputs: 2 },
  { opType: 'DepthToSpace', inputs: [image], attributes: { blocksize: i(2) } },
  { opType: 'SpaceToDepth', inputs: [image], attributes: { blocksize: i(2) } },
  { opType: 'LRN', inputs: [image], attributes: { size: i(3) } },
  { opType: 'GroupNormalization', inputs: [image, '4', '4'], attributes: { num_groups: i(2) } },
  { opType: 'Einsum', inputs: ['3x4', '4x5'], attributes: { equation: s('ij,jk->ik') } },
];

function graphOf(
  { opType, inputs, attributes = {}, outputs = 1, to }: Case,
  type: DataType,
  opset: number,
): Graph {
  const values = inputs.map((input, index): ValueInfo => {
    const [dims, own] = input.split(' ').reverse() as [string, DataType?];
    return { name: `x${index}`, dtype: own ?? type, dims: dims === '' ? [] : dims.split('x').map(Number) };
  });
  // An empty text is a scalar of Range, elsewhere an input left out.
  const isThere = (index: number): boolean => inputs[index] !== '' || opType === 'Range';
  const fed = values.filter((_, index) => isThere(index));
  const made = Array.from({ length: outputs }, (_, index) => `y${index}`);
  return {
    name: 'one',
    opsets: new Map([['', opset]]),
    inputs: fed,
    outputs: [],
    nodes: [
      {
        opType,
        domain: '',
        inputs: values.map(({ name }, index) => (isThere(index) ? name : '')),
        outputs: made,
        attributes,
      },
    ],
    initializers: new Map(),
    values: new Map([
      ...fed.map(({ name, ...value }) => [name, value] as const),
      ...(to === undefined ? [] : [['y0', { dtype: to, dims: [] }] as const]),
    ]),
  };
}

/** ONNX Runtime works the types of the outputs out. */
function bytesOf(graph: Graph): Uint8Array {
  const model = modelOf(graph);
  model.graph!.output = graph.nodes[0]!.outputs.map((name) => create(ValueInfoProtoSchema, { name }));
  return encodeModel(model);
}

function ask(graphs: readonly Graph[]): readonly string[] {
  const script = join(import.meta.dirname, 'ask-webgpu.js');
  const run = spawnSync(process.execPath, ['--liftoff-only', script], {
    input: JSON.stringify(graphs.map((graph) => Buffer.from(bytesOf(graph)).toString('base64'))),
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  });
  assert.is(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

test('onnxruntime-web/webgpu places each operator as the table says', () => {
  // ONNX Runtime spells PRelu out in operators that have kernels for more, up to opset 18 alone.
  const isSpeltOut = (opType: string, type: DataType): boolean => opType === 'PRelu' && type === 'int32';
  const asked = cases.flatMap((each) => {
    const below = WEBGPU_KERNELS.get(each.opType)?.below ?? Infinity;
    const opsets = Number.isFinite(below) ? [below - 1, below, 26] : [26];
    const types: readonly DataType[] = ['float32', 'int32', 'int64', 'uint8', 'bool'];
    return [
      ...types.filter((type) => !isSpeltOut(each.opType, type)).map((type) => ({ each, type, opset: 18 })),
      ...opsets.map((opset) => ({ each, type: 'float32' as const, opset })),
    ];
  });
  const graphs = asked.map(({ each, type, opset }) => graphOf(each, type, opset));
  const answers = ask(graphs);
  const seen = new Map<string, Set<string>>();
  const differences = asked.flatMap(({ each: { opType }, type, opset }, index) => {
    const answer = answers[index]!;
    seen.set(answer, (seen.get(answer) ?? new Set()).add(opType));
    const { onCpu, transposes } = webgpuPlaces(graphs[index]!);
    const expected = onCpu.length === 0 && !transposes ? 'webgpu' : 'cpu';
    return answer === 'invalid' || answer === expected ? [] : [`${opType} ${type} opset ${opset}: ${answer}`];
  });
  assert.equal(differences, []);
  for (const operator of WEBGPU_KERNELS.keys()) assert.ok(seen.get('webgpu')!.has(operator), operator);
  assert.ok(seen.get('cpu')!.size > 60, String(seen.get('cpu')!.size));
});

test.run();

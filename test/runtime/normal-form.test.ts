import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { float, int, ints, modelBytes, randomTensor, string } from '../onnx/model.js';
import { checkNormalForm, type NormalFormCase, normWeights, scalar } from './check-normal-form.js';

const image = ['batch', 3, 8, 8] as const;
const conv = { w: randomTensor('w', [4, 3, 3, 3]), b: randomTensor('b', [4]) };

const cases: readonly NormalFormCase[] = [
  {
    name: 'a GRU whose initial state of zeros was written for one sample',
    opset: 14,
    input: [1, 3, 4],
    weights: {
      w: randomTensor('w', [1, 15, 4]),
      r: randomTensor('r', [1, 15, 5]),
      bias: randomTensor('bias', [1, 30]),
      zeros: float32(new Float32Array(5), [1, 1, 5]),
    },
    nodes: [
      ['Transpose', 'x', 't', { perm: ints(1, 0, 2) }],
      ['GRU', 't w r bias - zeros', 'steps last', { hidden_size: int(5) }],
      ['Squeeze', 'last zero1', 'h'],
      ['Relu', 'h', 'y'],
    ],
    becomes: 'Transpose GRU Squeeze Relu',
    batch: 1,
  },
  {
    name: 'an LSTM with initial states for one sample that are not zero',
    opset: 14,
    input: [1, 3, 4],
    weights: {
      w: randomTensor('w', [1, 20, 4]),
      r: randomTensor('r', [1, 20, 5]),
      hidden: randomTensor('hidden', [1, 1, 5]),
      cell: randomTensor('cell', [1, 1, 5]),
    },
    nodes: [
      ['Transpose', 'x', 't', { perm: ints(1, 0, 2) }],
      ['LSTM', 't w r - - hidden cell', 'steps last', { hidden_size: int(5) }],
      ['Squeeze', 'last zero1', 'h'],
      ['Relu', 'h', 'y'],
    ],
    becomes: 'Transpose Slice Sub Add Slice Sub Add LSTM Squeeze Relu',
    batch: 1,
  },
  {
    name: 'group norm of an exporter that knows none has its groups where channels are',
    opset: 17,
    input: image,
    weights: {
      w: randomTensor('w', [4, 3, 3, 3]),
      groups: int64([0, 2, -1]),
      whole: int64([0, 4, 6, 6]),
      scale: randomTensor('scale', [2]),
      shift: randomTensor('shift', [2]),
    },
    nodes: [
      ['Conv', 'x w', 'c'],
      ['Reshape', 'c groups', 'g'],
      ['InstanceNormalization', 'g scale shift', 'n'],
      ['Reshape', 'n whole', 'y'],
    ],
    becomes: 'Conv Reshape InstanceNormalization Reshape',
  },
  {
    name: 'batch norm of opset 9 goes into the convolution',
    opset: 9,
    input: image,
    weights: { ...conv, ...normWeights(4) },
    nodes: [
      ['Conv', 'x w b', 'c', { pads: ints(1, 1, 1, 1) }],
      ['BatchNormalization', 'c gamma beta mean variance', 'n'],
      ['Relu', 'n', 'y'],
    ],
    becomes: 'Conv Relu',
  },
  {
    name: 'batch norm whose convolution has another reader stays',
    opset: 15,
    input: image,
    weights: { ...conv, ...normWeights(4) },
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['BatchNormalization', 'c gamma beta mean variance', 'n'],
      ['Add', 'n c', 'y'],
    ],
    becomes: 'Conv BatchNormalization Add',
  },
  {
    name: 'batch norm goes into a grouped transposed convolution',
    opset: 13,
    input: ['batch', 4, 5, 5],
    weights: { w: randomTensor('w', [4, 3, 2, 2]), ...normWeights(6) },
    nodes: [
      ['ConvTranspose', 'x w', 'c', { group: int(2), strides: ints(2, 2) }],
      ['BatchNormalization', 'c gamma beta mean variance', 'y'],
    ],
    becomes: 'ConvTranspose',
  },
  {
    name: 'batch norm goes into a dense layer with alpha and beta',
    opset: 13,
    input: ['batch', 4],
    weights: { w: randomTensor('w', [4, 6]), b: randomTensor('b', [6]), ...normWeights(6) },
    nodes: [
      ['Gemm', 'x w b', 'c', { alpha: float(0.5), beta: float(2) }],
      ['BatchNormalization', 'c gamma beta mean variance', 'y', { epsilon: float(0.01) }],
    ],
    becomes: 'Gemm',
  },
  {
    name: 'batch norm goes into a dense layer with transposed weights and no bias',
    opset: 13,
    input: ['batch', 4],
    weights: { w: randomTensor('w', [6, 4]), ...normWeights(6) },
    nodes: [
      ['Gemm', 'x w', 'c', { transB: int(1) }],
      ['BatchNormalization', 'c gamma beta mean variance', 'n'],
      ['Tanh', 'n', 'y'],
    ],
    becomes: 'Gemm Tanh',
  },
  {
    name: 'identity, dropout and casts to the same type are dropped',
    opset: 11,
    weights: {},
    nodes: [
      ['Identity', 'x', 'a'],
      ['Dropout', 'a', 'b', { ratio: float(0.3) }],
      ['Cast', 'b', 'c', { to: int(1) }],
      ['Relu', 'c', 'd'],
      ['Identity', 'd', 'y'],
    ],
    becomes: 'Relu',
  },
  {
    name: 'an identity between two outputs stays, for both names',
    opset: 13,
    outputs: 'a y',
    nodes: [
      ['Relu', 'x', 'a'],
      ['Identity', 'a', 'y'],
    ],
    becomes: 'Relu Identity',
  },
  {
    name: 'pads by shape arithmetic become constant pads',
    opset: 12,
    input: image,
    nodes: [
      ['Shape', 'x', 's'],
      ['Slice', 's start end', 'h', {}],
      ['Div', 'h four', 'p'],
      ['Concat', 'zero2 p zero2 p', 'pads', { axis: int(0) }],
      ['Pad', 'x pads', 'q', { mode: string('reflect') }],
      ['Relu', 'q', 'y'],
    ],
    becomes: 'Pad Relu',
  },
  {
    name: 'squeeze and excitation',
    opset: 17,
    input: image,
    weights: {
      ...conv,
      w1: randomTensor('w1', [2, 4, 1, 1]),
      w2: randomTensor('w2', [4, 2, 1, 1]),
    },
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['GlobalAveragePool', 'c', 'g'],
      ['Conv', 'g w1', 'g1'],
      ['Relu', 'g1', 'g2'],
      ['Conv', 'g2 w2', 'g3'],
      ['HardSigmoid', 'g3', 'g4'],
      ['Mul', 'c g4', 'y'],
    ],
    becomes: 'Conv GlobalAveragePool Conv Relu Conv HardSigmoid Mul',
  },
  {
    name: 'dense concatenation with batch norm in front',
    opset: 14,
    input: ['batch', 4, 6, 6],
    weights: { ...normWeights(4), w: randomTensor('w', [2, 4, 3, 3]) },
    nodes: [
      ['BatchNormalization', 'x gamma beta mean variance', 'n'],
      ['Relu', 'n', 'r'],
      ['Conv', 'r w', 'c', { pads: ints(1, 1, 1, 1) }],
      ['Concat', 'x c', 'y', { axis: int(1) }],
    ],
    becomes: 'BatchNormalization Relu Conv Concat',
  },
  {
    name: 'two outputs and a branch that nobody reads',
    opset: 16,
    input: image,
    outputs: 'y z',
    weights: conv,
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['Relu', 'c', 'y'],
      ['Sigmoid', 'c', 'unused'],
      ['Tanh', 'c', 'z'],
    ],
    becomes: 'Conv Relu Tanh',
  },
  {
    name: 'channel shuffle',
    opset: 13,
    input: image,
    weights: { ...conv, five: int64([0, 2, 2, 6, 6]), four: int64([0, -1, 6, 6]) },
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['Reshape', 'c five', 'g'],
      ['Transpose', 'g', 't', { perm: ints(0, 2, 1, 3, 4) }],
      ['Reshape', 't four', 'y'],
    ],
    becomes: 'Conv Reshape Transpose Reshape',
  },
  {
    name: 'gelu by erf and layer norm by reductions keep plain operators',
    opset: 13,
    input: ['batch', 5, 8],
    weights: {
      two: scalar(2),
      eps: scalar(1e-5),
      root: scalar(Math.SQRT2),
      one: scalar(1),
      half: scalar(0.5),
      scale: randomTensor('scale', [8]),
      shift: randomTensor('shift', [8]),
    },
    nodes: [
      ['ReduceMean', 'x', 'm', { axes: ints(-1) }],
      ['Sub', 'x m', 'd'],
      ['Pow', 'd two', 'd2'],
      ['ReduceMean', 'd2', 'v', { axes: ints(-1) }],
      ['Add', 'v eps', 've'],
      ['Sqrt', 've', 'sd'],
      ['Div', 'd sd', 'n'],
      ['Mul', 'n scale', 'ns'],
      ['Add', 'ns shift', 'l'],
      ['Div', 'l root', 'e0'],
      ['Erf', 'e0', 'e1'],
      ['Add', 'e1 one', 'e2'],
      ['Mul', 'l e2', 'e3'],
      ['Mul', 'e3 half', 'y'],
    ],
    becomes: 'ReduceMean Sub Pow ReduceMean Add Sqrt Div Mul Add Div Erf Add Mul Mul',
  },
  {
    name: 'gelu of opset 20',
    opset: 20,
    nodes: [['Gelu', 'x', 'y']],
    becomes: 'Gelu',
  },
  {
    name: 'layer norm by reductions becomes the operator in opset 17',
    opset: 17,
    input: ['batch', 5, 8],
    weights: {
      two: scalar(2),
      eps: scalar(1e-5),
      scale: randomTensor('scale', [8]),
      shift: randomTensor('shift', [8]),
    },
    nodes: [
      ['ReduceMean', 'x', 'm', { axes: ints(-1) }],
      ['Sub', 'x m', 'd'],
      ['Pow', 'd two', 'd2'],
      ['ReduceMean', 'd2', 'v', { axes: ints(-1) }],
      ['Add', 'v eps', 've'],
      ['Sqrt', 've', 'sd'],
      ['Div', 'd sd', 'n'],
      ['Mul', 'n scale', 'ns'],
      ['Add', 'ns shift', 'y'],
    ],
    becomes: 'LayerNormalization',
  },
  {
    name: 'scale and shift behind a convolution go into it',
    opset: 13,
    input: image,
    weights: { ...conv, scale: randomTensor('scale', [4, 1, 1]), shift: randomTensor('shift', [4, 1, 1]) },
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['Mul', 'c scale', 'm'],
      ['Add', 'm shift', 'y'],
    ],
    becomes: 'Conv',
  },
  {
    name: 'padding in front of a convolution goes into it',
    opset: 13,
    input: image,
    weights: { ...conv, pads: int64([0, 0, 1, 1, 0, 0, 1, 1]) },
    nodes: [
      ['Pad', 'x pads', 'p'],
      ['Conv', 'p w b', 'y'],
    ],
    becomes: 'Conv',
  },
  {
    name: 'matrix product and bias become one dense layer',
    opset: 13,
    weights: { w: randomTensor('w', [4, 6]), b: randomTensor('b', [6]) },
    nodes: [
      ['MatMul', 'x w', 'm'],
      ['Add', 'm b', 'y'],
    ],
    becomes: 'Gemm',
  },
  {
    name: 'a foreign operator that ONNX Runtime has stays',
    opset: 17,
    nodes: [
      ['com.microsoft:QuickGelu', 'x', 'q', { alpha: float(1.702) }],
      ['Relu', 'q', 'y'],
    ],
    becomes: 'QuickGelu Relu',
  },
  {
    name: 'weights that are computed are folded, through transposes and casts',
    opset: 13,
    weights: { w: randomTensor('w', [6, 4]), half: scalar(0.5) },
    nodes: [
      ['Transpose', 'w', 'wt', { perm: ints(1, 0) }],
      ['Mul', 'wt half', 'wh'],
      ['MatMul', 'x wh', 'y'],
    ],
    becomes: 'MatMul',
  },
  {
    name: 'depthwise and dilated convolutions of a mobile block with hard swish',
    opset: 14,
    input: image,
    weights: {
      w1: randomTensor('w1', [6, 3, 1, 1]),
      ...normWeights(6),
      w2: randomTensor('w2', [6, 1, 3, 3]),
      w3: randomTensor('w3', [3, 6, 1, 1]),
    },
    nodes: [
      ['Conv', 'x w1', 'a'],
      ['BatchNormalization', 'a gamma beta mean variance', 'b'],
      ['HardSwish', 'b', 'c'],
      ['Conv', 'c w2', 'd', { group: int(6), pads: ints(2, 2, 2, 2), dilations: ints(2, 2) }],
      ['BatchNormalization', 'd gamma beta mean variance', 'e'],
      ['HardSwish', 'e', 'f'],
      ['Conv', 'f w3', 'g'],
      ['Add', 'g x', 'y'],
    ],
    becomes: 'Conv HardSwish Conv HardSwish Conv Add',
  },
];

for (const each of cases) test(each.name, async () => void (await checkNormalForm(each)));

test('a newer version of the file format than ONNX Runtime reads is lowered', async () => {
  const bytes = modelBytes({ opset: 17, irVersion: 14, nodes: [['Relu', 'x', 'y']] });
  const { graph } = await normalForm(bytes, { where: 'new.onnx' });
  assert.equal(
    graph.nodes.map(({ opType }) => opType),
    ['Relu'],
  );
});

const exportedInTraining: Record<string, Parameters<typeof modelBytes>[0]> = {
  'batch norm with five outputs, as of opset 9': {
    opset: 9,
    input: image,
    weights: { ...conv, ...normWeights(4) },
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['BatchNormalization', 'c gamma beta mean variance', 'y m v sm sv'],
    ],
  },
  'batch norm and dropout with training_mode': {
    opset: 15,
    input: image,
    weights: {
      ...conv,
      ...normWeights(4),
      ratio: scalar(0.5),
      on: { dtype: 'bool', dims: [], data: Uint8Array.of(1) },
    },
    nodes: [
      ['Conv', 'x w b', 'c'],
      ['BatchNormalization', 'c gamma beta mean variance', 'n m v', { training_mode: int(1) }],
      ['Dropout', 'n ratio on', 'y'],
    ],
  },
};
for (const [name, model] of Object.entries(exportedInTraining))
  test(`exported in training mode: ${name}: taken in its inference form, with a warning`, async () => {
    const { graph, warnings } = await normalForm(modelBytes(model), { where: 'trained.onnx' });
    assert.is(graph.nodes.length, 1);
    assert.is(warnings.length, 1);
    assert.match(warnings[0]!, /exported in training mode: [12] nodes \(BatchNormalization.*eval\(\)/);
  });

test.run();

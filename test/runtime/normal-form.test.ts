import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimsAt } from '../../src/onnx/shapes-at.js';
import { int64, type Tensor } from '../../src/onnx/tensor.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { probeInput } from '../../src/runtime/probe-input.js';
import {
  float,
  floats,
  int,
  ints,
  type ModelText,
  modelBytes,
  positiveTensor,
  randomTensor,
  string,
  tensor,
} from '../onnx/model.js';
import { difference, runGraph, runModel } from '../onnx/run-model.js';

const where = 'model.onnx';
const image = ['batch', 3, 8, 8] as const;
const scalar = (value: number): Tensor => ({ dtype: 'float32', dims: [], data: Float32Array.of(value) });
const conv = { w: randomTensor('w', [4, 3, 3, 3]), b: randomTensor('b', [4]) };
const norm = (channels: number) => ({
  gamma: randomTensor('gamma', [channels]),
  beta: randomTensor('beta', [channels]),
  mean: randomTensor('mean', [channels]),
  variance: positiveTensor('variance', [channels]),
});

interface Case extends ModelText {
  readonly name: string;
  /** Operators of the normal form, in order. */
  readonly becomes: string;
  /** The batch that the file states; open unless told. */
  readonly batch?: number;
}

const cases: readonly Case[] = [
  {
    name: 'batch norm of opset 9 goes into the convolution',
    opset: 9,
    input: image,
    weights: { ...conv, ...norm(4) },
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
    weights: { ...conv, ...norm(4) },
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
    weights: { w: randomTensor('w', [4, 3, 2, 2]), ...norm(6) },
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
    weights: { w: randomTensor('w', [4, 6]), b: randomTensor('b', [6]), ...norm(6) },
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
    weights: { w: randomTensor('w', [6, 4]), ...norm(6) },
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
    name: 'flatten by shape arithmetic becomes a reshape that leaves the batch open',
    opset: 13,
    input: image,
    weights: { axis: int64([0], []), rest: int64([-1]), zero: int64([0]) },
    nodes: [
      ['Relu', 'x', 'r'],
      ['Shape', 'r', 's'],
      ['Gather', 's axis', 'n', { axis: int(0) }],
      ['Unsqueeze', 'n zero', 'n1'],
      ['Concat', 'n1 rest', 'shape', { axis: int(0) }],
      ['Reshape', 'r shape', 'y'],
    ],
    becomes: 'Relu Reshape',
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
    name: 'pad, slice and clip of opset 9 take inputs',
    opset: 9,
    input: image,
    nodes: [
      ['Pad', 'x', 'p', { pads: ints(0, 0, 1, 1, 0, 0, 2, 2), value: float(0.5) }],
      ['Slice', 'p', 's', { axes: ints(2, 3), starts: ints(1, -6), ends: ints(9, 2 ** 63) }],
      ['Clip', 's', 'c', { min: float(0), max: float(6) }],
      ['Clip', 'c', 'd', { max: float(0.7) }],
      ['Slice', 'd', 'y', { starts: ints(0, 1), ends: ints(2 ** 63, 3) }],
    ],
    becomes: 'Pad Slice Clip Clip Slice',
  },
  {
    name: 'squeeze, unsqueeze and reductions of opset 11 take axes as inputs',
    opset: 11,
    input: image,
    nodes: [
      ['ReduceMean', 'x', 'm', { axes: ints(2, 3), keepdims: int(1) }],
      ['Squeeze', 'm', 'q', { axes: ints(2) }],
      ['Unsqueeze', 'q', 'u', { axes: ints(2, 4) }],
      ['Mul', 'u u', 'v'],
      ['ReduceSum', 'v', 'w', { axes: ints(-1, 2), keepdims: int(0) }],
      ['ReduceMax', 'w', 'z', { axes: ints(1), keepdims: int(1) }],
      ['ReduceL2', 'w', 'l', { axes: ints(1), keepdims: int(1) }],
      ['Add', 'z l', 'y'],
    ],
    becomes: 'ReduceMean Squeeze Unsqueeze Mul ReduceSum ReduceMax ReduceL2 Add',
  },
  {
    name: 'split of opset 11, by sizes and in equal parts',
    opset: 11,
    input: ['batch', 6, 2],
    nodes: [
      ['Split', 'x', 'a b', { axis: int(1), split: ints(2, 4) }],
      ['Split', 'b', 'c d', { axis: int(1) }],
      ['Add', 'c d', 'e'],
      ['Mul', 'a e', 'y'],
    ],
    becomes: 'Split Split Add Mul',
  },
  {
    name: 'softmax of opset 11 over the last dimension',
    opset: 11,
    input: ['batch', 5],
    nodes: [['Softmax', 'x', 'y']],
    becomes: 'Softmax',
  },
  {
    name: 'softmax of opset 11 in front of dimensions of 1',
    opset: 11,
    input: ['batch', 5, 1, 1],
    nodes: [['Softmax', 'x', 'y', { axis: int(1) }]],
    becomes: 'Softmax',
  },
  {
    name: 'softmax of opset 11 over several dimensions is flattened',
    opset: 11,
    input: ['batch', 5, 2, 3],
    nodes: [['LogSoftmax', 'x', 'y', { axis: int(1) }]],
    becomes: 'Reshape LogSoftmax Reshape',
  },
  {
    name: 'softmax of opset 13 stays as it is',
    opset: 13,
    input: ['batch', 5, 2, 3],
    nodes: [['Softmax', 'x', 'y', { axis: int(1) }]],
    becomes: 'Softmax',
  },
  {
    name: 'upsample of opset 9, nearest',
    opset: 9,
    input: image,
    weights: { scales: { dtype: 'float32', dims: [4], data: Float32Array.of(1, 1, 2, 3) } },
    nodes: [['Upsample', 'x scales', 'y', { mode: string('nearest') }]],
    becomes: 'Resize',
  },
  {
    name: 'upsample of opset 9, linear',
    opset: 9,
    input: image,
    weights: { scales: { dtype: 'float32', dims: [4], data: Float32Array.of(1, 1, 2, 2) } },
    nodes: [['Upsample', 'x scales', 'y', { mode: string('linear') }]],
    becomes: 'Resize',
  },
  {
    name: 'upsample of opset 7, scales as attribute',
    opset: 7,
    input: image,
    nodes: [['Upsample', 'x', 'y', { scales: floats(1, 1, 1.5, 1.5) }]],
    becomes: 'Resize',
  },
  {
    name: 'resize of opset 10 that shrinks, nearest',
    opset: 10,
    input: image,
    weights: { scales: { dtype: 'float32', dims: [4], data: Float32Array.of(1, 1, 0.6, 0.5) } },
    nodes: [['Resize', 'x scales', 'y']],
    becomes: 'Resize',
  },
  {
    name: 'resize to sizes by shape arithmetic gets scales',
    opset: 13,
    input: image,
    weights: { roi: { dtype: 'float32', dims: [0], data: new Float32Array(0) }, two: int64([2, 2]) },
    nodes: [
      ['Shape', 'x', 's'],
      ['Slice', 's zero1 two1', 'nc'],
      ['Slice', 's two1 four1', 'hw'],
      ['Mul', 'hw two', 'hw2'],
      ['Concat', 'nc hw2', 'sizes', { axis: int(0) }],
      [
        'Resize',
        'x roi roi sizes',
        'y',
        { mode: string('linear'), coordinate_transformation_mode: string('pytorch_half_pixel') },
      ],
    ],
    becomes: 'Resize',
  },
  {
    name: 'resize to sizes that no scale gives keeps sizes without the batch',
    opset: 18,
    input: ['batch', 1, 41, 49],
    weights: { sizes: int64([1, 1, 13, 83]) },
    nodes: [['Resize', 'x - - sizes', 'y', { mode: string('linear') }]],
    batch: 1,
    becomes: 'Resize',
  },
  {
    name: 'batch norm of opset 7 with outputs for training',
    opset: 8,
    input: image,
    weights: norm(3),
    nodes: [
      ['BatchNormalization', 'x gamma beta mean variance', 'n', { spatial: int(1) }],
      ['Relu', 'n', 'y'],
    ],
    becomes: 'BatchNormalization Relu',
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
    weights: { ...norm(4), w: randomTensor('w', [2, 4, 3, 3]) },
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
    name: 'attention with heads merged into the batch',
    opset: 13,
    input: ['batch', 5, 8],
    weights: {
      wq: randomTensor('wq', [8, 8]),
      wk: randomTensor('wk', [8, 8]),
      split: int64([1, 5, 2, 4]),
      merge: int64([2, 5, 4]),
      part: int64([1, 2, 5, 4]),
      join: int64([1, 5, 8]),
    },
    nodes: [
      ['MatMul', 'x wq', 'q'],
      ['MatMul', 'x wk', 'k'],
      ['Reshape', 'q split', 'q1'],
      ['Transpose', 'q1', 'q2', { perm: ints(0, 2, 1, 3) }],
      ['Reshape', 'q2 merge', 'q3'],
      ['Reshape', 'k split', 'k1'],
      ['Transpose', 'k1', 'k2', { perm: ints(0, 2, 3, 1) }],
      ['Reshape', 'k2 kmerge', 'k3'],
      ['MatMul', 'q3 k3', 'a'],
      ['Softmax', 'a', 'p', { axis: int(-1) }],
      ['MatMul', 'p q3', 'o'],
      ['Reshape', 'o part', 'o1'],
      ['Transpose', 'o1', 'o2', { perm: ints(0, 2, 1, 3) }],
      ['Reshape', 'o2 join', 'y'],
    ],
    batch: 1,
    becomes:
      'MatMul MatMul Reshape Transpose Reshape Reshape Transpose Reshape MatMul Softmax MatMul Reshape Transpose Reshape',
  },
  {
    name: 'a class token that is expanded to the batch and put in front',
    opset: 13,
    input: ['batch', 5, 8],
    weights: {
      token: randomTensor('token', [1, 1, 8]),
      one: int64([1]),
      eight: int64([8]),
      index: int64([0], []),
      zero: int64([0]),
    },
    nodes: [
      ['Relu', 'x', 'r'],
      ['Shape', 'r', 's'],
      ['Gather', 's index', 'n'],
      ['Unsqueeze', 'n zero', 'n1'],
      ['Concat', 'n1 one eight', 'shape', { axis: int(0) }],
      ['Expand', 'token shape', 't'],
      ['Concat', 't r', 'y', { axis: int(1) }],
    ],
    becomes: 'Relu Pad Add',
  },
  {
    name: 'zeros put behind become a pad',
    opset: 13,
    input: image,
    weights: { zeros: { dtype: 'float32', dims: [1, 2, 8, 8], data: new Float32Array(128) } },
    nodes: [['Concat', 'x zeros', 'y', { axis: int(-3) }]],
    batch: 1,
    becomes: 'Pad',
  },
  {
    name: 'constants on both sides of several activations',
    opset: 13,
    input: ['batch', 2, 3],
    weights: { front: randomTensor('front', [1, 2, 1]), back: randomTensor('back', [1, 2, 2]) },
    nodes: [
      ['Relu', 'x', 'r'],
      ['Concat', 'front x r back', 'y', { axis: int(2) }],
    ],
    batch: 1,
    becomes: 'Relu Concat Pad Add',
  },
  {
    name: 'a fixed batch of 4, baked into a reshape and an expand',
    opset: 13,
    input: [4, 3, 2, 2],
    weights: { shape: int64([4, 12]), wide: int64([4, 12]), w: randomTensor('w', [12, 1]) },
    nodes: [
      ['Reshape', 'x shape', 'f'],
      ['MatMul', 'f w', 'm'],
      ['Expand', 'm wide', 'y'],
    ],
    batch: 4,
    becomes: 'Reshape MatMul Expand',
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
    name: 'an If with a constant condition is taken in',
    opset: 13,
    input: ['batch', 4],
    nodes: [['Relu', 'x', 'y']],
    becomes: 'Relu',
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
];

/** Weights that several cases share. */
const shared: Readonly<Record<string, Tensor>> = {
  start: int64([2]),
  end: int64([4]),
  four: int64([4]),
  zero2: int64([0, 0]),
  zero1: int64([0]),
  two1: int64([2]),
  four1: int64([4]),
  kmerge: int64([2, 4, 5]),
};

function textOf({ weights = {}, nodes, ...rest }: Case): ModelText {
  const read = new Set(nodes.flatMap(([, inputs]) => inputs.split(' ')));
  const all = Object.entries({ ...shared, ...weights }).filter(([name]) => read.has(name));
  return { ...rest, nodes, weights: Object.fromEntries(all) };
}

for (const each of cases) {
  test(each.name, async () => {
    const text = textOf(each);
    const bytes = modelBytes(text);
    const { graph, dynamicBatch } = await normalForm(bytes, { where });
    assert.is(graph.nodes.map(({ opType }) => opType).join(' '), each.becomes);
    assert.is(dynamicBatch, typeof text.input?.[0] !== 'number');
    assert.ok((graph.opsets.get('') ?? 0) >= 18);

    const x = probeInput([each.batch ?? 3, ...graph.inputs[0].dims.slice(1)]);
    const got = await runGraph(graph, x);
    assert.ok(difference(got, await runModel(bytes, x)) < 1e-4, 'same outputs as the file');
    for (const { name, dims, dtype } of graph.outputs) {
      assert.equal(got[name].dims, dimsAt({ dims, dtype }, x.dims[0]));
    }
    for (const name of graph.nodes.flatMap(({ outputs }) => outputs)) assert.ok(graph.values.has(name), name);
  });
}

test.run();

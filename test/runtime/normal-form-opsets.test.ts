import { test } from 'uvu';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { float, floats, int, ints, randomTensor, string } from '../onnx/model.js';
import { checkNormalForm, type NormalFormCase, normWeights } from './check-normal-form.js';

const image = ['batch', 3, 8, 8] as const;

const cases: readonly NormalFormCase[] = [
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
    weights: { scales: float32(Float32Array.of(1, 1, 2, 3), [4]) },
    nodes: [['Upsample', 'x scales', 'y', { mode: string('nearest') }]],
    becomes: 'Resize',
  },
  {
    name: 'upsample of opset 9, linear',
    opset: 9,
    input: image,
    weights: { scales: float32(Float32Array.of(1, 1, 2, 2), [4]) },
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
    weights: { scales: float32(Float32Array.of(1, 1, 0.6, 0.5), [4]) },
    nodes: [['Resize', 'x scales', 'y']],
    becomes: 'Resize',
  },
  {
    name: 'batch norm of opset 7 with outputs for training',
    opset: 8,
    input: image,
    weights: normWeights(3),
    nodes: [
      ['BatchNormalization', 'x gamma beta mean variance', 'n', { spatial: int(1) }],
      ['Relu', 'n', 'y'],
    ],
    becomes: 'BatchNormalization Relu',
  },
  {
    name: 'reductions of opset 17 over all axes but the batch, and without axes inside a vector',
    opset: 17,
    input: ['batch', 3, 4],
    nodes: [
      ['ReduceMean', 'x', 'm', { axes: ints(-1) }],
      ['ReduceSumSquare', 'x', 's', { axes: ints(2) }],
      ['ReduceMin', 'x', 'n', { axes: ints(2) }],
      ['ReduceProd', 'x', 'p', { axes: ints(2) }],
      ['ReduceL1', 'x', 'l', { axes: ints(2) }],
      ['ReduceLogSumExp', 'x', 'e', { axes: ints(2) }],
      ['Sum', 'm s n p l e', 'y'],
    ],
    becomes: 'ReduceMean ReduceSumSquare ReduceMin ReduceProd ReduceL1 ReduceLogSumExp Sum',
  },
  {
    name: 'split of opset 17 in equal parts states their number',
    opset: 17,
    input: ['batch', 6],
    nodes: [
      ['Split', 'x', 'a b c', { axis: int(-1) }],
      ['Sum', 'a b c', 'y'],
    ],
    becomes: 'Split Sum',
  },
  {
    name: 'softmax of opset 12 over the middle, where only one dimension is more than 1',
    opset: 12,
    input: ['batch', 4, 1, 3],
    nodes: [['Softmax', 'x', 'y', { axis: int(2) }]],
    becomes: 'Softmax',
  },
  {
    name: 'softmax of opset 12 with a negative axis',
    opset: 12,
    input: ['batch', 4, 3],
    nodes: [['Softmax', 'x', 'y', { axis: int(-1) }]],
    becomes: 'Softmax',
  },
  {
    name: 'resize of opset 10 that enlarges by a broken factor, nearest',
    opset: 10,
    input: ['batch', 2, 5, 5],
    weights: { scales: float32(Float32Array.of(1, 1, 1.7, 2.3), [4]) },
    nodes: [['Resize', 'x scales', 'y']],
    becomes: 'Resize',
  },
  {
    name: 'resize of opset 11 with an empty region of interest',
    opset: 11,
    input: ['batch', 2, 5, 5],
    weights: { roi: float32(new Float32Array(0), [0]), scales: float32(Float32Array.of(1, 1, 2, 2), [4]) },
    nodes: [['Resize', 'x roi scales', 'y', { mode: string('cubic'), cubic_coeff_a: float(-0.5) }]],
    becomes: 'Resize',
  },
  {
    name: 'top-k of opset 9 takes k as an input',
    opset: 9,
    input: ['batch', 6],
    nodes: [
      ['TopK', 'x', 'v i', { k: int(2), axis: int(1) }],
      ['Relu', 'v', 'y'],
    ],
    becomes: 'TopK Relu',
  },
  {
    name: 'hard sigmoid and the like keep their attributes over all opsets',
    opset: 9,
    nodes: [
      ['HardSigmoid', 'x', 'a', { alpha: float(0.3), beta: float(0.4) }],
      ['LeakyRelu', 'a', 'b', { alpha: float(0.2) }],
      ['Elu', 'b', 'c', { alpha: float(0.7) }],
      ['Selu', 'c', 'y'],
    ],
    becomes: 'HardSigmoid LeakyRelu Elu Selu',
  },
  {
    name: 'average and maximum pools of opset 9',
    opset: 9,
    input: ['batch', 2, 7, 7],
    nodes: [
      ['MaxPool', 'x', 'm', { kernel_shape: ints(3, 3), strides: ints(2, 2), pads: ints(1, 1, 1, 1) }],
      [
        'AveragePool',
        'm',
        'y',
        { kernel_shape: ints(2, 2), auto_pad: string('SAME_UPPER'), strides: ints(2, 2) },
      ],
    ],
    becomes: 'MaxPool AveragePool',
  },
  ...[18, 19, 20, 21, 22, 23, 24, 25].map((opset) => ({
    name: `opset ${opset} stays`,
    opset,
    input: image,
    weights: { ...normWeights(3), sum: int64([1]), w: randomTensor('w', [5, 3, 3, 3]) },
    nodes: [
      ['BatchNormalization', 'x gamma beta mean variance', 'n'],
      ['Relu', 'n', 'r'],
      ['Conv', 'r w', 'c'],
      ['ReduceSum', 'c sum', 'y'],
    ] as const,
    becomes: 'BatchNormalization Relu Conv ReduceSum',
  })),
];

for (const each of cases) test(each.name, async () => void (await checkNormalForm(each)));

test.run();

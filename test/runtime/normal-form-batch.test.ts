import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { int64 } from '../../src/onnx/tensor.js';
import { int, ints, randomTensor, string } from '../onnx/model.js';
import { checkNormalForm, type NormalFormCase } from './check-normal-form.js';

const image = ['batch', 3, 8, 8] as const;

const cases: readonly NormalFormCase[] = [
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
    input: ['batch', 1, 7, 11],
    weights: { sizes: int64([1, 1, 31, 13]) },
    nodes: [['Resize', 'x - - sizes', 'y', { mode: string('linear') }]],
    batch: 1,
    becomes: 'Resize',
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
    name: 'attention as timm writes it: the batch behind queries, keys and values',
    opset: 13,
    input: ['batch', 5, 8],
    weights: {
      w: randomTensor('w', [8, 24]),
      split: int64([1, 5, 3, 2, 4]),
      join: int64([1, 5, 8]),
      zeroth: int64([0], []),
      first: int64([1], []),
      second: int64([2], []),
    },
    nodes: [
      ['MatMul', 'x w', 'm'],
      ['Reshape', 'm split', 'parts'],
      ['Transpose', 'parts', 'qkv', { perm: ints(2, 0, 3, 1, 4) }],
      ['Gather', 'qkv zeroth', 'q', { axis: int(0) }],
      ['Gather', 'qkv first', 'k', { axis: int(0) }],
      ['Gather', 'qkv second', 'v', { axis: int(0) }],
      ['Transpose', 'k', 'kt', { perm: ints(0, 1, 3, 2) }],
      ['MatMul', 'q kt', 'a'],
      ['Softmax', 'a', 'p', { axis: int(-1) }],
      ['MatMul', 'p v', 'o'],
      ['Transpose', 'o', 'ot', { perm: ints(0, 2, 1, 3) }],
      ['Reshape', 'ot join', 'y'],
    ],
    batch: 1,
    becomes:
      'MatMul Reshape Gather Transpose Gather Transpose Gather Transpose MatMul Softmax MatMul Transpose Reshape',
  },
  {
    name: 'torch.nn.MultiheadAttention: the batch second, then merged with heads, then with positions',
    opset: 13,
    input: ['batch', 5, 8],
    weights: {
      w: randomTensor('w', [8, 24]),
      b: randomTensor('b', [24]),
      out: randomTensor('out', [8, 8]),
      bias: randomTensor('bias', [8]),
      three: int64([5, 1, 3, 8]),
      heads: int64([5, 2, 4]),
      apart: int64([1, 2, 5, 4]),
      rows: int64([5, 8]),
      back: int64([5, 1, 8]),
      zero: int64([0]),
      minus2: int64([-2]),
      zeroth: int64([0], []),
      first: int64([1], []),
      second: int64([2], []),
    },
    nodes: [
      ['Transpose', 'x', 't', { perm: ints(1, 0, 2) }],
      ['MatMul', 't w', 'm'],
      ['Add', 'b m', 'linear'],
      ['Reshape', 'linear three', 'r'],
      ['Unsqueeze', 'r zero', 'u'],
      ['Transpose', 'u', 'swapped', { perm: ints(3, 1, 2, 0, 4) }],
      ['Squeeze', 'swapped minus2', 'qkv'],
      ['Gather', 'qkv zeroth', 'q0', { axis: int(0) }],
      ['Gather', 'qkv first', 'k0', { axis: int(0) }],
      ['Gather', 'qkv second', 'v0', { axis: int(0) }],
      ['Reshape', 'q0 heads', 'q1'],
      ['Reshape', 'k0 heads', 'k1'],
      ['Reshape', 'v0 heads', 'v1'],
      ['Transpose', 'q1', 'q2', { perm: ints(1, 0, 2) }],
      ['Transpose', 'k1', 'k2', { perm: ints(1, 0, 2) }],
      ['Transpose', 'v1', 'v2', { perm: ints(1, 0, 2) }],
      ['Reshape', 'q2 apart', 'q'],
      ['Reshape', 'k2 apart', 'k'],
      ['Reshape', 'v2 apart', 'v'],
      ['Transpose', 'k', 'kt', { perm: ints(0, 1, 3, 2) }],
      ['MatMul', 'q kt', 'a'],
      ['Softmax', 'a', 'p', { axis: int(-1) }],
      ['MatMul', 'p v', 'o'],
      ['Transpose', 'o', 'ot', { perm: ints(2, 0, 1, 3) }],
      ['Reshape', 'ot rows', 'or'],
      ['Gemm', 'or out bias', 'g'],
      ['Reshape', 'g back', 'gb'],
      ['Transpose', 'gb', 'y', { perm: ints(1, 0, 2) }],
    ],
    batch: 1,
    becomes: [
      'Transpose Reshape Gemm Reshape Transpose Squeeze Gather Reshape Transpose Gather Reshape Transpose Gather',
      'Reshape Transpose MatMul Softmax MatMul Transpose Reshape Gemm Reshape Transpose',
    ].join(' '),
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
];

for (const each of cases) test(each.name, async () => void (await checkNormalForm(each)));

test('a resize keeps sizes only where no float32 scale gives them', async () => {
  const scalesFor = async (size: number): Promise<readonly string[]> => {
    const graph = await checkNormalForm({
      name: '',
      opset: 18,
      input: ['batch', 1, 7, 7],
      weights: { sizes: int64([1, 1, size, size]) },
      nodes: [['Resize', 'x - - sizes', 'y', { mode: string('linear') }]],
      batch: 1,
      becomes: 'Resize',
    });
    return graph.nodes[0].inputs;
  };
  assert.equal(await scalesFor(14), ['x', '', 'y.scales']);
  assert.equal(await scalesFor(31), ['x', '', '', 'y.sizes']);
});

test.run();

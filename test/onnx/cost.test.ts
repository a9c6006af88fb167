import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fileBytesOf, macsOf, nodeMacs, parametersOf } from '../../src/onnx/cost.js';
import { float32, int64, type Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { int, ints, modelBytes, type NodeText, randomTensor } from './model.js';

interface Case {
  readonly name: string;
  readonly input: readonly (number | string)[];
  readonly nodes: readonly NodeText[];
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly macs: number;
  readonly parameters: number;
}

const cases: readonly Case[] = [
  {
    name: 'convolution',
    input: ['n', 3, 8, 8],
    nodes: [['Conv', 'x w b', 'y', { pads: ints(1, 1, 1, 1) }]],
    weights: { w: randomTensor('w', [5, 3, 3, 3]), b: randomTensor('b', [5]) },
    macs: 5 * 8 * 8 * 3 * 9,
    parameters: 5 * 27 + 5,
  },
  {
    name: 'convolution with stride and dilation',
    input: ['n', 3, 9, 9],
    nodes: [['Conv', 'x w', 'y', { strides: ints(2, 2), dilations: ints(2, 2) }]],
    weights: { w: randomTensor('w', [5, 3, 3, 3]) },
    macs: 5 * 3 * 3 * 27,
    parameters: 135,
  },
  {
    name: 'depthwise convolution',
    input: ['n', 6, 4, 4],
    nodes: [['Conv', 'x w', 'y', { group: int(6) }]],
    weights: { w: randomTensor('w', [6, 1, 3, 3]) },
    macs: 6 * 2 * 2 * 9,
    parameters: 54,
  },
  {
    name: 'convolution in one dimension',
    input: ['n', 2, 10],
    nodes: [['Conv', 'x w', 'y']],
    weights: { w: randomTensor('w', [4, 2, 3]) },
    macs: 4 * 8 * 6,
    parameters: 24,
  },
  {
    name: 'transposed convolution',
    input: ['n', 4, 5, 5],
    nodes: [['ConvTranspose', 'x w', 'y', { strides: ints(2, 2), group: int(2) }]],
    weights: { w: randomTensor('w', [4, 3, 2, 2]) },
    macs: 4 * 25 * 3 * 4,
    parameters: 48,
  },
  {
    name: 'dense layer, both ways of storing the weight',
    input: ['n', 7],
    nodes: [
      ['Gemm', 'x w b', 'h'],
      ['Gemm', 'h v', 'y', { transB: int(1) }],
    ],
    weights: { w: randomTensor('w', [7, 5]), b: randomTensor('b', [5]), v: randomTensor('v', [3, 5]) },
    macs: 35 + 15,
    parameters: 35 + 5 + 15,
  },
  {
    name: 'products of activations',
    input: ['n', 5, 8],
    nodes: [
      ['Transpose', 'x', 't', { perm: ints(0, 2, 1) }],
      ['MatMul', 'x t', 'y'],
    ],
    weights: {},
    macs: 5 * 8 * 5,
    parameters: 0,
  },
  {
    name: 'what has no products costs none, and settings are no parameters',
    input: ['n', 2, 4, 4],
    nodes: [
      ['Pad', 'x pads value', 'p'],
      ['Clip', 'p - six', 'c'],
      ['GlobalAveragePool', 'c', 'g'],
      ['Mul', 'g scale', 'y'],
    ],
    weights: {
      pads: int64([0, 0, 1, 1, 0, 0, 1, 1]),
      value: float32(Float32Array.of(0.5), []),
      six: float32(Float32Array.of(6), []),
      scale: randomTensor('scale', [2, 1, 1]),
    },
    macs: 0,
    parameters: 2,
  },
];

for (const { name, macs, parameters, ...text } of cases) {
  test(name, async () => {
    const { graph } = await normalForm(modelBytes({ opset: 13, ...text }), { where: 'model.onnx' });
    assert.is(macsOf(graph), macs);
    assert.is(parametersOf(graph), parameters);
    assert.is(fileBytesOf(graph), writeGraph(graph).length);
    assert.is(
      graph.nodes.reduce((sum, node) => sum + nodeMacs(node, graph), 0),
      macs,
    );
  });
}

test.run();

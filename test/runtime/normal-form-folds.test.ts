import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32 } from '../../src/onnx/tensor.js';
import { normalForm, probeInput } from '../../src/runtime/normal-form.js';
import { int, ints, modelBytes, randomTensor } from '../onnx/model.js';
import { difference, runGraph } from '../onnx/run-model.js';
import { checkNormalForm, type NormalFormCase, normWeights, scalar } from './check-normal-form.js';

const image = ['batch', 3, 8, 8] as const;
const same = { pads: ints(1, 1, 1, 1) };
const weights = {
  conv: randomTensor('conv', [4, 3, 3, 3]),
  bias: randomTensor('bias', [4]),
  point: randomTensor('point', [6, 4, 1, 1]),
  grouped: randomTensor('grouped', [8, 2, 3, 3]),
  up: randomTensor('up', [4, 3, 2, 2]),
  upInGroups: randomTensor('upInGroups', [4, 3, 2, 2]),
  factor: randomTensor('factor', [4, 1, 1]),
  summand: randomTensor('summand', [1, 4, 1, 1]),
  three: scalar(3),
  six: scalar(6),
  sixth: scalar(1 / 6),
  zero: scalar(0),
  half: scalar(0.5),
  few: scalar(-0.3),
};

const cases: readonly NormalFormCase[] = [
  ...(
    [
      ['Paddle', ['Mul', 'h gate', 'm'], ['Div', 'm six', 'y']],
      ['TensorFlow', ['Mul', 'gate sixth', 'm'], ['Mul', 'm h', 'y']],
      ['PyTorch', ['Div', 'gate six', 'm'], ['Mul', 'h m', 'y']],
    ] as const
  ).map(
    ([who, ...rest]): NormalFormCase => ({
      name: `a hard swish that ${who}'s exporter wrote out`,
      opset: 13,
      input: image,
      weights,
      nodes: [
        ['Conv', 'x conv bias', 'h'],
        ['Add', 'h three', 'a'],
        ['Clip', 'a zero six', 'gate'],
        ...rest.map(([type, inputs, output]): NormalFormCase['nodes'][number] => [type, inputs, output]),
      ],
      becomes: 'Conv HardSwish',
    }),
  ),
  {
    name: 'a hard sigmoid that was written out gates what it reads',
    opset: 13,
    input: image,
    weights,
    nodes: [
      ['GlobalAveragePool', 'x', 'p'],
      ['Add', 'three p', 'a'],
      ['Clip', 'a zero six', 'c'],
      ['Div', 'c six', 'gate'],
      ['Mul', 'x gate', 'y'],
    ],
    becomes: 'GlobalAveragePool HardSigmoid Mul',
  },
  {
    name: 'factors and summands around an activation go into the layers on both sides',
    opset: 13,
    input: image,
    weights,
    nodes: [
      ['Conv', 'x conv', 'h', same],
      ['Mul', 'h few', 'h1'],
      ['Add', 'h1 summand', 'h2'],
      ['Relu', 'h2', 'r'],
      ['Mul', 'factor r', 'r1'],
      ['Sub', 'half r1', 'r2'],
      ['Conv', 'r2 point', 'y'],
    ],
    becomes: 'Conv Relu Conv',
  },
  ...(
    [
      ['in front of padding the summand stays, divided by the factor', -2, 'Conv Relu Add Conv'],
      ['a factor of zero in front of padding stays', 0, 'Conv Relu Mul Add Conv'],
    ] as const
  ).map(
    ([name, second, becomes]): NormalFormCase => ({
      name,
      opset: 13,
      input: image,
      weights: { ...weights, factor: float32(Float32Array.of(0.5, second, 3, 0.1), [4, 1, 1]) },
      nodes: [
        ['Conv', 'x conv', 'h'],
        ['Relu', 'h', 'r'],
        ['Mul', 'factor r', 'r1'],
        ['Add', 'r1 half', 'r2'],
        ['Conv', 'r2 grouped', 'y', { ...same, group: int(2) }],
      ],
      becomes,
    }),
  ),
  {
    name: 'a factor for each channel goes into a layer in groups',
    opset: 13,
    input: image,
    weights,
    nodes: [
      ['Conv', 'x conv', 'h'],
      ['Relu', 'h', 'r'],
      ['Mul', 'factor r', 'r1'],
      ['Conv', 'r1 grouped', 'y', { ...same, group: int(2) }],
    ],
    becomes: 'Conv Relu Conv',
  },
  {
    name: 'all layers that read a product take its factor',
    opset: 13,
    input: image,
    outputs: 'y z',
    weights,
    nodes: [
      ['Conv', 'x conv', 'h'],
      ['Relu', 'h', 'r'],
      ['Div', 'r factor', 'r1'],
      ['Conv', 'r1 point', 'y'],
      ['ConvTranspose', 'r1 up', 'z', { strides: ints(2, 2) }],
    ],
    becomes: 'Conv Relu Conv ConvTranspose',
  },
  {
    name: 'a product that a layer and something else read stays',
    opset: 13,
    input: image,
    outputs: 'y z',
    weights,
    nodes: [
      ['Conv', 'x conv', 'h'],
      ['Relu', 'h', 'r'],
      ['Mul', 'r factor', 'r1'],
      ['Conv', 'r1 point', 'y'],
      ['Sigmoid', 'r1', 'z'],
    ],
    becomes: 'Conv Relu Mul Conv Sigmoid',
  },
  {
    name: 'a transposed convolution takes what is in front and behind, in groups too',
    opset: 13,
    input: image,
    weights: { ...weights, after: randomTensor('after', [1, 6, 1, 1]) },
    nodes: [
      ['Conv', 'x conv', 'h'],
      ['Relu', 'h', 'r'],
      ['Mul', 'r factor', 'r1'],
      ['ConvTranspose', 'r1 upInGroups', 'u', { strides: ints(2, 2), group: int(2) }],
      ['Mul', 'u after', 'u1'],
      ['Add', 'u1 after', 'y'],
    ],
    becomes: 'Conv Relu ConvTranspose',
  },
  {
    name: 'a dense layer takes what is in front and behind, with its own factors',
    opset: 13,
    input: ['batch', 5],
    weights: {
      first: randomTensor('first', [5, 5]),
      in: randomTensor('in', [5]),
      w: randomTensor('w', [7, 5]),
      b: randomTensor('b', [7]),
      out: randomTensor('out', [1, 7]),
      v: randomTensor('v', [7, 2]),
    },
    nodes: [
      ['Gemm', 'x first', 'g'],
      ['Relu', 'g', 'r'],
      ['Add', 'r in', 'r1'],
      ['Div', 'r1 in', 'r2'],
      [
        'Gemm',
        'r2 w b',
        'h',
        { transB: int(1), alpha: { type: 'float', value: 0.5 }, beta: { type: 'float', value: 2 } },
      ],
      ['Mul', 'h out', 'h1'],
      ['Sub', 'h1 out', 'h2'],
      ['Tanh', 'h2', 't'],
      ['Mul', 't out', 't1'],
      ['Gemm', 't1 v', 'y'],
    ],
    becomes: 'Gemm Relu Gemm Tanh Gemm',
  },
  {
    name: 'what prepares the input stays in front of the first layer',
    opset: 13,
    input: image,
    weights,
    nodes: [
      ['Sub', 'x half', 'a'],
      ['Div', 'a six', 'b'],
      ['Conv', 'b conv', 'y'],
    ],
    becomes: 'Sub Div Conv',
  },
  {
    name: 'a factor for each column stays',
    opset: 13,
    input: image,
    weights: { ...weights, column: randomTensor('column', [6]) },
    nodes: [
      ['Conv', 'x conv', 'h'],
      ['Mul', 'h column', 'y'],
    ],
    becomes: 'Conv Mul',
  },
  {
    name: 'functions stay written out where the opset has no kernel on graphics cards for the operator',
    opset: 22,
    input: image,
    weights,
    nodes: [
      ['Conv', 'x conv bias', 'h'],
      ['Add', 'h three', 'a'],
      ['Clip', 'a zero six', 'gate'],
      ['Mul', 'h gate', 'm'],
      ['Div', 'm six', 'y'],
    ],
    becomes: 'Conv Add Clip Mul Div',
  },
];

for (const each of cases)
  test(each.name, async () => {
    await checkNormalForm(each);
  });

test('a model keeps the operators of its file beside cheaper ones, where there are any', async () => {
  const conv: NormalFormCase['nodes'] = [
    ['Conv', 'x conv', 'c'],
    ['BatchNormalization', 'c gamma beta mean variance', 'h'],
  ];
  const swish: NormalFormCase['nodes'] = [
    ['Add', 'h three', 'a'],
    ['Clip', 'a zero six', 'gate'],
    ['Mul', 'h gate', 'm'],
    ['Div', 'm six', 'y'],
  ];
  const all = { ...weights, ...normWeights(4) };
  const read = (nodes: NormalFormCase['nodes']) =>
    normalForm(modelBytes({ opset: 13, input: image, weights: all, nodes }), { where: 'model.onnx' });
  const { asExported } = await read([...conv, ...swish]);
  assert.equal(
    asExported?.nodes.map(({ opType }) => opType),
    ['Conv', 'Add', 'Clip', 'Mul', 'Div'],
  );
  const x = probeInput([2, 3, 8, 8]);
  const { graph } = await read([...conv, ...swish]);
  assert.ok(difference(await runGraph(asExported!, x), await runGraph(graph, x)) < 1e-5);
  assert.is((await read([...conv, ['Relu', 'h', 'y']])).asExported, undefined);
});

test.run();

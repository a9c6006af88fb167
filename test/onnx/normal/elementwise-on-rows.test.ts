import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { int64 } from '../../../src/onnx/tensor.js';
import { checkNormalForm, type NormalFormCase, scalar } from '../../runtime/check-normal-form.js';
import { randomTensor } from '../model.js';

const mlp: NormalFormCase = {
  name: 'an MLP on a map with channels last',
  opset: 17,
  input: ['batch', 5, 3, 4],
  weights: {
    a: randomTensor('a', [4, 6]),
    abias: randomTensor('abias', [6]),
    b: randomTensor('b', [6, 4]),
    bbias: randomTensor('bbias', [4]),
    gamma: randomTensor('gamma', [4]),
    root: scalar(Math.SQRT2),
    one: scalar(1),
  },
  nodes: [
    ['MatMul', 'x a', 'm'],
    ['Add', 'abias m', 'h'],
    ['Div', 'h root', 'd'],
    ['Erf', 'd', 'e'],
    ['Add', 'e one', 'r'],
    ['Mul', 'h r', 'g'],
    ['MatMul', 'g b', 'n'],
    ['Add', 'n bbias', 'o'],
    ['Mul', 'o gamma', 's'],
    ['Add', 'x s', 'y'],
  ],
  becomes: 'Reshape Gemm Div Erf Add Mul Gemm Mul Reshape Add',
};

test('an MLP on a map becomes one stretch of matrices, and the sum behind it stays a map', async () => {
  const graph = await checkNormalForm(mlp);
  const hidden = graph.nodes.find(({ opType }) => opType === 'Erf')!.outputs[0]!;
  assert.equal(graph.values.get(hidden)!.dims, [15, 6]);
});

test('a constant that differs from place to place keeps its node on the map', async () => {
  await checkNormalForm({
    ...mlp,
    weights: { ...mlp.weights, places: randomTensor('places', [5, 3, 6]), shape: int64([15, 6]) },
    nodes: [
      ['MatMul', 'x a', 'm'],
      ['Add', 'abias m', 'h'],
      ['Add', 'h places', 'p'],
      ['Relu', 'p', 'y'],
    ],
    becomes: 'Reshape Gemm Reshape Add Relu',
  });
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph, ValueType } from '../../../src/onnx/graph.js';
import { dropNoOps } from '../../../src/onnx/normal/drop-no-ops.js';
import { foldAffine } from '../../../src/onnx/normal/fold-affine.js';
import { freezeShapes } from '../../../src/onnx/normal/freeze-shapes.js';
import { inputDims } from '../../../src/onnx/normal/input-dims.js';
import { readGraph } from '../../../src/onnx/read-graph.js';
import { int64, type Tensor } from '../../../src/onnx/tensor.js';
import { float, int, type ModelText, modelBytes, randomTensor } from '../model.js';

function graphOf(text: Omit<ModelText, 'opset'>): Graph {
  const graph = readGraph(modelBytes({ opset: 18, ...text }), { where: '' });
  const names = ['x', ...graph.nodes.flatMap(({ outputs }) => outputs)];
  const type: ValueType = { dtype: 'float32', dims: [1, 4] };
  return { ...graph, values: new Map(names.map((name) => [name, type])) };
}

const ops = (graph: Graph): string =>
  graph.nodes.map(({ opType, inputs, outputs }) => `${opType} ${inputs} ${outputs}`).join('; ');

test('a dropout whose mask is read stays', () => {
  const graph = graphOf({
    nodes: [
      ['Dropout', 'x', 'd m'],
      ['Cast', 'm', 'c', { to: int(9) }],
      ['Where', 'c d x', 'y'],
    ],
  });
  assert.match(ops(dropNoOps(graph)), /^Dropout/);
});

test('chains of no-ops in front of an output leave the output its name', () => {
  const graph = graphOf({
    nodes: [
      ['Identity', 'x', 'a'],
      ['Relu', 'a', 'b'],
      ['Identity', 'b', 'c'],
      ['Dropout', 'c', 'd'],
      ['Concat', 'd', 'y', { axis: int(1) }],
    ],
  });
  const made = dropNoOps(graph);
  assert.is(ops(made), 'Relu x y');
  assert.equal([...made.values.keys()], ['x', 'y']);
});

test('an identity from the input to the output stays', () => {
  assert.is(ops(dropNoOps(graphOf({ nodes: [['Identity', 'x', 'y']] }))), 'Identity x y');
});

test('readers of a renamed tensor follow', () => {
  const graph = graphOf({
    outputs: 'y z',
    nodes: [
      ['Relu', 'x', 'a'],
      ['Tanh', 'a', 'z'],
      ['Identity', 'a', 'y'],
    ],
  });
  assert.is(ops(dropNoOps(graph)), 'Relu x y; Tanh y z');
});

test('what only shapes decide becomes weights', () => {
  const graph = graphOf({
    weights: { one: int64([1]) },
    nodes: [
      ['Relu', 'x', 'a'],
      ['Shape', 'a', 's'],
      ['Add', 's one', 't'],
      ['ReduceMax', 'a', 'max'],
      ['Expand', 'max t', 'y'],
    ],
  });
  const activations = new Map<string, Tensor>([
    ['a', randomTensor('a', [1, 4])],
    ['s', int64([1, 4])],
    ['t', int64([2, 5])],
    ['max', randomTensor('max', [1, 1])],
    ['y', randomTensor('y', [2, 5])],
  ]);
  const made = freezeShapes(graph, activations);
  assert.is(ops(made), 'Relu x a; ReduceMax a max; Expand max,t y');
  assert.equal([...made.initializers], [['t', int64([2, 5])]]);
});

test('random values are no weights', () => {
  const graph = graphOf({
    weights: { s: int64([1, 4]) },
    nodes: [
      ['RandomUniform', '', 'r'],
      ['Add', 'x r', 'y'],
    ],
  });
  const made = freezeShapes(graph, new Map([['r', randomTensor('r', [1, 4])]]));
  assert.is(made.nodes.length, 2);
});

const norm = { g: randomTensor('g', [4]), w: randomTensor('w', [4, 4]), b: randomTensor('b', [4]) };

test('batch norm does not go into a layer whose own output is asked for', () => {
  const graph = graphOf({
    outputs: 'h y',
    weights: norm,
    nodes: [
      ['Gemm', 'x w', 'h'],
      ['BatchNormalization', 'h g g g g', 'y'],
    ],
  });
  assert.is(foldAffine(graph), graph);
});

test('batch norm does not go into a dense layer that ignores its bias', () => {
  const graph = graphOf({
    weights: norm,
    nodes: [
      ['Gemm', 'x w b', 'h', { beta: float(0) }],
      ['BatchNormalization', 'h g g g g', 'y'],
    ],
  });
  assert.is(foldAffine(graph), graph);
});

test('batch norm does not go into a layer whose weight is an activation', () => {
  const graph = graphOf({
    weights: norm,
    nodes: [
      ['Tanh', 'x', 'v'],
      ['Gemm', 'x v', 'h'],
      ['BatchNormalization', 'h g g g g', 'y'],
    ],
  });
  assert.is(foldAffine(graph), graph);
});

const inputs: readonly (readonly [
  readonly number[],
  readonly [number, number] | undefined,
  readonly number[],
  boolean,
])[] = [
  [[-1, 3, 32, 32], undefined, [1, 3, 32, 32], true],
  [[1, 3, 32, 32], undefined, [1, 3, 32, 32], false],
  [[8, 3, 32, 32], undefined, [8, 3, 32, 32], false],
  [[-1, 3, -1, -1], [24, 48], [1, 3, 24, 48], true],
  [[-1, 3, -1, 48], [24, 48], [1, 3, 24, 48], true],
  [[-1, -1, -1, 3], [24, 48], [1, 24, 48, 3], true],
  [[-1, 24, 48, 1], [24, 48], [1, 24, 48, 1], true],
  [[-1, 1, -1, 3], [24, 3], [1, 1, 24, 3], true],
  [[-1, 12], [24, 48], [1, 12], true],
];
for (const [dims, size, expected, dynamicBatch] of inputs) {
  test(`input [${dims}] with size ${size} is [${expected}]`, () => {
    const made = inputDims(dims, size, 'x');
    assert.equal([made.dims, made.dynamicBatch], [expected, dynamicBatch]);
    const open = dims.flatMap((dim, axis) => (axis > 0 && dim < 0 ? [axis] : []));
    assert.equal(
      made.openAxes.map(({ axis }) => axis),
      open,
    );
  });
}

for (const [dims, size, code] of [
  [[-1, 3, -1, -1], undefined, 'MODEL_DYNAMIC_SIZE'],
  [[-1, -1, 24, 24], [24, 24], 'MODEL_DYNAMIC_SIZE'],
  [[-1, -1], [24, 24], 'MODEL_DYNAMIC_SIZE'],
  [[-1, 3, -1, 32], [24, 24], 'MODEL_INPUT_SIZE'],
  [[], undefined, 'MODEL_INPUT'],
] as const) {
  test(`refused: input [${dims}] with size ${size}`, () => {
    assert.throws(
      () => inputDims(dims, size, 'x'),
      (error: { code: string }) => error.code === code,
    );
  });
}

test.run();

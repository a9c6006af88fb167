import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inputsOf } from '../../src/measure/random-input.js';
import { decodeModel } from '../../src/onnx/codec.js';
import type { Graph } from '../../src/onnx/graph.js';
import { type OpenAxis, openedSizes } from '../../src/onnx/open-sizes.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { int64 } from '../../src/onnx/tensor.js';
import { sizeInName, writeGraph } from '../../src/onnx/write-graph.js';
import { ints, modelBytes, type NodeText } from './model.js';

const open: readonly OpenAxis[] = [
  { axis: 2, name: 'height' },
  { axis: 3, name: 'width' },
];

/** What a network of two nodes is at a size of its input; the first gives a map of that size. */
function at(size: number, second: NodeText, shape: readonly number[], output: readonly number[]): Graph {
  const input = [1, 2, size, size];
  const nodes: NodeText[] = [['Relu', 'x', 'r'], second];
  const graph = readGraph(modelBytes({ opset: 18, input, nodes, weights: { shape: int64(shape) } }), {
    where: '',
  });
  const dims = new Map([
    ['x', input],
    ['r', input],
    ['y', output],
  ]);
  const values = new Map([...dims].map(([name, each]) => [name, { dtype: 'float32' as const, dims: each }]));
  return { ...graph, outputs: [{ name: 'y', dtype: 'float32', dims: output }], values };
}

const reshape: NodeText = ['Reshape', 'r shape', 'y'];

test('what no size has decided stays as it is', () => {
  const graph = at(4, reshape, [-1, 32], [1, 32]);
  const same = at(6, reshape, [-1, 32], [1, 32]);
  assert.equal(openedSizes(graph, same, open), { graph, sizes: { input: open, outputs: [[]] } });
});

for (const [name, shape, output, expected] of [
  ['one axis is left to the operator', (size: number) => [-1, 2, size * size], [0, 2, -1], true],
  ['axes are taken from the input', (size: number) => [-1, 2, size, size], [0, 2, 0, 0], true],
  [
    'the batch is left to the operator where it is not in its place',
    (s: number) => [2, -1, s, s],
    [2, -1, 0, 0],
    true,
  ],
  ['two axes cannot be left to the operator', (size: number) => [-1, size, 2 * size], undefined, false],
] as const) {
  test(`Reshape: ${name}`, () => {
    const of = (size: number): Graph =>
      at(
        size,
        reshape,
        shape(size),
        shape(size).map((each) => (each < 0 ? 1 : each)),
      );
    const made = openedSizes(of(4), of(6), open);
    if (expected) {
      assert.ok('graph' in made);
      const [, node] = made.graph.nodes;
      assert.equal(Array.from(made.graph.initializers.get(node!.inputs[1]!)!.data, Number), [...output!]);
      assert.equal([...made.graph.initializers.keys()], ['y.open']);
    } else assert.equal(made, { tied: 'Reshape (Reshape_1)' });
  });
}

test('an attribute, and a constant of another operator', () => {
  const pool = (size: number): Graph =>
    at(size, ['AveragePool', 'r', 'y', { kernel_shape: ints(size, size) }], [], [1, 2, 1, 1]);
  assert.equal(openedSizes(pool(4), pool(6), open), { tied: 'AveragePool (AveragePool_1)' });
  const expand = (size: number): Graph =>
    at(size, ['Expand', 'r shape', 'y'], [1, 2, size, size], [1, 2, size, size]);
  assert.equal(openedSizes(expand(4), expand(6), open), { tied: 'Expand (Expand_1)' });
});

test('open dimensions have names, which tell the size where the file is run once', () => {
  const graph = at(24, reshape, [0, 2, -1], [1, 2, 576]);
  const bytes = writeGraph(graph, { batch: 'dynamic', openSizes: { input: open, outputs: [[2]] } });
  const { input, output } = decodeModel(bytes, '').graph!;
  const dims = ([{ type }]: typeof input) =>
    type?.value.case === 'tensorType' ? type.value.value.shape?.dim.map(({ value }) => value.value) : [];
  assert.equal(dims(input), ['batch', 2n, 'height_24', 'width_24']);
  assert.equal(dims(output), ['batch', 2n, 'y axis 2']);
  assert.equal(readGraph(bytes, { where: '' }).inputs[0]!.dims, [1, 2, -1, -1]);
  assert.equal(inputsOf(bytes)[0]!.dims, [1, 2, 24, 24]);
  assert.equal(['height_24', 'batch', 'batch_x4', 'sheight_24'].map(sizeInName), [
    24,
    undefined,
    undefined,
    undefined,
  ]);
});

test('without open sizes the bytes are those without the option', () => {
  const graph = at(4, reshape, [-1, 32], [1, 32]);
  assert.equal(writeGraph(graph, { openSizes: undefined }), writeGraph(graph));
  assert.equal(inputsOf(writeGraph(graph))[0]!.dims, [1, 2, 4, 4]);
});

test.run();

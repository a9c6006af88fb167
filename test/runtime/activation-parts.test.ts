import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readGraph } from '../../src/onnx/read-graph.js';
import { activationParts } from '../../src/runtime/activation-parts.js';
import { modelBytes, randomTensor } from '../onnx/model.js';

const graph = readGraph(
  modelBytes({
    opset: 18,
    weights: { w: randomTensor('w', [4]) },
    nodes: [
      ['Relu', 'x', 'a'],
      ['Mul', 'a w', 'b'],
      ['Split', 'b', 'c d'],
      ['Add', 'c a', 'e'],
      ['Add', 'd x', 'f'],
      ['Add', 'e f', 'y'],
    ],
  }),
  { where: 'm' },
);
const split = (bound: number, sizes: Readonly<Record<string, number>> = {}) =>
  activationParts(graph, (name) => sizes[name] ?? 1, bound).map(({ nodes, reads, keeps }) => [
    nodes.flatMap(({ outputs }) => outputs).join(' '),
    [...reads].sort().join(' '),
    [...keeps].sort().join(' '),
  ]);

test('a graph within the bound is one part', () => {
  assert.equal(split(7), [['a b c d e f y', 'x', '']]);
});

test('parts within the bound hand on what later ones read', () => {
  assert.equal(split(3), [
    ['a b', 'x', 'a b x'],
    ['c d e', 'a b', 'd e x'],
    ['f y', 'd e x', ''],
  ]);
});

test('a node that makes more than the bound is alone', () => {
  assert.equal(split(3, { d: 10 }), [
    ['a b', 'x', 'a b x'],
    ['c d', 'b', 'a c d x'],
    ['e f y', 'a c d x', ''],
  ]);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Graph, type GraphNode, nodeId } from '../../src/onnx/graph.js';
import { pruneUnused } from '../../src/onnx/prune-unused.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { consumersOf, producersOf, topologicalOrder } from '../../src/onnx/topology.js';
import { modelBytes, type NodeText, randomTensor } from './model.js';

const graphOf = (nodes: readonly NodeText[], outputs = 'y'): Graph =>
  readGraph(
    modelBytes({
      opset: 18,
      weights: { w: randomTensor('w', [4]), v: randomTensor('v', [4]) },
      nodes,
      outputs,
    }),
    {
      where: '',
    },
  );

const node = (output: string, ...inputs: string[]): GraphNode => ({
  opType: 'Op',
  domain: '',
  inputs,
  outputs: [output],
  attributes: {},
});

const graph = graphOf([
  ['Relu', 'x', 'a'],
  ['Split', 'a', '- b'],
  ['Mul', 'a a', 'c'],
  ['Add', 'b c', 'd'],
  ['Add', 'd w', 'y'],
  ['acme:Side', 'a v', 'unused'],
]);

test('producers and consumers', () => {
  const producers = producersOf(graph);
  assert.is(producers.get('b')?.opType, 'Split');
  assert.not(producers.has('x'));
  assert.not(producers.has('w'));
  assert.not(producers.has(''));
  const readers = (name: string) => consumersOf(graph).get(name)?.map(nodeId);
  assert.equal(readers('a'), ['b', 'c', 'unused']);
  assert.equal(readers('w'), ['y']);
  assert.is(readers('y'), undefined);
});

test('pruning drops what no output needs', () => {
  const pruned = pruneUnused(graph);
  assert.equal(pruned.nodes.map(nodeId), ['a', 'b', 'c', 'd', 'y']);
  assert.equal([...pruned.initializers.keys()], ['w']);
  assert.equal([...pruned.opsets.keys()], ['']);
  assert.equal([...pruned.values.keys()], ['x', 'y']);
});

test('pruning keeps all that any of several outputs needs', () => {
  const two = graphOf(
    [
      ['Relu', 'x', 'a'],
      ['Tanh', 'x', 'b'],
      ['Neg', 'x', 'c'],
    ],
    'c a',
  );
  assert.equal(pruneUnused(two).nodes.map(nodeId), ['a', 'c']);
});

const orders: Readonly<Record<string, readonly [readonly GraphNode[], readonly string[]]>> = {
  'a list that is in order stays': [
    [node('a', 'x'), node('c', 'x'), node('b', 'a'), node('d', 'b', 'c')],
    ['a', 'c', 'b', 'd'],
  ],
  'a list backwards': [
    [node('d', 'b', 'c'), node('c', 'a'), node('b', 'a'), node('a', 'x')],
    ['a', 'b', 'c', 'd'],
  ],
  'one node out of place moves alone': [
    [node('a', 'x'), node('c', 'b'), node('b', 'a'), node('d', 'x')],
    ['a', 'b', 'c', 'd'],
  ],
  'a diamond below a late source': [
    [node('y', 'l', 'r'), node('l', 's'), node('r', 's'), node('s', 'x', 'w')],
    ['s', 'l', 'r', 'y'],
  ],
};

for (const [name, [nodes, expected]] of Object.entries(orders)) {
  test(`topological order: ${name}`, () => assert.equal(topologicalOrder(nodes).map(nodeId), expected));
}

test('a chain of 20,000 nodes backwards does not overflow the stack', () => {
  const nodes = Array.from({ length: 20000 }, (_, index) => node(`t${index + 1}`, `t${index}`)).reverse();
  assert.is(nodeId(topologicalOrder(nodes)[0]), 't1');
});

for (const [name, nodes] of Object.entries({
  two: [node('a', 'b'), node('b', 'a')],
  itself: [node('a', 'a')],
  'behind a good one': [node('g', 'x'), node('a', 'g', 'c'), node('b', 'a'), node('c', 'b')],
})) {
  test(`a cycle of ${name} is refused`, () => assert.throws(() => topologicalOrder(nodes), /cycle/));
}

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph, GraphNode, ValueType } from '../../../src/onnx/graph.js';
import { float32, int64 } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { blockers, differentiable } from '../../../src/train/gradient/blockers.js';

const float = { dtype: 'float32', dims: [1, 4] } as const;
const integer = { dtype: 'int64', dims: [1] } as const;

function graphOf(nodes: readonly Partial<GraphNode>[], output: 'float' | 'integer' = 'float'): Graph {
  const whole = nodes.map((node) => ({
    opType: 'Relu',
    domain: '',
    inputs: ['x'],
    outputs: ['y'],
    attributes: {},
    ...node,
  }));
  const type = output === 'float' ? float : integer;
  return {
    name: 'test',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...float }],
    outputs: [{ name: 'y', ...type }],
    nodes: whole,
    initializers: new Map([
      ['axes', int64([1])],
      ['limit', float32(Float32Array.of(1), [])],
    ]),
    values: new Map<string, ValueType>([
      ['x', float],
      ['h', float],
      ['volumes', { dtype: 'float32', dims: [1, 2, 3, 4, 5] }],
      ['computed', integer],
      ['y', type],
    ]),
  };
}

test('a network of known operators has no blockers', () => {
  assert.equal(blockers(graphOf([{ outputs: ['h'] }, { opType: 'Exp', inputs: ['h'] }])), []);
});

test('an unknown operator is named with its id', () => {
  const graph = graphOf([{ opType: 'Det', outputs: ['h'] }, { inputs: ['h'] }]);
  assert.equal(blockers(graph), [{ node: 'h', opType: 'Det' }]);
});

test('an operator of a foreign domain blocks', () => {
  assert.equal(blockers(graphOf([{ domain: 'com.example' }])), [{ node: 'y', opType: 'Relu' }]);
});

test('integers on the side do not block', () => {
  const nodes = [{ opType: 'Shape', outputs: ['computed'] }, {}];
  assert.equal(blockers(graphOf(nodes)), []);
});

test('an integer outcome of the network blocks', () => {
  assert.equal(blockers(graphOf([{ opType: 'ArgMax' }], 'integer')), [{ node: 'y', opType: 'ArgMax' }]);
});

const linear = { mode: attribute.string('linear') };
const decided: readonly (readonly [string, Partial<GraphNode>, boolean])[] = [
  ['ReduceMean over constant axes', { opType: 'ReduceMean', inputs: ['x', 'axes'] }, true],
  ['ReduceMean over computed axes', { opType: 'ReduceMean', inputs: ['x', 'computed'] }, false],
  ['Clip with a constant limit', { opType: 'Clip', inputs: ['x', 'limit'] }, true],
  ['Clip with a computed limit', { opType: 'Clip', inputs: ['x', 'h'] }, false],
  ['Resize, cubic', { opType: 'Resize', attributes: { mode: attribute.string('cubic') } }, true],
  ['Resize, linear', { opType: 'Resize', attributes: linear }, true],
  [
    'Resize with antialias',
    { opType: 'Resize', attributes: { ...linear, antialias: attribute.int(1) } },
    true,
  ],
  ['nearest Resize with antialias', { opType: 'Resize', attributes: { antialias: attribute.int(1) } }, false],
  ['Einsum', { opType: 'Einsum', attributes: { equation: attribute.string('ij->i') } }, true],
  ['Einsum of a diagonal', { opType: 'Einsum', attributes: { equation: attribute.string('ii->i') } }, false],
  ['GridSample, cubic', { opType: 'GridSample', attributes: { mode: attribute.string('cubic') } }, true],
  ['GridSample of volumes', { opType: 'GridSample', inputs: ['volumes', 'grid'] }, false],
  ['Pad that wraps', { opType: 'Pad', attributes: { mode: attribute.string('wrap') } }, false],
];
for (const [name, node, expected] of decided) {
  test(`${name} ${expected ? 'has' : 'has no'} gradient`, () => {
    const graph = graphOf([node]);
    assert.is(differentiable(graph.nodes[0], graph), expected);
  });
}

test.run();

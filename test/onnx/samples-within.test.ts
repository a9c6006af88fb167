import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph } from '../../src/onnx/graph.js';
import { allActivationBytes, samplesReading, samplesRunning } from '../../src/onnx/samples-within.js';

/** One activation `a` of 2^20 bytes that is read twice, and one `b` of 2^18. */
const graph = {
  inputs: [{ name: 'x', dtype: 'float32', dims: [1, 4] }],
  outputs: [{ name: 'b', dtype: 'float32', dims: [1, 2 ** 16] }],
  nodes: [
    { name: '', opType: 'Relu', inputs: ['x'], outputs: ['a'] },
    { name: '', opType: 'Relu', inputs: ['a'], outputs: ['b'] },
  ],
  values: new Map([
    ['x', { dtype: 'float32', dims: [1, 4] }],
    ['a', { dtype: 'float32', dims: [1, 4, 2 ** 16] }],
    ['b', { dtype: 'float32', dims: [1, 2 ** 16] }],
  ]),
} as unknown as Graph;

test('bytes are those of what nodes make', () => {
  assert.is(allActivationBytes(graph), 2 ** 20 + 2 ** 18);
});

test('batches that read activations hold a quarter of a gibibyte of them', () => {
  assert.is(samplesReading(graph, ['a'], 1000), 256);
  assert.is(samplesReading(graph, ['a', 'b'], 1000), Math.floor(256 / 1.25));
  assert.is(samplesReading(graph, ['a'], 64), 64);
  assert.is(samplesReading(graph, [], 64), 64);
});

test('batches that are only run hold several of the largest activation', () => {
  assert.is(samplesRunning(graph, 1000), 128);
  assert.is(samplesRunning(graph, 64), 64);
});

test('at least one sample is run, however large it is', () => {
  const values = new Map([...graph.values, ['a', { dtype: 'float32', dims: [2 ** 29] }]]);
  const large = { ...graph, values } as Graph;
  assert.is(samplesReading(large, ['a'], 64), 1);
  assert.is(samplesRunning(large, 64), 1);
});

test.run();

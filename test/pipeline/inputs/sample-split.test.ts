import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph } from '../../../src/onnx/graph.js';
import { withOutputsInMemory } from '../../../src/pipeline/inputs/sample-split.js';

const samples = { path: '', count: 1000, labels: undefined, digest: '', order: [] };
const giving = (...outputs: (readonly number[])[]): Graph =>
  ({ outputs: outputs.map((dims) => ({ name: 'y', dtype: 'float32', dims })) }) as unknown as Graph;

test('quality is measured on as many samples as have their outputs in 256 MiB', () => {
  assert.is(withOutputsInMemory(samples, giving([1, 1000]), 'scores').count, 1000);
  assert.is(withOutputsInMemory(samples, giving([1, 40, 6625]), 'scores').count, 253);
  assert.is(withOutputsInMemory(samples, giving([1, 40, 6625], [1, 40, 6625]), 'scores').count, 126);
});

test('on sixteen in any case, or on all that there are', () => {
  const maps = giving([1, 150, 512, 512]);
  assert.is(withOutputsInMemory(samples, maps, 'scores').count, 16);
  assert.is(withOutputsInMemory({ ...samples, count: 5 }, maps, 'scores').count, 5);
});

test('where classes are kept in place of scores, more samples fit', () => {
  assert.is(withOutputsInMemory(samples, giving([1, 40, 6625]), 'classes').count, 1000);
});

test.run();

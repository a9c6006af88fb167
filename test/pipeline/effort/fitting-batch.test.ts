import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph } from '../../../src/onnx/graph.js';
import { fittingBatch } from '../../../src/pipeline/effort/fitting-batch.js';

/** A network with one activation of so many mebibytes a sample. */
const network = (mebibytes: number) =>
  ({
    nodes: [{ name: '', opType: 'Relu', inputs: ['x'], outputs: ['y'] }],
    values: new Map([['y', { dtype: 'float32', dims: [1, mebibytes * 2 ** 18] }]]),
  }) as unknown as Graph;

for (const [mebibytes, most, batch] of [
  [1, 64, 64],
  [8, 64, 64],
  [9, 64, 32],
  [17, 64, 16],
  [60, 64, 8],
  [1000, 64, 8],
  [1000, 100, 12],
  [1000, 8, 8],
  [1000, 5, 5],
  [1000, 1, 1],
] as const) {
  test(`a batch of ${most} at ${mebibytes} MiB a sample is one of ${batch}`, () =>
    assert.is(fittingBatch(network(mebibytes), { batch: most }), batch));
}

test.run();

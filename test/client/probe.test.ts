import * as onnxruntime from 'onnxruntime-node';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Ort } from '../../src/client/ort.js';
import { probe } from '../../src/client/probe.js';
import type { Graph } from '../../src/onnx/graph.js';
import { writeGraph } from '../../src/onnx/write-graph.js';

/** Its input has to be of 5 rows and 7 columns. */
const graph: Graph = {
  name: 'sum',
  opsets: new Map([['', 18]]),
  inputs: [{ name: 'x', dtype: 'float32', dims: [1, 1, 5, 7] }],
  outputs: [{ name: 'y', dtype: 'float32', dims: [1, 1, 1, 1] }],
  nodes: [{ opType: 'Conv', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
  initializers: new Map([
    ['w', { dtype: 'float32', dims: [1, 1, 5, 7], data: new Float32Array(35).fill(1) }],
  ]),
  values: new Map(),
};

test('a file with an open height and width runs once at the size that it was made at', async () => {
  const input = [
    { axis: 2, name: 'height' },
    { axis: 3, name: 'width' },
  ] as const;
  const bytes = writeGraph(graph, { batch: 'dynamic', openSizes: { input, outputs: [[2, 3]] } });
  const session = await onnxruntime.InferenceSession.create(bytes);
  const ms = await probe(session as never, onnxruntime as unknown as Ort, 1);
  await session.release();
  assert.ok(ms !== undefined && ms >= 0);
});

test.run();

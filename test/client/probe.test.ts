import * as onnxruntime from 'onnxruntime-node';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { textEncoder } from '../../fixtures/networks/text-encoder.js';
import type { Ort } from '../../src/client/ort.js';
import { probe } from '../../src/client/probe.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { openSizeFile } from '../support/open-size-file.js';

test('a file with an open height and width runs once at the size that it was made at', async () => {
  const session = await onnxruntime.InferenceSession.create(openSizeFile());
  const ms = await probe(session as never, onnxruntime as unknown as Ort, 1);
  await session.release();
  assert.ok(ms !== undefined && ms >= 0);
});

test('a file with integer inputs runs', async () => {
  const size = { layers: 1, width: 8, heads: 2, hidden: 8, vocabulary: 20, length: 4 };
  const bytes = writeGraph(textEncoder(size, rngOf(1, 'probe')), { batch: 'dynamic' });
  const session = await onnxruntime.InferenceSession.create(bytes);
  const ms = await probe(session as never, onnxruntime as unknown as Ort, 1);
  await session.release();
  assert.ok(ms !== undefined && ms >= 0);
});

test.run();

import * as onnxruntime from 'onnxruntime-node';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Ort } from '../../src/client/ort.js';
import { probe } from '../../src/client/probe.js';
import { openSizeFile } from '../support/open-size-file.js';

test('a file with an open height and width runs once at the size that it was made at', async () => {
  const session = await onnxruntime.InferenceSession.create(openSizeFile());
  const ms = await probe(session as never, onnxruntime as unknown as Ort, 1);
  await session.release();
  assert.ok(ms !== undefined && ms >= 0);
});

test.run();

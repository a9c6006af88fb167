import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../src/errors.js';

test('the sentence names where, what, value, what is accepted and the next step', () => {
  const error = new BespokeError({
    code: 'EXAMPLE',
    what: 'unknown runtime',
    where: 'targets[0].runtime',
    value: 'onnx/cpu',
    accepted: 'onnxruntime-node/cpu',
    next: 'Correct it.',
  });
  assert.is(
    error.message,
    "targets[0].runtime: unknown runtime; got 'onnx/cpu'; accepted: onnxruntime-node/cpu. Correct it.",
  );
  assert.is(error.code, 'EXAMPLE');
});

test.run();

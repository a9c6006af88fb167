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

test('what a terminal would obey is left out, and lines of one part stay', () => {
  const { message } = new BespokeError({
    code: 'EXAMPLE',
    what: 'not an image',
    where: '/data/\u001b[2Ja\u0007\nb.png',
    value: 'x\u009by\r\nz',
    next: 'One:\ntwo.',
  });
  assert.is(message, "/data/ [2Ja b.png: not an image; got 'x y z'. One:\ntwo.");
});

test('a long reason and a long value are shortened, so that the sentence is read', () => {
  const problem = { code: 'EXAMPLE', what: 'w'.repeat(1e5), where: 'model.onnx', value: 'v'.repeat(1e5) };
  const { message } = new BespokeError({ ...problem, next: 'Export it again.' });
  assert.ok(message.length <= 400, `${message.length}`);
  assert.match(message, /^model\.onnx: w+ …; got 'v+…\. Export it again\.$/);
});

test.run();

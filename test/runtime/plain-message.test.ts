import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { plainMessage } from '../../src/runtime/plain-message.js';

const cases: readonly (readonly [string, string, string])[] = [
  [
    'a place in the source with a signature',
    "Non-zero status code returned while running Reshape node. Name:'r' Status Message: /onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:91 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, onnxruntime::TensorShapeVector&, bool) input_shape_size == requested_shape_size was false. Input shape:{2,3}, requested shape:{1,6}\n",
    'input_shape_size == requested_shape_size was false. Input shape:{2,3}, requested shape:{1,6}',
  ],
  [
    'one with template arguments',
    'Exception during initialization: /onnxruntime_src/onnxruntime/core/providers/cpu/nn/lrn.h:23 onnxruntime::LRN<T>::LRN(const onnxruntime::OpKernelInfo&) [with T = float] size_ % 2 == 1 was false. \n',
    'Exception during initialization: size_ % 2 == 1 was false.',
  ],
  ['a plain sentence', 'Invalid rank for input: x', 'Invalid rank for input: x'],
];
for (const [name, message, expected] of cases) test(name, () => assert.is(plainMessage(message), expected));

test('a message of 100,000 characters is shortened', () => {
  assert.ok(plainMessage(`Input shape:{${'1,'.repeat(50_000)}}`).length <= 240);
});

test.run();

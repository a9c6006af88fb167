import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32 } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';

const { int, float } = attribute;
const shapes = [
  [4, 3],
  [3, 2, 5],
  [2, 3, 4, 3],
];
const constant = (...values: number[]) => float32(Float32Array.from(values), [values.length]);

for (const dims of shapes) {
  const channels = [dims[1]];
  const first = [variable(dims, -1, 3), variable(channels, 0.5, 2), variable(channels)];
  const vector = (values: number[]) => constant(...values.slice(0, dims[1]));

  test(`inference form on [${dims}]`, async () => {
    const inputs = [...first, vector([0.3, -0.2, 1]), vector([0.5, 2, 1.5])];
    await checkGradient(nodeCase('BatchNormalization', inputs, { epsilon: float(1e-3) }));
  });

  test(`training form on [${dims}]: through the batch's statistics`, async () => {
    const inputs = [...first, vector([0.3, -0.2, 1]), vector([0.5, 2, 1.5])];
    const attributes = { training_mode: int(1), epsilon: float(1e-3), momentum: float(0.8) };
    const given = nodeCase('BatchNormalization', inputs, attributes, { outputs: 3 });
    await checkGradient(given, { weighted: ['y0'] });
  });
}

test('training form without running statistics among the outputs, attributes left at their defaults', async () => {
  const inputs = [variable([4, 2, 3]), variable([2]), variable([2]), constant(0, 0), constant(1, 1)];
  await checkGradient(nodeCase('BatchNormalization', inputs, { training_mode: int(1) }));
});

test('training form far from zero keeps its precision', async () => {
  const inputs = [variable([8, 2, 4], 99, 101), variable([2]), variable([2]), constant(0, 0), constant(1, 1)];
  const given = nodeCase('BatchNormalization', inputs, { training_mode: int(1) });
  const { error } = await checkGradient(given);
  assert.ok(error < 1e-4, `relative error ${error}`);
});

test.run();

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';
import { runGradient } from '../../support/gradient/run-gradient.js';

const { int, ints, string } = attribute;
const small = (min: number, max: number) => fc.integer({ min, max });

/** ONNX asks for less padding than kernel. */
const axis = fc
  .record({
    size: small(3, 7),
    kernel: small(1, 4),
    stride: small(1, 3),
    before: small(0, 2),
    after: small(0, 2),
  })
  .filter(
    ({ size, kernel, before, after }) => before < kernel && after < kernel && size + before + after >= kernel,
  );

const pools = fc.record({
  axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
  batch: small(1, 2),
  channels: small(1, 2),
  ceil: small(0, 1),
  includesPad: small(0, 1),
  seed: small(1, 1000),
});

for (const opType of ['AveragePool', 'MaxPool']) {
  test(`${opType}: any kernel, strides, pads, ceil_mode`, async () => {
    await fc.assert(
      fc.asyncProperty(pools, async ({ axes, batch, channels, ceil, includesPad, seed }) => {
        const attributes = {
          kernel_shape: ints(axes.map(({ kernel }) => kernel)),
          strides: ints(axes.map(({ stride }) => stride)),
          pads: ints([...axes.map(({ before }) => before), ...axes.map(({ after }) => after)]),
          ceil_mode: int(ceil),
          ...(opType === 'AveragePool' ? { count_include_pad: int(includesPad) } : {}),
        };
        const input = variable([batch, channels, ...axes.map(({ size }) => size)]);
        await checkGradient(nodeCase(opType, [input], attributes, { seed }));
      }),
      { seed: 3, numRuns: 30, endOnFailure: true },
    );
  });

  for (const autoPad of ['SAME_UPPER', 'SAME_LOWER', 'VALID']) {
    test(`${opType} with auto_pad ${autoPad}`, async () => {
      const attributes = { auto_pad: string(autoPad), kernel_shape: ints([3, 2]), strides: ints([2, 2]) };
      await checkGradient(nodeCase(opType, [variable([1, 2, 6, 5])], attributes));
    });
  }
}

test('MaxPool with dilations', async () => {
  const attributes = { kernel_shape: ints([2, 3]), dilations: ints([2, 1]), pads: ints([1, 1, 1, 1]) };
  await checkGradient(nodeCase('MaxPool', [variable([1, 2, 5, 6])], attributes));
});

test('MaxPool whose stride leaves places that no window sees', async () => {
  const attributes = { kernel_shape: ints([2, 1]), strides: ints([3, 3]) };
  await checkGradient(nodeCase('MaxPool', [variable([1, 2, 8, 7])], attributes));
});

test('MaxPool gives the gradient of equal elements to the first of them', async () => {
  const given = nodeCase('MaxPool', [variable([1, 1, 2, 4], 0, 0)], {
    kernel_shape: ints([2, 2]),
    strides: ints([2, 2]),
  });
  const { gradients, weights } = await runGradient(given, ['y0']);
  const [left, right] = weights.get('y0')!.data;
  assert.equal([...gradients.get('a')!.data], [left, 0, right, 0, 0, 0, 0, 0]);
});

for (const spatial of [[5], [3, 4], [2, 3, 2]]) {
  test(`GlobalAveragePool over [${spatial}]`, async () => {
    await checkGradient(nodeCase('GlobalAveragePool', [variable([2, 3, ...spatial])]));
  });
}

for (const p of [1, 2, 3]) {
  test(`LpPool, p ${p}`, async () => {
    const attributes = {
      p: int(p),
      kernel_shape: ints([2, 3]),
      strides: ints([1, 2]),
      pads: ints([1, 0, 0, 1]),
    };
    await checkGradient(nodeCase('LpPool', [variable([2, 2, 4, 5], -2, 2)], attributes));
  });
  test(`GlobalLpPool, p ${p}`, async () => {
    await checkGradient(nodeCase('GlobalLpPool', [variable([2, 3, 3, 2], -2, 2)], { p: int(p) }));
  });
}

test('GlobalMaxPool', async () => {
  await checkGradient(nodeCase('GlobalMaxPool', [variable([2, 3, 3, 4])]));
});

test.run();

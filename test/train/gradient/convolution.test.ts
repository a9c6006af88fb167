import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';

const { int, ints, string } = attribute;
const small = (min: number, max: number) => fc.integer({ min, max });

/** One spatial axis: input size and how the kernel moves over it. */
const axis = fc
  .record({
    size: small(3, 6),
    kernel: small(1, 3),
    stride: small(1, 3),
    dilation: small(1, 2),
    before: small(0, 2),
    after: small(0, 2),
    extra: small(0, 2),
  })
  .filter(
    ({ size, kernel, dilation, before, after }) => size + before + after >= (kernel - 1) * dilation + 1,
  );

type Axis = typeof axis extends fc.Arbitrary<infer T> ? T : never;

const windowAttributes = (axes: readonly Axis[]) => ({
  kernel_shape: ints(axes.map(({ kernel }) => kernel)),
  strides: ints(axes.map(({ stride }) => stride)),
  dilations: ints(axes.map(({ dilation }) => dilation)),
  pads: ints([...axes.map(({ before }) => before), ...axes.map(({ after }) => after)]),
});

const convolutions = (group: fc.Arbitrary<number>, perGroup: fc.Arbitrary<number>) =>
  fc.record({
    axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
    batch: small(1, 2),
    group,
    columns: perGroup,
    rows: perGroup,
    bias: fc.boolean(),
    seed: small(1, 1000),
  });

const kinds = {
  ungrouped: convolutions(fc.constant(1), small(1, 3)),
  grouped: convolutions(small(2, 3), small(1, 2)),
  depthwise: convolutions(small(2, 4), fc.constant(1)),
};

for (const [kind, arbitrary] of Object.entries(kinds)) {
  test(`Conv, ${kind}: any strides, dilations and pads`, async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ axes, batch, group, columns, rows, bias, seed }) => {
        const inputs = [
          variable([batch, group * columns, ...axes.map(({ size }) => size)]),
          variable([group * rows, columns, ...axes.map(({ kernel }) => kernel)]),
          ...(bias ? [variable([group * rows])] : []),
        ];
        const attributes = { ...windowAttributes(axes), group: int(group) };
        await checkGradient(nodeCase('Conv', inputs, attributes, { seed }));
      }),
      { seed: 1, numRuns: 16, endOnFailure: true },
    );
  });

  test(`ConvTranspose, ${kind}: any strides, dilations, pads and output padding`, async () => {
    const possible = arbitrary.filter(({ axes }) =>
      axes.every(
        (each) =>
          each.extra < each.stride &&
          (each.size - 1) * each.stride + (each.kernel - 1) * each.dilation + each.extra >=
            each.before + each.after,
      ),
    );
    await fc.assert(
      fc.asyncProperty(possible, async ({ axes, batch, group, columns, rows, bias, seed }) => {
        const inputs = [
          variable([batch, group * rows, ...axes.map(({ size }) => size)]),
          variable([group * rows, columns, ...axes.map(({ kernel }) => kernel)]),
          ...(bias ? [variable([group * columns])] : []),
        ];
        const attributes = {
          ...windowAttributes(axes),
          output_padding: ints(axes.map(({ extra }) => extra)),
          group: int(group),
        };
        await checkGradient(nodeCase('ConvTranspose', inputs, attributes, { seed }));
      }),
      { seed: 2, numRuns: 16, endOnFailure: true },
    );
  });
}

for (const autoPad of ['SAME_UPPER', 'SAME_LOWER', 'VALID']) {
  for (const stride of [1, 2, 3]) {
    test(`Conv with auto_pad ${autoPad}, stride ${stride}`, async () => {
      const attributes = { auto_pad: string(autoPad), strides: ints([stride, stride]) };
      const inputs = [variable([2, 2, 6, 5]), variable([3, 2, 3, 2]), variable([3])];
      await checkGradient(nodeCase('Conv', inputs, attributes));
    });
  }
}

for (const autoPad of ['SAME_UPPER', 'SAME_LOWER', 'NOTSET']) {
  test(`ConvTranspose with output_shape, auto_pad ${autoPad}`, async () => {
    const attributes = {
      auto_pad: string(autoPad),
      strides: ints([2, 2]),
      output_shape: ints([8, 7]),
    };
    await checkGradient(
      nodeCase('ConvTranspose', [variable([1, 2, 4, 3]), variable([2, 3, 3, 4])], attributes),
    );
  });
}

test('Conv over three spatial axes', async () => {
  const attributes = { strides: ints([1, 2, 1]), pads: ints([1, 0, 1, 0, 1, 1]) };
  await checkGradient(nodeCase('Conv', [variable([1, 2, 3, 4, 3]), variable([2, 2, 2, 2, 2])], attributes));
});

test('Conv of a whole kernel to one position', async () => {
  await checkGradient(nodeCase('Conv', [variable([2, 3, 4, 4]), variable([2, 3, 4, 4])]));
});

test('the input gradient is a Conv at stride 1 and a ConvTranspose otherwise', async () => {
  const inputs = [variable([1, 4, 6, 6]), variable([4, 4, 3, 3])];
  const pads = ints([1, 1, 1, 1]);
  const dense = await checkGradient(nodeCase('Conv', inputs, { pads }));
  const strided = await checkGradient(nodeCase('Conv', inputs, { pads, strides: ints([2, 2]) }));
  assert.not.ok(dense.run.operators.includes('ConvTranspose'));
  assert.ok(strided.run.operators.includes('ConvTranspose'));
});

test.run();

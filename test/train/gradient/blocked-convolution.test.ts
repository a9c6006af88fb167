import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { relativeError } from '../../support/gradient/check-gradient.js';
import { type GradientCase, nodeCase, variable } from '../../support/gradient/gradient-case.js';
import { runGradient } from '../../support/gradient/run-gradient.js';

const { int, ints } = attribute;
const block = await cpuEngine.channelBlock?.();
const here = block === undefined ? test.skip : test;

/**
 * Runs a case on blocks and on plain channels, whose gradients are held to float64 elsewhere; returns the operators on
 * blocks.
 */
async function compare(given: GradientCase): Promise<readonly string[]> {
  const plain = await runGradient(given, ['y0']);
  const blocked = await runGradient(given, ['y0'], block);
  for (const [kind, ours, theirs] of [
    ['output', blocked.outputs, plain.outputs],
    ['gradient of', blocked.gradients, plain.gradients],
  ] as const)
    for (const [name, expected] of theirs) {
      assert.equal(ours.get(name)!.dims, expected.dims, `shape of ${kind} ${name}`);
      const error = relativeError(ours.get(name)!, expected);
      assert.ok(error < 2e-5, `${kind} ${name}: relative error ${error}`);
    }
  return blocked.operators.filter((name) => name.startsWith('com.microsoft.nchwc.'));
}

const convolution = ({
  batch = 16,
  channels = 32,
  rows = 32,
  kernel = [3, 3],
  size = 6,
  group = 1,
  bias = false,
  seed = 1,
  ...attributes
}: {
  batch?: number;
  channels?: number;
  rows?: number;
  kernel?: readonly number[];
  size?: number;
  group?: number;
  bias?: boolean;
  seed?: number;
  strides?: readonly number[];
  dilations?: readonly number[];
  pads?: readonly number[];
}): GradientCase => {
  const inputs = [
    variable([batch, channels, size, size]),
    variable([rows, channels / group, ...kernel]),
    ...(bias ? [variable([rows])] : []),
  ];
  const lists = Object.entries(attributes).map(([name, value]) => [name, ints(value!)] as const);
  return nodeCase('Conv', inputs, { group: int(group), ...Object.fromEntries(lists) }, { seed });
};

const convolutionsIn = (operators: readonly string[]): number =>
  operators.filter((name) => name.endsWith('.Conv')).length;

here(
  'a convolution of whole blocks is on blocks forward, back to its input and back to its weights',
  async () => {
    const operators = await compare(convolution({ pads: [1, 1, 1, 1] }));
    assert.is(convolutionsIn(operators), 3);
    // x forward, its samples as channels, dy once for both ways back, and the weights of two convolutions.
    assert.is(operators.filter((name) => name.endsWith('.ReorderInput')).length, 5);
  },
);

here('a depthwise convolution is on blocks forward and back to its input and weights', async () => {
  const operators = await compare(convolution({ group: 32, pads: [1, 1, 1, 1] }));
  assert.is(convolutionsIn(operators), 3);
});

here('a few input channels are read as they lie', async () => {
  const operators = await compare(convolution({ channels: 3, pads: [1, 1, 1, 1] }));
  // Back to three channels would be for the most part zeros.
  assert.is(convolutionsIn(operators), 2);
});

for (const [what, options] of Object.entries({
  'where blocks would be half empty': { channels: 17, rows: 17 },
  'of 1 x 1': { kernel: [1, 1] },
  'in groups': { group: 2 },
}))
  here(`a convolution ${what} is a plain one`, async () => {
    assert.equal(await compare(convolution(options)), []);
  });

here('samples that are no whole number of blocks are not taken as channels', async () => {
  const operators = await compare(convolution({ batch: 6, pads: [1, 1, 1, 1] }));
  assert.is(convolutionsIn(operators), 2);
});

here('any channels, strides, dilations and pads', async () => {
  const from = (...values: number[]) => fc.constantFrom(...values);
  const pair = (...values: number[]) => fc.tuple(from(...values), from(...values));
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        batch: from(2, 16, 32),
        channels: from(3, 12, 16, 30, 48),
        rows: from(8, 14, 16, 31, 32),
        kernel: pair(1, 2, 3, 5),
        strides: pair(1, 2, 3),
        dilations: pair(1, 2),
        pads: fc.tuple(from(0, 2), from(0, 1), from(0, 1), from(0, 2)),
        bias: fc.boolean(),
        seed: fc.integer({ min: 1, max: 1000 }),
      }),
      async (options) => {
        await compare(convolution({ ...options, size: 9 }));
      },
    ),
    { seed: 1, numRuns: 24, endOnFailure: true },
  );
});

here('any depthwise convolution', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        channels: fc.constantFrom(8, 14, 16, 30, 32),
        kernel: fc.constantFrom([1, 1], [3, 3], [5, 2]),
        strides: fc.constantFrom([1, 1], [2, 2]),
        pads: fc.constantFrom([0, 0, 0, 0], [1, 2, 0, 1]),
        bias: fc.boolean(),
        seed: fc.integer({ min: 1, max: 1000 }),
      }),
      async ({ channels, ...options }) => {
        await compare(convolution({ ...options, batch: 2, channels, rows: channels, group: channels }));
      },
    ),
    { seed: 1, numRuns: 16, endOnFailure: true },
  );
});

test.run();

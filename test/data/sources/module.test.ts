import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadDataset } from '../../../src/data/load-dataset.js';
import type { DatasetOptions } from '../../../src/data/sources/data-source.js';
import { inDirectory } from '../../store/temporary-directory.js';
import { plainInput } from '../plain-input.js';
import { refusal } from '../refusal.js';

const test = suite('data module');

async function load(text: string, options: DatasetOptions = {}, name = 'data.ts') {
  let result: ReturnType<typeof loadDataset> | undefined;
  await inDirectory(async (directory) => {
    await writeFile(join(directory, name), text);
    await writeFile(join(directory, 'part.ts'), 'export const two: number = 2;');
    result = loadDataset({ kind: 'module', path: join(directory, name) }, plainInput, options);
    await result.catch(() => {});
  });
  return result as ReturnType<typeof loadDataset>;
}

const FOUR = 'new Uint8Array([1, 2, 3, 4])';
for (const [name, text, file] of [
  ['an object', `export default { values: ${FOUR}, dims: [2], labels: [1, 0], classes: ['a', 'b'] };`],
  [
    'a promise',
    `export default Promise.resolve({ values: ${FOUR}, dims: [2], labels: new Int32Array([1, 0]) });`,
  ],
  [
    'a function',
    `export default () => ({ values: new Uint8ClampedArray(${FOUR}), dims: [2], labels: [1, 0] });`,
  ],
  [
    'an async function',
    `export default async () => ({ values: Buffer.from(${FOUR}), dims: [2], labels: [1, 0] });`,
  ],
  [
    'TypeScript that imports more',
    `import { two } from './part';\nexport default (): unknown => ({ values: ${FOUR}, dims: [two] as number[], labels: [1, 0] });`,
  ],
  ['CommonJS', `module.exports = () => ({ values: ${FOUR}, dims: [2], labels: [1, 0] });`, 'data.cjs'],
  ['plain ESM', `export default { values: ${FOUR}, dims: [2], labels: [1, 0] };`, 'data.mjs'],
  [
    'a generator',
    'export default function* () { yield { values: new Uint8Array([1, 2]), label: 1 }; yield { values: new Uint8Array([3, 4]), label: 0 }; }',
  ],
  [
    'an async generator that fills one array again and again',
    `export default async function* () {
      const values = new Uint8Array(2);
      for (const [index, start] of [1, 3].entries()) {
        values.set([start, start + 1]);
        yield { values, dims: [2], label: 1 - index };
      }
    }`,
  ],
  [
    'an array of samples',
    `export default [{ values: new Uint8Array([1, 2]), label: 1 }, { values: new Uint8Array([3, 4]), label: 0 }];`,
  ],
] as const) {
  test(`${name} gives samples`, async () => {
    const dataset = await load(text, { expectedDims: [2], expectedClasses: 2 }, file);
    assert.ok(dataset.values instanceof Uint8Array);
    assert.equal([dataset.count, dataset.sampleDims, [...dataset.values]], [2, [2], [1, 2, 3, 4]]);
    assert.equal(dataset.labels, Int32Array.of(1, 0));
  });
}

for (const values of ['[0.5, 2]', 'new Float32Array([0.5, 2])', 'new Float64Array([0.5, 2])']) {
  test(`${values} become float32`, async () => {
    const dataset = await load(`export default { values: ${values}, dims: [1] };`);
    assert.equal(dataset.values, Float32Array.of(0.5, 2));
    assert.is(dataset.labels, undefined);
  });
}

test('classes are kept', async () => {
  const dataset = await load(`export default { values: [1], dims: [1], labels: [1], classes: ['a', 'b'] };`);
  assert.equal(dataset.classes, ['a', 'b']);
});

test('samples of rank 3 follow the rules of layout', async () => {
  const text = 'export default { values: [0, 1, 2, 3, 4, 5], dims: [2, 1, 3] };';
  const moved = await load(text, { expectedDims: [2, 1, 3] });
  assert.equal(
    [moved.sampleDims, [...moved.values]],
    [
      [1, 3, 2],
      [0, 3, 1, 4, 2, 5],
    ],
  );
});

test('the function gets the signal', async () => {
  const { signal } = new AbortController();
  const text =
    'export default ({ signal }) => ({ values: [signal instanceof AbortSignal ? 1 : 0], dims: [1] });';
  assert.equal([...(await load(text, { signal })).values], [1]);
});

for (const [name, text, code, value] of [
  [
    'an exception',
    'export default () => { throw new Error("no such drive"); };',
    'DATA_MODULE',
    'no such drive',
  ],
  ['a rejection', 'export default async () => { throw new TypeError("bad"); };', 'DATA_MODULE', 'bad'],
  ['a syntax error', 'export default {;', 'DATA_MODULE', undefined],
  [
    'an iterator that fails',
    'export default function* () { throw new Error("half"); }',
    'DATA_MODULE',
    'half',
  ],
  ['nothing', 'export default undefined;', 'DATA_MODULE', undefined],
  ['a text', 'export default "data";', 'DATA_MODULE', 'data'],
  ['no dims', 'export default { values: [1] };', 'DATA_MODULE', ['values']],
  ['dims that are no sizes', 'export default { values: [1], dims: [0.5] };', 'DATA_MODULE', undefined],
  ['values that are no numbers', 'export default { values: ["1"], dims: [1] };', 'DATA_MODULE', undefined],
  ['big integers', 'export default { values: new BigInt64Array(1), dims: [1] };', 'DATA_MODULE', undefined],
  ['values that fill no samples', 'export default { values: [1, 2, 3], dims: [2] };', 'DATA_SHAPE', 3],
  ['no samples', 'export default { values: [], dims: [2] };', 'DATA_EMPTY', undefined],
  ['an iterable without samples', 'export default function* () {}', 'DATA_EMPTY', undefined],
  ['a sample that is none', 'export default [{ values: [1] }, 5];', 'DATA_MODULE', 5],
  [
    'samples of different length',
    'export default [{ values: [1] }, { values: [1, 2] }];',
    'DATA_SHAPE',
    undefined,
  ],
  ['some labels', 'export default [{ values: [1], label: 0 }, { values: [2] }];', 'DATA_LABELS', 1],
  ['labels too few', 'export default { values: [1, 2], dims: [1], labels: [0] };', 'DATA_LABELS', 1],
  ['NaN in an array', 'export default { values: [1, NaN], dims: [1] };', 'DATA_NOT_FINITE', 'NaN'],
] as const) {
  test(`${name}: ${code}`, async () => {
    const problem = await refusal(load(text));
    assert.is(problem.code, code);
    assert.ok(problem.where?.endsWith('data.ts'));
    if (value !== undefined) assert.equal(problem.value, value);
  });
}

test('an abort ends an endless iterable', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('stop')), 50);
  const text = `export default async function* () {
    for (;;) { await new Promise((resolve) => setTimeout(resolve, 1)); yield { values: [1] }; }
  }`;
  const error = await load(text, { signal: controller.signal }).catch((reason) => reason);
  assert.is(error.message, 'stop');
});

test.run();

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SourcePlan } from '../../../src/config/sources.js';
import { loadDataset } from '../../../src/data/load-dataset.js';
import type { PackedInput } from '../../../src/onnx/packed-inputs.js';
import { inDirectory } from '../../store/temporary-directory.js';
import { npy, npz } from '../numpy-files.js';
import { plainInput } from '../plain-input.js';
import { refusal } from '../refusal.js';

const test = suite('samples of several inputs');

/** Rows of [mask, ids, x]. */
const inputs: readonly PackedInput[] = [
  { name: 'ids', dtype: 'int64', dims: [1, 2], offset: 2, below: 100 },
  { name: 'mask', dtype: 'bool', dims: [1, 2], offset: 0 },
  { name: 'x', dtype: 'float32', dims: [1, 1, 2], offset: 4 },
];
const ROWS = [1, 0, 7, 99, 0.5, -1, 1, 1, 0, 3, 2, 4];

const load = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  source: (directory: string) => SourcePlan,
  given: { readonly inputs?: readonly PackedInput[] | undefined; readonly input?: object } = {},
) => {
  let result: ReturnType<typeof loadDataset> | undefined;
  await inDirectory(async (directory) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
    const input = { ...plainInput, ...given.input };
    result = loadDataset(source(directory), input, { inputs: 'inputs' in given ? given.inputs : inputs });
    await result.catch(() => {});
  });
  return result as ReturnType<typeof loadDataset>;
};

const int64 = (...values: number[]) =>
  npy(BigInt64Array.from(values, BigInt), { descr: '<i8', shape: [2, 2] });
const arrays = (ids: Uint8Array = int64(7, 99, 0, 3)) => ({
  tokens: ids,
  mask: npy(Uint8Array.of(1, 0, 1, 1), { descr: '|b1', shape: [2, 2] }),
  x: npy(Float32Array.of(0.5, -1, 2, 4), { descr: '<f4', shape: [2, 1, 2] }),
  y: npy(BigInt64Array.of(1n, 0n), { descr: '<i8', shape: [2] }),
});
const names = { ids: 'tokens', mask: 'mask', x: 'x' };
const fromNpz = (
  content: Readonly<Record<string, Uint8Array>>,
  values: string | Readonly<Record<string, string>> = names,
  given: Parameters<typeof load>[2] = {},
) =>
  load(
    { 'data.npz': npz(content) },
    (directory) => ({
      kind: 'npz',
      path: join(directory, 'data.npz'),
      values,
      labels: 'y',
      layout: undefined,
    }),
    given,
  );
const fromModule = (text: string, given: Parameters<typeof load>[2] = {}) =>
  load({ 'data.mjs': text }, (directory) => ({ kind: 'module', path: join(directory, 'data.mjs') }), given);

test('npz: an array for each input, and labels', async () => {
  const data = await fromNpz(arrays());
  assert.equal([data.count, data.sampleDims, [...data.values]], [2, [6], ROWS]);
  assert.equal([...data.labels!], [1, 0]);
});

test('npz: without names, arrays are called as the inputs are', async () => {
  const { tokens, ...others } = arrays();
  assert.equal([...(await fromNpz({ ...others, ids: tokens }, 'x')).values], ROWS);
});

const AT_ONCE =
  'ids: new BigInt64Array([7n, 99n, 0n, 3n]), mask: [1, 0, 1, 1], x: new Float32Array([0.5, -1, 2, 4])';
for (const [name, text] of [
  ['all at once', `export default { values: { ${AT_ONCE} }, labels: [1, 0] };`],
  [
    'all at once, with more than the model takes',
    `export default { values: { more: [1], ${AT_ONCE} }, labels: [1, 0] };`,
  ],
  [
    'sample by sample',
    `export default function* () {
      yield { values: { ids: [7n, 99n], mask: [1, 0], x: [0.5, -1] }, label: 1 };
      yield { values: { x: [2, 4], mask: new Uint8Array([1, 1]), ids: new Int32Array([0, 3]) }, label: 0 };
    }`,
  ],
] as const)
  test(`module: ${name}`, async () => {
    const data = await fromModule(text);
    assert.equal([data.count, [...data.values], [...data.labels!]], [2, ROWS, [1, 0]]);
  });

test('one input of integers takes one array without a name', async () => {
  const one: readonly PackedInput[] = [{ ...inputs[0]!, offset: 0 }];
  const data = await fromModule('export default { values: new Int32Array([7, 99, 0, 3]), dims: [2] };', {
    inputs: one,
  });
  assert.equal([data.sampleDims, [...data.values]], [[2], [7, 99, 0, 3]]);
  assert.equal([...(await fromNpz(arrays(), 'tokens', { inputs: one })).values], [7, 99, 0, 3]);
});

const module = (values: string): string => `export default { values: { ${values} } };`;
const rest = 'mask: [1, 0], x: [1, 2]';
const refused: readonly (readonly [string, () => Promise<unknown>, string, readonly string[]])[] = [
  [
    'an index outside of the embedding',
    () => fromNpz(arrays(int64(7, 99, 0, 100))),
    'DATA_VALUE',
    ['sample 1', "place 1 of 'ids'", '100', 'from 0 to 99'],
  ],
  [
    'an index below zero',
    () => fromModule(module(`ids: [3, -1], ${rest}`)),
    'DATA_VALUE',
    ['sample 0', '-1'],
  ],
  ['a fraction as an index', () => fromModule(module(`ids: [3, 0.5], ${rest}`)), 'DATA_VALUE', ['0.5']],
  [
    'a number as a flag',
    () => fromModule(module('ids: [1, 2], mask: [1, 2], x: [1, 2]')),
    'DATA_VALUE',
    ["'mask'", 'from 0 to 1'],
  ],
  [
    'no number',
    () => fromModule(module('ids: [1, 2], mask: [1, 0], x: [1, NaN]')),
    'DATA_VALUE',
    ["'x'", 'NaN'],
  ],
  [
    'an integer that float32 does not hold',
    () =>
      fromModule(module('n: [16777217]'), {
        inputs: [{ name: 'n', dtype: 'int64', dims: [1, 1], offset: 0 }],
      }),
    'DATA_VALUE',
    ['16777217', '16777216'],
  ],
  [
    'an input without values',
    () => fromModule(module('ids: [1, 2]')),
    'DATA_INPUTS',
    ["'mask'", 'data.input.fixed'],
  ],
  [
    'one array for several inputs',
    () => fromModule('export default { values: [1, 2], dims: [2] };'),
    'DATA_INPUTS',
    ['ids, mask, x'],
  ],
  [
    'one array of an archive for several inputs',
    () => fromNpz(arrays(), 'tokens'),
    'DATA_INPUTS',
    ['tokens'],
  ],
  [
    'an array for an input that is not there',
    () => fromNpz(arrays(), { ...names, z: 'x' }),
    'DATA_INPUTS',
    ['z'],
  ],
  [
    'names for a model of one input',
    () => fromModule(module(`ids: [1, 2], ${rest}`), { inputs: undefined }),
    'DATA_INPUTS',
    ['ids, mask, x'],
  ],
  ['too many values', () => fromModule(module(`ids: [1, 2, 3], ${rest}`)), 'DATA_SHAPE', ["'ids'", '[2]']],
  [
    'a shape that is not that of the input',
    () => fromNpz({ ...arrays(), x: npy(new Float32Array(4), { descr: '<f4', shape: [2, 2] }) }),
    'DATA_SHAPE',
    ["'x'", '[1, 2]'],
  ],
  [
    'a sample with other inputs than the first',
    () => fromModule(`export default [{ values: { ids: [1, 2], ${rest} } }, { values: { ids: [1, 2] } }];`),
    'DATA_SHAPE',
    ['sample 1'],
  ],
  ['preprocessing', () => fromNpz(arrays(), names, { input: { scale: 0.5 } }), 'CONFIG_INPUT', ['scale']],
];
for (const [name, attempt, code, says] of refused)
  test(`refused: ${name}`, async () => {
    const problem = await refusal(attempt());
    assert.is(problem.code, code);
    for (const words of says)
      assert.ok(JSON.stringify(problem).includes(words), `${words} in ${JSON.stringify(problem)}`);
  });

test.run();

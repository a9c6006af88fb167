import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadDataset } from '../../../src/data/load-dataset.js';
import type { DatasetOptions } from '../../../src/data/sources/data-source.js';
import { float32ToFloat16 } from '../../../src/onnx/float16.js';
import { inDirectory } from '../../store/temporary-directory.js';
import { type NpyOptions, npy, npz } from '../numpy-files.js';
import { plainInput } from '../plain-input.js';
import { refusal } from '../refusal.js';

const test = suite('arrays');
const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

interface Case {
  readonly values: Uint8Array;
  readonly labels?: Uint8Array;
  readonly options?: DatasetOptions;
  readonly layout?: 'nchw' | 'nhwc';
  readonly inputLayout?: 'nchw' | 'nhwc';
  readonly level?: 0 | 6;
}

async function loadNpz({ values, labels, options, layout, inputLayout = 'nchw', level = 0 }: Case) {
  let result: ReturnType<typeof loadDataset> | undefined;
  await inDirectory(async (directory) => {
    const path = join(directory, 'data.npz');
    await writeFile(path, npz({ x: values, ...(labels && { y: labels }), other: values }, level));
    const source = { kind: 'npz', path, values: 'x', labels: labels && 'y', layout } as const;
    result = loadDataset(source, { ...plainInput, layout: inputLayout }, options);
    await result.catch(() => {});
  });
  return result as ReturnType<typeof loadDataset>;
}

const shape: NpyOptions['shape'] = [2, 2, 3];
for (const [descr, data] of [
  ['|u1', Uint8Array.from(numbers)],
  ['|b1', Uint8Array.from(numbers, (value) => value % 2)],
  ['|i1', Int8Array.from(numbers, (value) => -value)],
  ['<i2', Int16Array.from(numbers, (value) => -value * 1000)],
  ['<u2', Uint16Array.from(numbers, (value) => value * 5000)],
  ['<i4', Int32Array.from(numbers, (value) => -value * 100_000)],
  ['<u4', Uint32Array.from(numbers, (value) => value * 100_000)],
  ['<f4', Float32Array.from(numbers, (value) => value / 3)],
  ['<f8', Float64Array.from(numbers, (value) => value / 3)],
] as const) {
  test(`npz of ${descr}`, async () => {
    const dataset = await loadNpz({ values: npy(data, { descr, shape }) });
    assert.is(dataset.values.constructor, /[bu]1/.test(descr) ? Uint8Array : Float32Array);
    assert.equal([...dataset.values], Array.from(data, Math.fround));
    assert.equal([dataset.count, dataset.sampleDims, dataset.labels], [2, [2, 3], undefined]);
  });
}

test('npz of 64-bit integers, big-endian and half floats', async () => {
  const wide = BigInt64Array.from(numbers, (value) => BigInt(value) - 5n);
  const dataset = await loadNpz({ values: npy(wide, { descr: '<i8', shape }) });
  assert.equal(
    [...dataset.values],
    numbers.map((value) => value - 5),
  );
  const swapped = Buffer.from(Float32Array.from(numbers).buffer).swap32();
  assert.equal([...(await loadNpz({ values: npy(swapped, { descr: '>f4', shape }) })).values], numbers);
  const halves = float32ToFloat16(Float32Array.from(numbers, (value) => value / 4));
  const half = await loadNpz({ values: npy(halves, { descr: '<f2', shape }) });
  assert.equal(
    [...half.values],
    numbers.map((value) => value / 4),
  );
});

for (const version of [1, 2, 3] as const) {
  test(`version ${version} of .npy, compressed`, async () => {
    const values = npy(Uint8Array.from(numbers), { descr: '|u1', shape, version });
    assert.equal([...(await loadNpz({ values, level: 6 })).values], numbers);
  });
}

/** Two samples of 2 channels, 1 row, 3 columns, as channels first and as channels last. */
const first = npy(Uint8Array.from(numbers), { descr: '|u1', shape: [2, 2, 1, 3] });
const last = npy(Uint8Array.of(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11), { descr: '|u1', shape: [2, 1, 3, 2] });
const hwc = [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11];

for (const [name, options] of [
  ["in the model's layout by their shape", { values: first, options: { expectedDims: [2, 1, 3] } }],
  ['channels last for a model of channels first', { values: last, options: { expectedDims: [2, 1, 3] } }],
  ['channels last without a model to compare with', { values: last }],
  ['channels first because the source says so', { values: first, layout: 'nchw' }],
  [
    'channels first for a model of channels last',
    { values: first, layout: 'nchw', inputLayout: 'nhwc', options: { expectedDims: [1, 3, 2] } },
  ],
] as readonly (readonly [string, Case])[]) {
  test(`layout: ${name}`, async () => {
    const dataset = await loadNpz(options);
    assert.equal([dataset.sampleDims, [...dataset.values]], [[1, 3, 2], hwc]);
  });
}

test('layout: what the source says goes before a shape that would fit as it is', async () => {
  const cube = npy(
    Uint8Array.from({ length: 8 }, (_, index) => index),
    { descr: '|u1', shape: [1, 2, 2, 2] },
  );
  const expectedDims = [2, 2, 2];
  assert.equal(
    [...(await loadNpz({ values: cube, options: { expectedDims } })).values],
    [0, 4, 1, 5, 2, 6, 3, 7],
  );
  const kept = await loadNpz({ values: cube, layout: 'nhwc', options: { expectedDims } });
  assert.equal([...kept.values], [0, 1, 2, 3, 4, 5, 6, 7]);
});

for (const [dims, expectedDims, sampleDims] of [
  [
    [2, 2, 3],
    [1, 2, 3],
    [2, 3, 1],
  ],
  [
    [2, 2, 3],
    [2, 3],
    [2, 3],
  ],
  [[2, 6], [6], [6]],
  [[12], [1], [1]],
] as const) {
  test(`[${dims}] for a model of [${expectedDims}]: samples of [${sampleDims}]`, async () => {
    const values = npy(Uint8Array.from(numbers), { descr: '|u1', shape: dims });
    assert.equal((await loadNpz({ values, options: { expectedDims } })).sampleDims, sampleDims);
  });
}

const values = npy(Uint8Array.from(numbers), { descr: '|u1', shape: [3, 4] });
for (const [descr, labels, dims] of [
  ['<i8', BigInt64Array.of(2n, 0n, 1n), [3]],
  ['|u1', Uint8Array.of(2, 0, 1), [3]],
  ['<f4', Float32Array.of(2, 0, 1), [3, 1]],
] as const) {
  test(`labels of ${descr}, shape [${dims}]`, async () => {
    const dataset = await loadNpz({ values, labels: npy(labels, { descr, shape: dims }) });
    assert.equal(dataset.labels, Int32Array.of(2, 0, 1));
  });
}

for (const [name, labels, options, value] of [
  ['too few', npy(Uint8Array.of(0, 1), { descr: '|u1', shape: [2] }), {}, 2],
  ['too many', npy(Uint8Array.of(0, 1, 2, 0), { descr: '|u1', shape: [4] }), {}, 4],
  ['negative', npy(Int8Array.of(0, -1, 2), { descr: '|i1', shape: [3] }), {}, -1],
  ['not whole', npy(Float32Array.of(0, 0.5, 2), { descr: '<f4', shape: [3] }), {}, 0.5],
  ['not a number', npy(Float32Array.of(0, Number.NaN, 2), { descr: '<f4', shape: [3] }), {}, 'NaN'],
  [
    'beyond the classes',
    npy(Uint8Array.of(0, 1, 5), { descr: '|u1', shape: [3] }),
    { expectedClasses: 5 },
    5,
  ],
  ['beyond 32 bits', npy(Float64Array.of(0, 1, 2 ** 31), { descr: '<f8', shape: [3] }), {}, 2 ** 31],
  ['one-hot', npy(new Uint8Array(6), { descr: '|u1', shape: [3, 2] }), {}, [3, 2]],
] as const) {
  test(`labels that are ${name}: DATA_LABELS`, async () => {
    const problem = await refusal(loadNpz({ values, labels, options }));
    assert.equal([problem.code, problem.value], ['DATA_LABELS', value]);
    assert.ok(problem.where?.includes('data.npz') && problem.accepted);
  });
}

for (const [name, array, code, value] of [
  [
    'Fortran order',
    npy(Uint8Array.from(numbers), { descr: '|u1', shape, fortran: true }),
    'DATA_FORMAT',
    undefined,
  ],
  ['objects', npy(Uint8Array.from(numbers), { descr: '|O', shape }), 'DATA_FORMAT', '|O'],
  ['complex numbers', npy(new Float64Array(24), { descr: '<c16', shape }), 'DATA_FORMAT', '<c16'],
  ['no .npy', Buffer.from('hello, this is text'), 'DATA_FORMAT', 'hello,'],
  ['a version to come', npy(new Uint8Array(12), { descr: '|u1', shape }).with(6, 9), 'DATA_FORMAT', 9],
  ['values cut short', npy(new Uint8Array(11), { descr: '|u1', shape }), 'DATA_FORMAT', 11],
  ['no samples', npy(new Uint8Array(0), { descr: '|u1', shape: [0, 2, 3] }), 'DATA_EMPTY', undefined],
  ['NaN', npy(Float32Array.of(1, Number.NaN), { descr: '<f4', shape: [2, 1] }), 'DATA_NOT_FINITE', 'NaN'],
  [
    'beyond float32',
    npy(Float64Array.of(1, 1e300), { descr: '<f8', shape: [2, 1] }),
    'DATA_NOT_FINITE',
    'Infinity',
  ],
] as const) {
  test(`an array with ${name}: ${code}`, async () => {
    const problem = await refusal(loadNpz({ values: array }));
    assert.is(problem.code, code);
    assert.ok(problem.where?.includes('data.npz'));
    if (value !== undefined) assert.equal(problem.value, value);
  });
}

test('NaN is told by its sample', async () => {
  const data = new Float32Array(12).fill(1);
  data[7] = Number.NaN;
  const problem = await refusal(loadNpz({ values: npy(data, { descr: '<f4', shape: [4, 3] }) }));
  assert.match(problem.what, 'sample 2 ');
});

test('a shape that does not fit the model: DATA_SHAPE', async () => {
  const problem = await refusal(loadNpz({ values: last, options: { expectedDims: [3, 1, 3] } }));
  assert.equal([problem.code, problem.value], ['DATA_SHAPE', [2, 1, 3]]);
  assert.match(problem.accepted ?? '', '[3, 1, 3]');
});

test('arrays are not resized: DATA_SHAPE', () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'a.npz');
    await writeFile(path, npz({ x: last }));
    const source = { kind: 'npz', path, values: 'x', labels: undefined } as const;
    const problem = await refusal(loadDataset(source, { ...plainInput, size: [2, 3] }));
    assert.equal(
      [problem.code, problem.value, problem.accepted],
      ['DATA_SHAPE', [1, 3], '[2, 3] ([height, width])'],
    );
  }));

test('an array that is not in the archive: what there is', () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'a.npz');
    await writeFile(path, npz({ train: last, test: last }));
    const problem = await refusal(
      loadDataset({ kind: 'npz', path, values: 'x', labels: undefined }, plainInput),
    );
    assert.equal([problem.code, problem.value, problem.accepted], ['DATA_FORMAT', 'x', 'test, train']);
  }));

for (const [name, bytes] of [
  ['no zip archive', Buffer.from('hello')],
  ['an archive cut short', Buffer.from(npz({ x: last }).subarray(0, 100))],
] as const) {
  test(`${name}: DATA_FORMAT`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'a.npz');
      await writeFile(path, bytes);
      const problem = await refusal(
        loadDataset({ kind: 'npz', path, values: 'x', labels: undefined }, plainInput),
      );
      assert.equal([problem.code, problem.where], ['DATA_FORMAT', path]);
    }));
}

function idx(type: number, dims: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dims.length);
  header.set([0, 0, type, dims.length]);
  for (const [axis, dim] of dims.entries()) header.writeUInt32BE(dim, 4 + 4 * axis);
  return Buffer.concat([header, bytes]);
}
const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

for (const packed of [false, true]) {
  test(`IDX${packed ? ' in gzip' : ''}: images of one channel, labels from another file`, () =>
    inDirectory(async (directory) => {
      const put = (name: string, data: Buffer) =>
        writeFile(join(directory, name), packed ? gzipSync(data) : data);
      await put('images', idx(8, [2, 2, 3], Uint8Array.from(numbers)));
      await put('labels', idx(8, [2], Uint8Array.of(7, 2)));
      const source = {
        kind: 'idx',
        path: join(directory, 'images'),
        labels: join(directory, 'labels'),
      } as const;
      const dataset = await loadDataset(source, plainInput, { expectedDims: [1, 2, 3], expectedClasses: 10 });
      assert.equal([dataset.count, dataset.sampleDims, [...dataset.values]], [2, [2, 3, 1], numbers]);
      assert.ok(dataset.values instanceof Uint8Array);
      assert.equal(dataset.labels, Int32Array.of(7, 2));
    }));
}

for (const [type, data] of [
  [0x09, bytesOf(Int8Array.of(-1, 2))],
  [0x0b, bytesOf(Int16Array.of(-1, 2)).swap16()],
  [0x0c, bytesOf(Int32Array.of(-1, 2)).swap32()],
  [0x0d, bytesOf(Float32Array.of(-1, 2)).swap32()],
  [0x0e, bytesOf(Float64Array.of(-1, 2)).swap64()],
] as const) {
  test(`IDX of type 0x${type.toString(16).padStart(2, '0')} is big-endian`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'a');
      await writeFile(path, idx(type, [2, 1], data));
      assert.equal(
        [...(await loadDataset({ kind: 'idx', path, labels: undefined }, plainInput)).values],
        [-1, 2],
      );
    }));
}

for (const [name, data, value] of [
  ['text', Buffer.from('hello world'), '68656c6c'],
  ['an empty file', Buffer.alloc(0), ''],
  ['an unknown type', idx(7, [1], Uint8Array.of(1)), '00000701'],
  ['a header cut short', idx(8, [1, 1, 1], Uint8Array.of()).subarray(0, 9), '00000803'],
  ['values cut short', idx(8, [2, 3], new Uint8Array(5)), 5],
  ['values too many', idx(8, [2, 3], new Uint8Array(7)), 'more than 6'],
  ['gzipped values far too many', gzipSync(idx(8, [2, 3], new Uint8Array(1 << 26))), 'more than 6'],
  ['damaged gzip', gzipSync(idx(8, [2], new Uint8Array(2))).subarray(0, 15), undefined],
] as const) {
  test(`IDX: ${name}: DATA_FORMAT`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'a');
      await writeFile(path, data);
      const problem = await refusal(loadDataset({ kind: 'idx', path, labels: undefined }, plainInput));
      assert.equal([problem.code, problem.where], ['DATA_FORMAT', path]);
      if (value !== undefined) assert.equal(problem.value, value);
    }));
}

for (const kind of ['npz', 'idx', 'module'] as const) {
  test(`${kind}: a file that is not there: DATA_MISSING`, async () => {
    const path = join(import.meta.dirname, 'not-there');
    const source = { kind, path, values: 'x', labels: undefined } as const;
    const problem = await refusal(loadDataset(source as Parameters<typeof loadDataset>[0], plainInput));
    assert.equal([problem.code, problem.where], ['DATA_MISSING', path]);
  });
}

test('an entry of an archive with a flipped bit is refused', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'bespoke-npz-'));
  try {
    const path = join(directory, 'data.npz');
    const bytes = npz({ x: npy(Uint8Array.from(numbers), { descr: '|u1', shape }) });
    const at = Buffer.from(bytes).indexOf(Buffer.from(numbers));
    await writeFile(path, bytes.with(at + 3, 67));
    const source = { kind: 'npz', path, values: 'x', labels: undefined, layout: undefined } as const;
    const problem = await refusal(loadDataset(source, plainInput));
    assert.equal([problem.code, problem.where], ['DATA_FORMAT', path]);
    assert.match(problem.what, "'x.npy' has another checksum than the archive says");
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('an entry that unpacks to more than its header says is refused before memory is taken for it', async () => {
  const header = npy(new Uint8Array(2), { descr: '|u1', shape: [2, 1] });
  const bomb = new Uint8Array(1 << 26);
  bomb.set(header);
  const directory = await mkdtemp(join(tmpdir(), 'bespoke-npz-'));
  try {
    const path = join(directory, 'data.npz');
    await writeFile(path, npz({ x: bomb }, 6));
    const before = process.memoryUsage().arrayBuffers;
    const source = { kind: 'npz', path, values: 'x', labels: undefined, layout: undefined } as const;
    const problem = await refusal(loadDataset(source, plainInput));
    assert.match(problem.what, /'x\.npy' unpacks to 67108864 bytes, its header says \d+/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 24);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('unpacking stops when the build is aborted', async () => {
  const values = npy(new Uint8Array(1 << 24), { descr: '|u1', shape: [4, 1 << 22] });
  const controller = new AbortController();
  const loading = loadNpz({ values, level: 6, options: { signal: controller.signal } });
  controller.abort(new Error('enough'));
  await loading.then(
    () => assert.unreachable('it went on'),
    (error) => assert.is(error.message, 'enough'),
  );
});

test.run();

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isSoundActivations, openActivations } from '../../src/data/activation-reader.js';
import { ActivationWriter } from '../../src/data/activation-writer.js';
import type { BespokeError } from '../../src/errors.js';
import { float16ToFloat32, float32ToFloat16 } from '../../src/onnx/float16.js';
import { rngOf } from '../../src/random.js';
import { inDirectory } from '../store/temporary-directory.js';

const test = suite('activation files');
const dims = [2, 3];
const count = 7;
const rng = rngOf(1, 'activations');
const values = Float32Array.from({ length: count * 6 }, () => rng.normal() * 10);
const rounded = new Float32Array(values.length);
float16ToFloat32(float32ToFloat16(values), rounded);

const isDamage =
  (message: RegExp) =>
  (error: BespokeError): boolean =>
    error.code === 'SCRATCH_DAMAGED' && message.test(error.message);

async function write(
  path: string,
  all: Float32Array,
  dtype: 'float16' | 'float32',
  batch = 3,
): Promise<void> {
  const writer = ActivationWriter.create(path, { dims, count: all.length / 6, dtype });
  for (let start = 0; start < all.length; start += batch * 6)
    writer.append(all.subarray(start, start + batch * 6));
  await writer.finish();
}

for (const dtype of ['float16', 'float32'] as const) {
  const stored = dtype === 'float16' ? rounded : values;
  const sample = (index: number) => [...stored.subarray(index * 6, index * 6 + 6)];

  test(`${dtype}: samples in any order, more than once, and ranges`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'new/a.bin');
      await write(path, values, dtype);
      const file = openActivations(path);
      assert.equal([file.dims, file.count, file.dtype], [dims, count, dtype]);
      for (const indices of [[0], [6], [3, 1, 2, 3], [0, 1, 2, 3, 4, 5, 6], [6, 5, 4], [2, 3, 0, 1], []]) {
        assert.equal([...file.read(indices)], indices.flatMap(sample));
      }
      assert.equal([...file.readRange(2, 3)], [2, 3, 4].flatMap(sample));
      assert.is(file.readRange(7, 0).length, 0);
      assert.throws(() => file.read([7]), RangeError);
      assert.throws(() => file.read([-1]), RangeError);
      assert.throws(() => file.readRange(5, 3), RangeError);
      file.close();
    }));

  test(`${dtype}: the file does not depend on the batches it came in`, () =>
    inDirectory(async (directory) => {
      await write(join(directory, 'a'), values, dtype, 1);
      await write(join(directory, 'b'), values, dtype, 7);
      const [a, b] = ['a', 'b'].map((name) => openActivations(join(directory, name)));
      assert.equal(a.readRange(0, count), b.readRange(0, count));
      a.close();
      b.close();
    }));
}

test('statistics are those of the values before rounding', () =>
  inDirectory(async (directory) => {
    // A mean far from 0, where sums of squares in one pass would lose the variance.
    const shifted = values.map((value) => value / 100 + 5000);
    await write(join(directory, 'a'), shifted, 'float16');
    const file = openActivations(join(directory, 'a'));
    const mean = shifted.reduce((sum, value) => sum + value, 0) / shifted.length;
    const variance = shifted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / shifted.length;
    assert.ok(Math.abs(file.statistics.mean - mean) < 1e-9 * mean);
    assert.ok(Math.abs(file.statistics.variance - variance) < 1e-6 * variance);
    assert.is(file.statistics.maxAbs, Math.max(...shifted));
    file.close();
  }));

for (const place of ['first', 'last'] as const) {
  test(`a value beyond float16 in the ${place} batch makes the whole file float32`, () =>
    inDirectory(async (directory) => {
      const large = values.slice();
      large[place === 'first' ? 0 : large.length - 1] = -70_000;
      await write(join(directory, 'a'), large, 'float16');
      const file = openActivations(join(directory, 'a'));
      assert.is(file.dtype, 'float32');
      const read = file.readRange(0, count);
      // Batches of 3 samples: those before the large value keep their float16 rounding.
      const early = place === 'first' ? 0 : 36;
      assert.equal(read.subarray(0, early), rounded.subarray(0, early));
      assert.equal(read.subarray(early), large.subarray(early));
      file.close();
    }));
}

test('65,504 itself stays float16', () =>
  inDirectory(async (directory) => {
    await write(join(directory, 'a'), new Float32Array(6).fill(65504), 'float16');
    const file = openActivations(join(directory, 'a'));
    assert.equal([file.dtype, file.read([0])[0]], ['float16', 65504]);
    file.close();
  }));

for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
  test(`${bad} is refused, and discard leaves nothing`, () =>
    inDirectory(async (directory) => {
      const writer = ActivationWriter.create(join(directory, 'relu_3.bin'), {
        dims,
        count: 1,
        dtype: 'float32',
      });
      try {
        writer.append(Float32Array.of(1, 2, bad, 4, 5, 6));
        assert.unreachable();
      } catch (error) {
        assert.is((error as BespokeError).code, 'ACTIVATION_NOT_FINITE');
        assert.is((error as BespokeError).problem.where, 'relu_3.bin');
        assert.is((error as BespokeError).problem.value, String(bad));
      }
      await writer.discard();
      assert.equal(await readdir(directory), []);
    }));
}

test('appears under its name when it is finished, not before', () =>
  inDirectory(async (directory) => {
    const writer = ActivationWriter.create(join(directory, 'a'), { dims, count: 2, dtype: 'float16' });
    writer.append(values.subarray(0, 6));
    assert.is((await readdir(directory)).includes('a'), false);
    const early = await writer.finish().then(
      () => 'finished',
      (error: Error) => error.message,
    );
    assert.is(early, '6 of 12 values were written');
    writer.append(values.subarray(6, 12));
    await writer.finish();
    await writer.discard();
    assert.equal(await readdir(directory), ['a']);
  }));

test('a part of a sample is refused', () =>
  inDirectory(async (directory) => {
    const writer = ActivationWriter.create(join(directory, 'a'), { dims, count: 2, dtype: 'float16' });
    assert.throws(() => writer.append(new Float32Array(5)), RangeError);
    await writer.discard();
  }));

for (const dtype of ['float16', 'float32'] as const) {
  test(`${dtype}: a sample with a flipped bit is refused when it is read, and the file removed`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'a');
      await write(path, values, dtype);
      assert.ok(isSoundActivations(path));
      const bytes = new Uint8Array(await readFile(path));
      bytes[4096 + 3 * 6 * (dtype === 'float16' ? 2 : 4) + 5] ^= 1;
      await writeFile(path, bytes);
      const file = openActivations(path);
      assert.equal(file.read([0, 1, 2, 4]).length, 24);
      assert.throws(() => file.read([2, 3]), isDamage(/sample 3 of 7/));
      file.close();
      assert.equal(await readdir(directory), []);
    }));
}

const damages: Record<string, (whole: Uint8Array) => Uint8Array> = {
  'two bytes short': (whole) => whole.subarray(0, -2),
  'of ten bytes': (whole) => whole.subarray(0, 10),
  'with a wrong header': (whole) => whole.with(30, whole[30]! ^ 1),
  'with a wrong checksum': (whole) => whole.with(whole.length - 1, whole.at(-1)! ^ 1),
};
for (const [how, damage] of Object.entries(damages)) {
  test(`a file ${how} is not opened, and removed`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'a');
      await write(path, values, 'float16');
      await writeFile(path, damage(new Uint8Array(await readFile(path))));
      assert.throws(() => openActivations(path), isDamage(/./));
      assert.equal(await readdir(directory), []);
      await writeFile(path, damage(new Uint8Array(5000)));
      assert.not.ok(isSoundActivations(path));
    }));
}

test('checksums are those of the file as it became when it is made float32 half way', () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'a');
    await write(path, values.with(values.length - 1, 1e6), 'float16');
    assert.ok(isSoundActivations(path));
  }));

test.run();

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { batchTensor } from '../../src/data/batch.js';
import { loadDataset } from '../../src/data/load-dataset.js';
import { packSource } from '../../src/data/pack-source.js';
import { openDataset } from '../../src/data/packed.js';
import type { BespokeError } from '../../src/errors.js';
import { inDirectory } from '../store/temporary-directory.js';
import { plainInput } from './plain-input.js';

async function put(path: string, value: number, side = 4): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const background = { r: value, g: 255 - value, b: 7 };
  await sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toFile(path);
}

const folderOf = (path: string) => ({ kind: 'images' as const, path, labels: 'folders' as const });

test('a packed folder of images is the one that is read into memory', () =>
  inDirectory(async (directory) => {
    for (let index = 0; index < 40; index++)
      await put(join(directory, `images/${'ab'[index % 2]}/${100 + index}.png`), index);
    const source = folderOf(join(directory, 'images'));
    const path = join(directory, 'packed/set');
    const told: string[] = [];
    await packSource(path, source, plainInput, {
      onProgress: (done, total) => told.push(`${done}/${total}`),
    });
    const [packed, loaded] = [openDataset(path), await loadDataset(source, plainInput)];
    assert.is(packed.digest, loaded.digest);
    assert.equal([packed.count, packed.sampleDims], [loaded.count, loaded.sampleDims]);
    assert.equal([packed.labels, packed.classes], [loaded.labels, loaded.classes]);
    const all = [...Array(40).keys()];
    assert.equal(batchTensor(packed, all, plainInput), batchTensor(loaded, all, plainInput));
    packed.close();
    assert.equal(
      told,
      all.map((index) => `${index + 1}/40`),
    );
  }));

test('what is wrong with an image is told of the first such, and nothing stays', () =>
  inDirectory(async (directory) => {
    for (let index = 0; index < 9; index++)
      await put(join(directory, `images/a/${index}.png`), index, index === 5 ? 3 : 4);
    await writeFile(join(directory, 'images/a/7.png'), 'no image');
    const packing = packSource(
      join(directory, 'packed/set'),
      folderOf(join(directory, 'images')),
      plainInput,
      {},
    );
    await packing.then(
      () => assert.unreachable(),
      ({ code, problem }: BespokeError) => {
        assert.is(code, 'DATA_SHAPE');
        assert.match(problem.where!, /5\.png$/);
      },
    );
    assert.equal(await readdir(join(directory, 'packed')), []);
  }));

test("images that do not have the model's shape are refused before any is written", () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'images/a/0.png'), 1);
    const source = folderOf(join(directory, 'images'));
    const packing = packSource(join(directory, 'packed/set'), source, plainInput, {
      expectedDims: [3, 8, 8],
    });
    await packing.then(
      () => assert.unreachable(),
      ({ code }: BespokeError) => assert.is(code, 'DATA_SHAPE'),
    );
    assert.not.ok((await readdir(directory)).includes('packed'));
  }));

test.run();

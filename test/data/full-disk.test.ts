import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ActivationWriter } from '../../src/data/activation-writer.js';
import { fingerprint } from '../../src/data/fingerprint.js';
import { writeDataset } from '../../src/data/packed.js';
import { onSmallDisk } from '../store/small-disk.js';
import { inDirectory } from '../store/temporary-directory.js';
import { refusal } from './refusal.js';

const test = suite('full disk: data');
const onDisk = (await onSmallDisk(async () => {})) ? test : test.skip;

const works: Record<string, (disk: string) => Promise<unknown>> = {
  'a packed data set': (disk) =>
    writeDataset(join(disk, 'set'), { count: 1, sampleDims: [1e6], values: new Uint8Array(1e6), digest: '' }),
  'an activation file': async (disk) => {
    const writer = ActivationWriter.create(join(disk, 'a'), { dims: [10_000], count: 100, dtype: 'float32' });
    try {
      for (let sample = 0; sample < 100; sample++) writer.append(new Float32Array(10_000));
    } finally {
      await writer.discard();
    }
  },
};
for (const [name, work] of Object.entries(works)) {
  onDisk(`${name}: STORE_FULL, nothing half-written`, async () => {
    await onSmallDisk(async (disk) => {
      const problem = await refusal(work(disk));
      assert.equal([problem.code, problem.where], ['STORE_FULL', disk]);
      assert.equal(await readdir(disk), []);
    });
  });
}

test('a memo below a file: STORE_NOT_WRITABLE', () =>
  inDirectory(async (directory) => {
    const path = import.meta.filename;
    const source = { kind: 'idx', path, labels: undefined } as const;
    const problem = await refusal(fingerprint(source, { memoDirectory: join(path, 'memo') }));
    assert.is(problem.code, 'STORE_NOT_WRITABLE');
    assert.equal(await readdir(directory), []);
  }));

test.run();

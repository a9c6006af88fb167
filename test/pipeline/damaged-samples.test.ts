import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BuildResult } from '../../src/pipeline/result.js';
import { inTinyProject, poolAlone } from './tiny-project.js';

const bytesOf = ({ models }: BuildResult): string[] =>
  models.flatMap(({ artifacts }) => artifacts.map(({ bytes }) => Buffer.from(bytes).toString('base64')));

test('packed samples with a flipped bit, or cut short, are packed again: same models', () =>
  inTinyProject(async (project) => {
    const config = { alternatives: poolAlone, effort: { subNetworks: 1, retrainEpochs: 1 } };
    const { result } = await project.build(config);
    const folder = join(project.directory, 'cache/scratch/data');
    const sound = new Map<string, Buffer>();
    for (const name of (await readdir(folder)).sort()) {
      const bytes = await readFile(join(folder, name));
      sound.set(name, bytes);
      const damaged = Buffer.from(bytes);
      damaged[bytes.length - 4000]! ^= 0x40;
      await writeFile(join(folder, name), sound.size === 1 ? damaged : bytes.subarray(0, 3000));
    }
    assert.is(sound.size, 2);
    await rm(join(project.directory, 'cache/results'), { recursive: true });
    const again = await project.build(config);
    assert.is(again.result.cached, false);
    assert.equal(bytesOf(again.result), bytesOf(result));
    for (const [name, bytes] of sound) assert.ok(bytes.equals(await readFile(join(folder, name))));
  }));

test.run();

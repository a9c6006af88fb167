import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../../src/config/load-plan.js';
import { ActivationFiles } from '../../../src/pipeline/inputs/activation-files.js';
import { openSession } from '../../../src/pipeline/session.js';
import { openStore } from '../../../src/store/open-store.js';
import { inTinyProject } from '../tiny-project.js';

const test = suite('folders of activations');

test('that of a session that is no more is taken over, that of one under way is left alone', () =>
  inTinyProject(async (project) => {
    const plan = await loadPlan({ cwd: project.directory, inline: project.config() });
    const context = {
      signal: new AbortController().signal,
      onProgress() {},
      onWarning() {},
      clock: () => performance.now(),
    };
    const open = () => openSession(plan, context, openStore(plan.cacheDirectory));
    const [session, other, closed] = [open(), open(), open()];
    await closed.close();
    const { pid } = spawnSync(process.execPath, ['--version']);
    const { scratch } = session;
    const files = new ActivationFiles(session, plan.models[0]!.input);
    const own = `activations.${session.id}`;
    const left = [`activations.${other.id}`, `activations.${process.ppid}-0`, 'data'].sort();
    for (const folder of [...left, `activations.${pid}-0`, `activations.${closed.id}`]) {
      await mkdir(join(scratch, folder), { recursive: true });
      await writeFile(join(scratch, folder, 'one.act'), folder);
    }
    await files.ensure([]);
    assert.equal((await readdir(scratch)).sort(), [own, ...left].sort());
    assert.equal(await readdir(join(scratch, own)), ['one.act']);
    await files.keepOnly([]);
    assert.equal((await readdir(scratch)).sort(), left);
    await Promise.all([session.close(), other.close()]);
  }));

test.run();

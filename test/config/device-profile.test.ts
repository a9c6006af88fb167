import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { changed, inProject, plainConfig, plainFiles } from './project.js';

const profile = {
  version: 1,
  runtime: 'onnxruntime-node/cpu',
  threads: 1,
  device: { description: 'a small server' },
  entries: { '3fa9': { medianMs: 1.25, count: 40 } },
};
const inline = changed(plainConfig(), 'targets.0.profile', './server.json');

test('a profile that fits its target', () =>
  inProject({ ...plainFiles, 'server.json': JSON.stringify(profile) }, async (cwd) => {
    const plan = await loadPlan({ cwd, inline });
    assert.is(plan.targets[0]!.profile, `${cwd}/server.json`);
  }));

for (const [name, text, code, says] of [
  ['of other threads', JSON.stringify({ ...profile, threads: 4 }), 'PROFILE_MISMATCH', 'got 4; accepted: 1'],
  [
    'of another runtime',
    JSON.stringify({ ...profile, runtime: 'onnxruntime-web/wasm' }),
    'PROFILE_MISMATCH',
    "got 'onnxruntime-web/wasm'; accepted: onnxruntime-node/cpu",
  ],
  ['that is not JSON', '{', 'PROFILE_INVALID', 'not JSON'],
  [
    'without a device',
    JSON.stringify({ ...profile, device: {} }),
    'PROFILE_INVALID',
    "'description' is missing",
  ],
  [
    'with an entry of no time',
    JSON.stringify({ ...profile, entries: { a: { medianMs: 0, count: 1 } } }),
    'PROFILE_INVALID',
    'entries.a.medianMs',
  ],
] as const) {
  test(`a profile ${name} is refused`, () =>
    inProject({ ...plainFiles, 'server.json': text }, async (cwd) => {
      try {
        await loadPlan({ cwd, inline });
      } catch (error) {
        assert.instance(error, BespokeError);
        const { message } = error as BespokeError;
        assert.is((error as BespokeError).code, code, message);
        assert.ok(message.includes('server.json') && message.includes(says), message);
        return;
      }
      assert.unreachable('nothing was refused');
    }));
}

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { exampleProfile } from '../measure/profile/example-profile.js';
import { changed, inProject, plainConfig, plainFiles } from './project.js';

const profile = exampleProfile();
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
    'of the first version',
    JSON.stringify({ ...profile, version: 1 }),
    'PROFILE_INVALID',
    "version: not one of the choices; got 1; accepted: '2'",
  ],
  [
    'with a comparison of no time',
    JSON.stringify(changed(profile, 'comparisons.0000000000000000cccc.0000000000000000dddd.medianMs', 0)),
    'PROFILE_INVALID',
    'medianMs: too small; got 0',
  ],
  [
    'with a structure that has no name',
    JSON.stringify({ ...profile, structures: { teacher: {} } }),
    'PROFILE_INVALID',
    '20 hexadecimal digits',
  ],
  [
    'with an operator that has no shapes',
    JSON.stringify({ ...profile, structures: { '0000000000000000cccc': { Conv: 1 } } }),
    'PROFILE_INVALID',
    'an operator with its shapes',
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

test('a profile that is not there is told with the command that makes it', () =>
  inProject(plainFiles, async (cwd) => {
    await loadPlan({ cwd, inline }).then(
      () => assert.unreachable('nothing was refused'),
      (error: BespokeError) => {
        assert.is(error.code, 'CONFIG_FILE_MISSING');
        assert.match(error.message, 'To measure it: bespoke profile --target server');
      },
    );
    const plan = await loadPlan({ cwd, inline, profiles: 'ignored' });
    assert.is(plan.targets[0]!.profile, `${cwd}/server.json`, 'it is to be measured');
  }));

test('what a profile lacks is an error unless the target wants it predicted', () =>
  inProject({ ...plainFiles, 'server.json': JSON.stringify(profile) }, async (cwd) => {
    const [plain] = (await loadPlan({ cwd, inline })).targets;
    assert.is(plain!.onUnprofiled, 'error');
    const predicting = changed(inline, 'targets.0.onUnprofiled', 'predict');
    assert.is((await loadPlan({ cwd, inline: predicting })).targets[0]!.onUnprofiled, 'predict');
  }));

test.run();

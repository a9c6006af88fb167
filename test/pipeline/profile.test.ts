import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviceProfile } from '../../src/config/gen/profile-schema.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { profileText } from '../../src/measure/profile/profile-text.js';
import { isWholeName } from '../../src/measure/structure-name.js';
import { build } from '../../src/pipeline/build.js';
import { manifestOf } from '../../src/pipeline/record/manifest.js';
import type { BuildResult } from '../../src/pipeline/result.js';
import { quickLatency } from '../support/quick-latency.js';
import { inTinyProject, type TinyProject, target } from './tiny-project.js';

const test = suite('builds from a device profile');

const budget = { latency: '85%' };
/** Few alternatives, each of which takes about a second to measure. */
const effort = { subNetworks: 4, import: 3, prune: 3, shorten: 2, decompose: 0 };
const PATH = 'profiles/half.json';

/** Builds with the profile, where nothing can be measured. */
async function buildFrom(project: TinyProject, more: Record<string, unknown> = {}): Promise<BuildResult> {
  const targets = [target('half', budget, { profile: `./${PATH}`, onMiss: 'warn', ...more })];
  const plan = await loadPlan({ cwd: project.directory, inline: project.config({ targets, effort }) });
  const context = {
    signal: new AbortController().signal,
    onProgress: () => {},
    onWarning: () => {},
    clock: () => performance.now(),
  };
  return build(plan, context, () => assert.unreachable('something was measured live') as never);
}

/** @param interruptAt a text in the progress at which it is sent SIGINT */
async function profile(project: TinyProject, args: readonly string[], interruptAt?: string) {
  const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const quick = new URL('../support/quick-measuring.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', quick, main, 'profile', ...args], {
    cwd: project.directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let note = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    const isNew = interruptAt !== undefined && !note.includes(interruptAt);
    note += chunk;
    if (isNew && note.includes(interruptAt)) child.kill('SIGINT');
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, out, note };
}

const latenciesOf = ({ models }: BuildResult) =>
  models.map(({ artifacts, searches }) => ({
    entries: artifacts.map(({ bytes: _, entry }) => entry),
    searches,
  }));

test('the command writes what a live build measured; a build from it measures nothing and gives the same', () =>
  inTinyProject(async (project) => {
    const targets = [target('half', budget, { onMiss: 'warn' })];
    await writeFile(
      join(project.directory, 'bespoke.config.json'),
      JSON.stringify(project.config({ targets, effort })),
    );
    const live = (await project.build({ targets, effort }, { latency: quickLatency(0.1) })).result;
    const { status, out, note } = await profile(project, ['--target', 'half']);
    assert.is(status, 0, note);
    assert.match(out, `written to ${PATH}`);
    assert.match(out, `Add to the target 'half' in bespoke.config.json: profile: './${PATH}',`);
    const path = join(project.directory, PATH);
    const text = await readFile(path, 'utf8');
    assert.not.match(text, project.directory);
    const written = JSON.parse(text) as DeviceProfile;
    assert.is(text, profileText(written));

    const profiled = await buildFrom(project);
    assert.is(profiled.cached, false);
    assert.equal(latenciesOf(profiled), latenciesOf(live));
    assert.is((await buildFrom(project)).cached, true);
    const described = { ...written, device: { ...written.device, description: 'a server' } };
    await writeFile(path, profileText(described));
    assert.is((await buildFrom(project)).cached, true, 'a description decides nothing');

    const again = await profile(project, ['--target', 'half']);
    assert.is(again.status, 0, again.note);
    assert.is(await readFile(path, 'utf8'), profileText(described), 'nothing new was measured');

    const lacking = structuredClone(written);
    const whole = Object.keys(lacking.structures).filter(isWholeName);
    assert.ok(whole.length > 1, 'teacher and students');
    for (const name of whole) {
      delete lacking.structures[name];
      delete lacking.comparisons[name];
      for (const candidates of Object.values(lacking.comparisons)) delete candidates[name];
    }
    await writeFile(path, profileText(lacking));
    await buildFrom(project).then(
      () => assert.unreachable('built from a profile that lacks latencies'),
      (error) => {
        assert.instance(error, BespokeError);
        assert.is(error.code, 'PROFILE_LACKS', error.message);
        assert.match(error.message, 'bespoke profile --target half');
      },
    );
    const predicted = await buildFrom(project, { onUnprofiled: 'predict' });
    const [{ latencyMs }] = manifestOf(predicted, () => 'x.onnx').models[0].targets;
    assert.ok(latencyMs.predicted !== undefined, JSON.stringify(latencyMs));
    assert.ok(latencyMs.predicted.error > 0 && latencyMs.predicted.heldOut >= 10);
    assert.ok(latencyMs.student > 0 && latencyMs.teacher > 0);
  }));

test('where no budget limits latency, the profile has what the manifest says of it; an interrupted command goes on', () =>
  inTinyProject(async (project) => {
    const targets = [target('half', { macs: '60%' }, { profile: `./${PATH}` })];
    await writeFile(
      join(project.directory, 'bespoke.config.json'),
      JSON.stringify(project.config({ targets, effort })),
    );
    const interrupted = await profile(project, ['--target', 'half'], 'tiny · train');
    assert.is(interrupted.status, 130, interrupted.note);
    assert.match(interrupted.note, 'interrupted; what was measured is in the cache');
    await readFile(join(project.directory, PATH)).then(
      () => assert.unreachable('a profile was written'),
      () => {},
    );
    const { status, out, note } = await profile(project, ['--target', 'half']);
    assert.is(status, 0, note);
    assert.not.match(out, 'Add to the target');
    const { result } = await project.build({ targets, effort });
    const [{ entry }] = result.models[0].artifacts;
    const written = JSON.parse(await readFile(join(project.directory, PATH), 'utf8')) as DeviceProfile;
    const ratios = Object.values(written.comparisons).flatMap((of) =>
      Object.values(of).map(({ ratio }) => ratio),
    );
    assert.ok(
      ratios.some(
        (ratio) => Math.abs((ratio * entry.latencyMs.teacher) / entry.latencyMs.student - 1) < 1e-9,
      ),
    );
    assert.is(entry.latencyMs.predicted, undefined);
  }));

for (const [name, args, code, says] of [
  ['no target', [], 'OPTION_MISSING', "accepted: 'half'"],
  ['an unknown target', ['--target', 'hal'], 'TARGET_UNKNOWN', "Did you mean 'half'?"],
  ['a file that is no profile', ['--target', 'half', '--out', 'train.mjs'], 'PROFILE_INVALID', 'not JSON'],
] as const) {
  test(`the command refuses ${name}`, () =>
    inTinyProject(async (project) => {
      const config = project.config({ targets: [target('half', budget)] });
      await mkdir(join(project.directory, 'profiles'));
      await writeFile(join(project.directory, 'bespoke.config.json'), JSON.stringify(config));
      const before = await readFile(join(project.directory, 'train.mjs'), 'utf8');
      const { status, note } = await profile(project, args);
      assert.is(status, 1);
      assert.match(note, code);
      assert.match(note, says);
      assert.is(await readFile(join(project.directory, 'train.mjs'), 'utf8'), before);
    }));
}

test.run();

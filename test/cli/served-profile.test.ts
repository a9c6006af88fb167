import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { profileCommand } from '../../src/cli/profile-command.js';
import type { ServeOptions } from '../../src/cli/served-device.js';
import type { DeviceProfile } from '../../src/config/gen/profile-schema.js';
import { loadPlan } from '../../src/config/load-plan.js';
import type { BespokeError } from '../../src/errors.js';
import { findBrowser } from '../../src/measure/browser/find-browser.js';
import { build } from '../../src/pipeline/build.js';
import type { BuildResult } from '../../src/pipeline/result.js';
import type { OpenSource } from '../../src/pipeline/session.js';
import { inTinyProject, poolAlone, type TinyProject, target } from '../pipeline/tiny-project.js';

const test = suite('profile --serve');

const serve: ServeOptions = { host: undefined, port: undefined, cert: undefined, key: undefined };
const phone = (more: Record<string, unknown> = {}) =>
  target('phone', { latency: '90%' }, { runtime: 'onnxruntime-web/wasm', onMiss: 'warn', ...more });

const configOf = (project: TinyProject, more?: Record<string, unknown>) =>
  project.config({
    targets: [phone(more)],
    alternatives: poolAlone,
  });

/** Builds where nothing can be measured. */
async function buildFrom(
  project: TinyProject,
  more: Record<string, unknown>,
  openSource: OpenSource,
): Promise<BuildResult> {
  const plan = await loadPlan({ cwd: project.directory, inline: configOf(project, more) });
  const { signal } = new AbortController();
  const clock = () => performance.now();
  return build(plan, { signal, clock, onProgress: () => {}, onWarning: () => {} }, openSource);
}

const studentOf = ({ models: [{ artifacts }] }: BuildResult) => {
  const { replacements, latencyMs, sha256 } = artifacts[0].entry;
  return { replacements, latencyMs, sha256 };
};

test('a slow device that opens the address is profiled; a build from the profile, without a browser, gives what one on the device gives', () =>
  inTinyProject(async (project) => {
    await writeFile(join(project.directory, 'bespoke.config.json'), JSON.stringify(configOf(project)));
    const browser = await chromium.launch({
      executablePath: await findBrowser(),
      chromiumSandbox: process.getuid?.() !== 0,
      args: ['--disable-gpu', '--disable-background-networking'],
    });
    try {
      let notes = '';
      let opened: Promise<void> | undefined;
      const page = await browser.newPage();
      const visit = async (address: string): Promise<void> => {
        const cdp = await page.context().newCDPSession(page);
        await cdp.send('Emulation.setCPUThrottlingRate', { rate: 2 });
        await page.goto(address);
      };
      const console = {
        isTerminal: false,
        out: () => {},
        note: (text: string) => {
          notes += text;
          const [address] = /^http:\S+token=\S+$/m.exec(notes) ?? [];
          if (address !== undefined) opened ??= visit(address);
        },
      };
      const options = { cwd: project.directory, config: undefined, out: undefined, workers: 1 };
      const status = await profileCommand({ ...options, target: 'phone', serve }, console);
      await opened;
      assert.is(status, 0, notes);
      assert.match(notes, 'Only this machine reaches it');
      assert.match(notes, '█');
      await page.getByText('Done. You can close this page.').waitFor();
    } finally {
      await browser.close();
    }

    const path = './profiles/phone.json';
    const profile = JSON.parse(await readFile(join(project.directory, path), 'utf8')) as DeviceProfile;
    assert.is(profile.runtime, 'onnxruntime-web/wasm');
    const measured = () => assert.unreachable('something is measured') as never;
    const fromProfile = await buildFrom(project, { profile: path }, measured);
    const onDevice = await buildFrom(project, {}, async () => ({
      identity: profile.device.identity!,
      compare: measured,
      close: async () => {},
    }));
    assert.equal(studentOf(fromProfile), studentOf(onDevice));
  }));

for (const [name, more, options, code, says] of [
  [
    'a target that no browser runs',
    { runtime: 'onnxruntime-node/cpu' },
    serve,
    'OPTION_VALUE',
    'onnxruntime-web/wasm',
  ],
  ['a certificate without its key', {}, { ...serve, cert: 'x.pem' }, 'OPTION_MISSING', '--key'],
  ['a certificate that is not there', {}, { ...serve, cert: 'x.pem', key: 'y.pem' }, 'OPTION_VALUE', 'x.pem'],
] as const) {
  test(`${name} is ${code}`, () =>
    inTinyProject(async (project) => {
      const config = JSON.stringify(configOf(project, more));
      await writeFile(join(project.directory, 'bespoke.config.json'), config);
      const given = { cwd: project.directory, config: undefined, out: undefined, workers: 1 };
      const silent = { isTerminal: false, out: () => {}, note: () => {} };
      const error = await profileCommand({ ...given, target: 'phone', serve: options }, silent).then(
        () => undefined,
        (caught: BespokeError) => caught,
      );
      assert.is(error?.code, code, error?.message);
      assert.ok(error!.message.includes(says), error!.message);
    }));
}

test.run();

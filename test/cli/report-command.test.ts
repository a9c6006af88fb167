import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildCommand } from '../../src/cli/build-command.js';
import { type ReportOptions, reportCommand } from '../../src/cli/report-command.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { keepLastBuild, readLastBuild } from '../../src/pipeline/record/last-build.js';
import type { BuildResult } from '../../src/pipeline/result.js';
import { inProject, plainConfig, plainFiles } from '../config/project.js';
import { artifact, missedBy, resultOf } from './fake-result.js';

const project = {
  ...plainFiles,
  'bespoke.config.json': JSON.stringify(plainConfig()),
  'other.config.json': JSON.stringify(plainConfig()),
};
const options = { config: undefined, out: './bespoke-report.html', open: false };

async function run(given: ReportOptions, show?: (path: string) => Promise<unknown>): Promise<string> {
  let said = '';
  const write = (text: string) => {
    said += text;
  };
  const status = await reportCommand(given, { out: write, note: write, isTerminal: false }, show);
  assert.is(status, 0);
  return said;
}

async function failure(
  given: ReportOptions,
  show?: (path: string) => Promise<unknown>,
): Promise<BespokeError> {
  try {
    await run(given, show);
  } catch (error) {
    assert.instance(error, BespokeError);
    return error as BespokeError;
  }
  return assert.unreachable('nothing was refused') as never;
}

async function built(cwd: string, result: BuildResult, config?: string): Promise<void> {
  await keepLastBuild(await loadPlan({ cwd, config }), result);
}

test('without a build it names the command that makes one, and writes nothing', () =>
  inProject(project, async (cwd) => {
    const error = await failure({ ...options, cwd });
    assert.is(error.code, 'REPORT_NO_BUILD');
    assert.match(error.message, "Run 'bespoke build', or webpack");
    const other = await failure({ ...options, cwd, config: 'other.config.json' });
    assert.match(other.message, "Run 'bespoke build --config other.config.json'");
    assert.not.ok((await readdir(cwd)).includes('bespoke-report.html'));
  }));

test('writes the report of the last build, the same as beside the manifest', () =>
  inProject(project, async (cwd) => {
    const remote = { taken: { results: 3, bytes: 5000 }, given: { results: 0, bytes: 0 } };
    const result = { ...resultOf([artifact('phone', 'x')]), remote };
    await buildCommand(
      { cwd, config: undefined, out: './dist', json: false, workers: undefined },
      { out: () => {}, note: () => {}, isTerminal: false },
      async () => async (plan) => {
        await keepLastBuild(plan, result);
        return result;
      },
    );
    assert.is(await run({ ...options, cwd, out: 'there/report.html' }), 'Written to there/report.html\n');
    const page = await readFile(join(cwd, 'there/report.html'), 'utf8');
    assert.match(page, /^<!doctype html>/);
    assert.match(page, 'took 3 results (5 KB) from the remote cache and gave it nothing.');
    assert.is(page, await readFile(join(cwd, 'dist/bespoke-report.html'), 'utf8'));
  }));

test('--open shows the file that was written', () =>
  inProject(project, async (cwd) => {
    await built(cwd, resultOf([artifact('phone', 'x')]));
    const shown: string[] = [];
    await run({ ...options, cwd, open: true }, async (path) => {
      shown.push(`${path} ${(await readFile(path, 'utf8')).slice(0, 15)}`);
    });
    assert.equal(shown, [`${join(cwd, 'bespoke-report.html')} <!doctype html>`]);
    const error = await failure({ ...options, cwd, open: true }, () =>
      Promise.reject(new Error('no xdg-open')),
    );
    assert.is(error.code, 'REPORT_NOT_OPENED');
    assert.match(error.message, 'no xdg-open');
  }));

test("a build that misses a budget under onMiss 'error' leaves the report of the one before", () =>
  inProject(project, async (cwd) => {
    await built(cwd, resultOf([artifact('phone', 'x')]));
    await built(cwd, resultOf([artifact('server', 'y')], [missedBy('error')]));
    await run({ ...options, cwd });
    assert.match(await readFile(join(cwd, 'bespoke-report.html'), 'utf8'), 'digits.phone');
    await built(cwd, resultOf([artifact('server', 'y')], [missedBy('warn')]));
    await run({ ...options, cwd });
    assert.match(await readFile(join(cwd, 'bespoke-report.html'), 'utf8'), 'digits.server');
  }));

test('configurations that share a cache have a report each', () =>
  inProject(project, async (cwd) => {
    await built(cwd, resultOf([artifact('phone', 'x')]));
    await built(cwd, resultOf([artifact('server', 'y')]), 'other.config.json');
    await run({ ...options, cwd });
    assert.match(await readFile(join(cwd, 'bespoke-report.html'), 'utf8'), 'digits.phone');
  }));

test('what another version of bespoke kept counts as no build', () =>
  inProject(project, async (cwd) => {
    await built(cwd, resultOf([artifact('phone', 'x')]));
    const [file] = await readdir(join(cwd, '.bespoke/last-build'));
    for (const text of ['{"version":0,"models":[]}', '{"version":', 'null']) {
      await writeFile(join(cwd, '.bespoke/last-build', file!), text);
      assert.is(await readLastBuild(await loadPlan({ cwd })), undefined, text);
    }
  }));

test('a file in place of the folder is told', () =>
  inProject({ ...project, there: 'a file' }, async (cwd) => {
    await built(cwd, resultOf([artifact('phone', 'x')]));
    const error = await failure({ ...options, cwd, out: 'there/report.html' });
    assert.is(error.code, 'OUTPUT_NOT_WRITABLE');
    assert.match(error.message, 'the report cannot be written here');
  }));

test.run();

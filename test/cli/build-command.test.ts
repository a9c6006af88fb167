import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildCommand } from '../../src/cli/build-command.js';
import type { Console } from '../../src/cli/console.js';
import type { BuildPlan } from '../../src/config/plan.js';
import { BespokeError } from '../../src/errors.js';
import type { BuildContext, BuildResult } from '../../src/pipeline/result.js';
import { inProject, plainConfig, plainFiles } from '../config/project.js';
import { artifact, missedBy, resultOf } from './fake-result.js';

type Build = (plan: BuildPlan, context: BuildContext) => Promise<BuildResult>;

const project = { ...plainFiles, 'bespoke.config.json': JSON.stringify(plainConfig()) };
const options = { config: undefined, out: './dist', json: false, workers: undefined };

test('writes to --out, tells what it wrote, and gives 0', () =>
  inProject(project, async (cwd) => {
    const { status, out } = await run({ ...options, cwd, out: 'there' }, async () =>
      resultOf([artifact('phone', 'x')]),
    );
    assert.is(status, 0);
    assert.is((await readdir(join(cwd, 'there'))).length, 3);
    for (const part of [
      'digits\n',
      'teacher',
      'phone',
      '1.00 ms (50%)',
      '98.00%',
      'met',
      'Written to there\n',
    ]) {
      assert.ok(out.includes(part), `${part}\n${out}`);
    }
  }));

test('--json prints the manifest alone; progress and warnings go to the other stream', () =>
  inProject(project, async (cwd) => {
    const { out, note } = await run({ ...options, cwd, json: true }, async (_, context) => {
      context.onProgress({ model: 'digits', stage: 'house', done: 1, total: 1 });
      context.onWarning('a cloud');
      return resultOf([artifact('phone', 'x')]);
    });
    assert.is(out, await readFile(join(cwd, 'dist/bespoke-manifest.json'), 'utf8'));
    assert.is(JSON.parse(out).models[0].targets[0].name, 'phone');
    assert.match(note, 'digits · house done');
    assert.match(note, 'warning: a cloud');
  }));

test('says what came from a remote cache, and the manifest does not', () =>
  inProject(project, async (cwd) => {
    const remote = { taken: { results: 12, bytes: 3_400_000 }, given: { results: 1, bytes: 120 } };
    const says = 'This build took 12 results (3.4 MB) from the remote cache and gave it 1 result (120 B).';
    const build = async () => ({ ...resultOf([artifact('phone', 'x')]), remote });
    const text = await run({ ...options, cwd }, build);
    assert.match(text.out, `${says}\nWritten to`);
    assert.match(
      await readFile(join(cwd, 'dist/bespoke-report.html'), 'utf8'),
      `<p class="facts">${says}</p>`,
    );

    const json = await run({ ...options, cwd, json: true }, build);
    assert.match(json.note, `${says}\n`);
    const without = await run({ ...options, cwd, json: true }, async () =>
      resultOf([artifact('phone', 'x')]),
    );
    assert.is(json.out, without.out);
    assert.not.match(without.note, 'remote');
    assert.not.match(await readFile(join(cwd, 'dist/bespoke-report.html'), 'utf8'), 'remote');
  }));

test('--workers reaches the plan', () =>
  inProject(project, async (cwd) => {
    let workers = 0;
    await run({ ...options, cwd, workers: 5 }, async (plan) => {
      workers = plan.workers;
      return resultOf([artifact('phone', 'x')]);
    });
    assert.is(workers, 5);
  }));

test("a budget missed under onMiss 'error' gives 2 and emits nothing", () =>
  inProject(project, async (cwd) => {
    const { status, out, note } = await run({ ...options, cwd, json: true }, async () =>
      resultOf([artifact('phone', 'x'), artifact('server', 'y')], [missedBy('error')]),
    );
    assert.is(status, 2);
    assert.is(out, '');
    assert.match(
      note,
      "BUDGET_MISSED: model 'digits', target 'phone': no model meets the latency budget of 0.5 ms",
    );
    assert.not.ok((await readdir(cwd)).includes('dist'));
  }));

test("a budget missed under onMiss 'warn' gives 0 and emits", () =>
  inProject(project, async (cwd) => {
    const { status } = await run({ ...options, cwd }, async () =>
      resultOf([artifact('phone', 'x')], [missedBy('warn')]),
    );
    assert.is(status, 0);
    assert.is((await readdir(join(cwd, 'dist'))).length, 3);
  }));

test('an error of the build is passed on, and nothing is emitted', () =>
  inProject(project, async (cwd) => {
    const problem = new BespokeError({ code: 'MODEL_TRUNCATED', what: 'torn' });
    const { error } = await run({ ...options, cwd }, () => Promise.reject(problem));
    assert.is(error, problem);
    assert.not.ok((await readdir(cwd)).includes('dist'));
  }));

test('a folder that cannot be written to is told before the build', () =>
  inProject({ ...project, dist: 'a file' }, async (cwd) => {
    const { error } = await run({ ...options, cwd }, async () => assert.unreachable('built') as never);
    assert.is((error as BespokeError).code, 'OUTPUT_NOT_WRITABLE');
  }));

for (const [name, kind, signals, signal] of [
  ['the first SIGINT lets the build end', 'patient', 1, 'SIGINT'],
  ['the second SIGINT ends at once', 'deaf', 2, 'SIGINT'],
  ['SIGTERM is like SIGINT', 'patient', 1, 'SIGTERM'],
  ['SIGINT with a build that ends all the same emits nothing', 'heedless', 1, 'SIGINT'],
] as const) {
  test(name, () =>
    inProject(project, async (cwd) => {
      const script = fileURLToPath(new URL('interrupted-build.js', import.meta.url));
      const child = spawn(process.execPath, [script, kind], {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      let sent = 0;
      const send = () => {
        if (sent < signals && (sent === 0 ? text.includes('building') : text.includes('interrupted;'))) {
          sent++;
          child.kill(signal);
        }
      };
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          text += chunk;
          send();
        });
      }
      const status = await new Promise((resolve) => child.on('close', resolve));
      assert.is(status, 130, text);
      assert.is(sent, signals);
      assert.is(text.includes('cleaned up'), kind !== 'deaf');
      assert.not.ok((await readdir(cwd)).includes('dist'));
    }),
  );
}

async function run(given: Parameters<typeof buildCommand>[0], build: Build) {
  let out = '';
  let note = '';
  const console: Console = {
    out: (text) => {
      out += text;
    },
    note: (text) => {
      note += text;
    },
    isTerminal: false,
  };
  try {
    return { status: await buildCommand(given, console, async () => build), out, note, error: undefined };
  } catch (error) {
    return { status: undefined, out, note, error };
  }
}

test.run();

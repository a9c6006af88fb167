import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changed, inProject, plainConfig, plainFiles } from '../config/project.js';
import { withServer } from '../store/remote-server.js';

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const project = { ...plainFiles, 'bespoke.config.json': JSON.stringify(plainConfig()) };
const misspelt = JSON.stringify(changed(plainConfig(), 'targets.0.budget', { latncy: '5ms' }));

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly says: readonly string[];
}

const refusals: readonly Case[] = [
  {
    name: 'unknown command',
    args: ['buid'],
    says: [
      "COMMAND_UNKNOWN: unknown command; got 'buid'; accepted: 'build', 'inspect', 'report', 'profile', 'worker', 'doctor'",
      "mean 'build'?",
    ],
  },
  {
    name: 'unknown option',
    args: ['build', '--confg', 'x.ts'],
    says: ["OPTION_UNKNOWN: unknown option of 'build'; got '--confg'", "Did you mean '--config'?"],
  },
  {
    name: 'unknown option of another command',
    args: ['doctor', '--out', 'x'],
    says: ["unknown option of 'doctor'"],
  },
  { name: 'unknown option with dashes', args: ['build', '--dry-run'], says: ["got '--dry-run'"] },
  { name: 'unknown short option', args: ['build', '-j'], says: ["got '-j'"] },
  { name: 'unknown option alone', args: ['--halp'], says: ["OPTION_UNKNOWN: unknown option; got '--halp'"] },
  { name: 'option without its value', args: ['build', '--out'], says: ['--out: the value is missing'] },
  {
    name: 'option given twice',
    args: ['build', '--out', 'a', '--out', 'b'],
    says: ['it is given more than once'],
  },
  {
    name: 'workers that are no number',
    args: ['build', '--workers', 'two'],
    says: ["got 'two'", 'an integer'],
  },
  { name: 'no workers', args: ['build', '--workers', '0'], says: ['got 0', 'at least 1'] },
  {
    name: 'argument that is missing',
    args: ['inspect'],
    says: ["ARGUMENT_MISSING: 'inspect' needs <model>"],
  },
  { name: 'argument too many', args: ['inspect', 'a.onnx', 'b.onnx'], says: ["got 'b.onnx'"] },
  { name: 'argument for build', args: ['build', 'x'], says: ['ARGUMENT_UNEXPECTED', "got 'x'"] },
  { name: 'size that is none', args: ['inspect', 'a.onnx', '--size', '224'], says: ['got 224', "'224x224'"] },
  { name: 'model that is missing', args: ['inspect', 'no.onnx'], says: ['MODEL_MISSING', 'no.onnx'] },
  {
    name: 'file that is no model',
    args: ['inspect', 'package.json'],
    says: ['MODEL_', 'package.json'],
  },
  { name: 'no configuration', args: ['build'], says: ['CONFIG_NOT_FOUND', 'bespoke.config.ts'] },
  {
    name: 'mistake in the configuration',
    args: ['build', '--json'],
    files: { ...plainFiles, 'bespoke.config.json': misspelt },
    says: [
      "CONFIG_UNKNOWN_KEY: bespoke.config.json: targets[0].budget.latncy: unknown key 'latncy', probably a typo; got '5ms'",
    ],
  },
  {
    name: 'configuration that is named and missing',
    args: ['build', '--config', 'bespoke.config.jso'],
    files: project,
    says: ['CONFIG_NOT_FOUND', "Did you mean './bespoke.config.json'?"],
  },
  {
    name: 'report without a build',
    args: ['report'],
    files: project,
    says: ['REPORT_NO_BUILD', "Run 'bespoke build'"],
  },
  {
    name: 'teacher that is no model',
    args: ['build', '--json'],
    files: { ...project, 'models/teacher.onnx': 'not a model' },
    says: ['bespoke: '],
  },
];

for (const { name, args, files, says } of refusals) {
  test(`${name}: one message, exit 1, nothing written`, () =>
    inProject(files ?? {}, async (cwd) => {
      const { status, out, note } = await bespoke(args, cwd);
      assert.is(status, 1, note);
      assert.is(out, '');
      for (const phrase of says) assert.ok(note.includes(phrase), `${phrase}\n not in\n${note}`);
      assert.is(note.match(/^bespoke: [A-Z]+_[A-Z_]+: /gm)?.length, 1, note);
      assert.not.match(note, /^\s+at /m);
      assert.not.ok((await readdir(cwd)).includes('dist'));
    }));
}

test('BESPOKE_DEBUG adds the stack', () =>
  inProject({}, async (cwd) => {
    const { status, note } = await bespoke(['build'], cwd, { BESPOKE_DEBUG: '1' });
    assert.is(status, 1);
    assert.match(note, /^\s+at /m);
  }));

for (const [args, says] of [
  [['--version'], /^bespoke\/\d+\.\d+\.\d+/],
  [['--help'], /build.*\n.*inspect <model>.*\n.*report.*\n.*profile.*\n.*worker.*\n.*doctor/],
  [[], /Usage:/],
  [['build', '--help'], /--workers <count>/],
  [['inspect', '--help'], /--size <HxW>/],
  [['report', '--help'], /--open/],
] as const) {
  test(`bespoke ${args.join(' ')}`, () =>
    inProject({}, async (cwd) => {
      const { status, out, note } = await bespoke(args, cwd);
      assert.is(status, 0);
      assert.match(out, says);
      assert.is(note, '');
    }));
}

test('doctor tells of Node, packages, engines, configuration and cache', () =>
  inProject({ ...project, '.bespoke/results/x': 'four' }, async (cwd) => {
    const { status, out } = await bespoke(['doctor'], cwd);
    assert.is(status, 0, out);
    assert.match(out, new RegExp(`^ok {2}Node +${process.versions.node.replaceAll('.', '\\.')}$`, 'm'));
    assert.match(out, /^ok {2}onnxruntime-node +\d/m);
    assert.match(out, /^ok {2}sharp +\d/m);
    assert.match(out, /^-- {2}webpack +not installed; if you want it: npm install webpack@/m);
    assert.match(out, /^ok {2}engine cpu /m);
    assert.match(out, /^(ok|--) {2}engine webgpu /m);
    assert.match(out, /^ok {2}configuration .*bespoke\.config\.json: 1 model, 1 target$/m);
    assert.match(out, /^ok {2}cache .*: 1 files, 4 B$/m);
  }));

test('doctor tells of a remote cache, and gives 1 when it does not work', () =>
  withServer((server) => {
    const config = { ...plainConfig(), cache: { remote: { url: server.url, write: true } } };
    return inProject({ ...plainFiles, 'bespoke.config.json': JSON.stringify(config) }, async (cwd) => {
      const env = { BESPOKE_CACHE_KEY: 'k'.repeat(32), BESPOKE_CACHE_TOKEN: 'secret' };
      const { status, out } = await bespoke(['doctor'], cwd, env);
      assert.is(status, 0, out);
      assert.match(out, /^ok {2}remote cache +127\.0\.0\.1:\d+: it answers, with 404/m);
      assert.match(out, /^ok {2}remote writing +a signed entry was written/m);
      assert.equal([...server.authorizations], ['Bearer secret']);

      server.misbehave = (_, response) => {
        response.writeHead(403).end();
        return true;
      };
      const refused = await bespoke(['doctor'], cwd, env);
      assert.is(refused.status, 1, refused.out);
      assert.match(refused.out, /^!! {2}remote token +reading: refused \(403\)/m);

      const asked = server.asked.length;
      const keyless = await bespoke(['doctor'], cwd, { ...env, BESPOKE_CACHE_KEY: '' });
      assert.is(keyless.status, 1, keyless.out);
      assert.match(keyless.out, /^!! {2}configuration .*writing needs a key/m);
      assert.is(server.asked.length, asked);
    });
  }));

test('doctor gives 1 when the configuration has a mistake, and names it', () =>
  inProject({ ...plainFiles, 'bespoke.config.json': misspelt }, async (cwd) => {
    const { status, out } = await bespoke(['doctor'], cwd);
    assert.is(status, 1);
    assert.match(out, /^!! {2}configuration .*targets\[0\]\.budget\.latncy/m);
  }));

function bespoke(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, BESPOKE_DEBUG: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let note = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    note += chunk;
  });
  return new Promise<{ status: number | null; out: string; note: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, out, note }));
  });
}

test.run();

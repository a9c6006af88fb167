import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import cacache from 'cacache';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rngOf } from '../../src/random.js';
import { inTinyProject, type TinyProject } from './tiny-project.js';

const config = {
  effort: { retrainGigaMacs: 0, approximated: 4, steps: 20 },
  alternatives: { decompose: false, lowRank: false, separable: false, shrink: false, activation: false },
};

/** Every model in a store by its key: the trained alternatives, and the members in normal form. */
async function models(project: TinyProject, cache: string): Promise<Map<string, string>> {
  const results = join(project.directory, cache, 'results');
  const found = new Map<string, string>();
  for (const { key, integrity } of Object.values(await cacache.ls(results))) {
    const bytes = await cacache.get.byDigest(results, integrity);
    if (bytes[0] === 0x08) found.set(key, integrity);
  }
  return found;
}

interface Run {
  readonly trained: string[];
  readonly status: number | null;
}

/** Builds in a process of its own; `onTrained` is told after each alternative and may kill. */
function buildInChild(project: TinyProject, onTrained: (trained: number, pid: number) => void): Promise<Run> {
  const script = join(import.meta.dirname, 'build-in-child.ts');
  const args = ['--import', 'tsx', script, project.directory, JSON.stringify(project.config(config))];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const trained: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.includes('from the store')) continue;
      trained.push(line);
      onTrained(trained.length, child.pid!);
    }
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ trained, status })));
}

const children = (pid: number): number[] =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);

test('killed five times in training, the build ends with the same bytes and repeats at most one alternative a worker', () =>
  inTinyProject(async (project) => {
    const rng = rngOf(11, 'kill');
    const done = new Set<string>();
    for (let kill = 0; kill < 5; kill++) {
      const at = 1 + rng.int(3);
      const { trained, status } = await buildInChild(project, (count, pid) => {
        if (count === at) process.kill(pid, 'SIGKILL');
      });
      assert.is(status, null, 'it was killed');
      assert.ok(
        trained.filter((id) => done.has(id)).length <= 2,
        `repeated: ${trained.filter((id) => done.has(id))}`,
      );
      for (const id of trained) done.add(id);
    }
    const last = await buildInChild(project, () => {});
    assert.is(last.status, 0);
    assert.ok(last.trained.filter((id) => done.has(id)).length <= 2);
    await project.build(config, { cache: 'fresh' });
    assert.equal(await models(project, 'cache'), await models(project, 'fresh'));
  }));

test('a worker killed five times in training costs its alternative only, and the bytes are the same', () =>
  inTinyProject(async (project) => {
    let kills = 0;
    const { status, trained } = await buildInChild(project, (count, pid) => {
      const [worker] = children(pid).filter((child) => child !== pid);
      if (count % 3 === 0 && kills < 5 && worker !== undefined) {
        process.kill(worker, 'SIGKILL');
        kills++;
      }
    });
    assert.is(kills, 5);
    assert.is(status, 0);
    assert.is(new Set(trained).size, trained.length, 'none was finished twice');
    await project.build(config, { cache: 'fresh' });
    assert.equal(await models(project, 'cache'), await models(project, 'fresh'));
  }));

test.run();

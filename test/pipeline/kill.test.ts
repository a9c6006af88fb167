import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import cacache from 'cacache';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProgressEvent } from '../../src/pipeline/result.js';
import { rngOf } from '../../src/random.js';
import { inBuiltProject, type TinyProject } from './tiny-project.js';

const config = {
  effort: { retrainGigaMacs: 0, wholeCuts: 0.4, prune: 12, steps: 12 },
  alternatives: { decompose: false, lowRank: false, separable: false, shrink: false, activation: false },
};

/** What build-in-child prints of an alternative that was trained. */
const lineOf = ({ trained }: ProgressEvent): string[] =>
  trained === undefined ? [] : [`${trained.alternative}, rung ${trained.rung}`];

/** Its one worker takes the alternatives in the order in which several are given them. */
const inBuilt = (use: Parameters<typeof inBuiltProject>[1]): Promise<void> => inBuiltProject(config, use);

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

/** Builds in a process of its own, with a store of its own; `onTrained` is told after each alternative and may kill. */
function buildInChild(
  project: TinyProject,
  onTrained: (trained: number, pid: number, id: string) => void,
): Promise<Run> {
  const script = join(import.meta.dirname, 'build-in-child.js');
  const separate = { ...project.config(config), cache: { directory: './killed' } };
  const args = [script, project.directory, JSON.stringify(separate)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const trained: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      trained.push(line);
      onTrained(trained.length, child.pid!, line);
    }
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ trained, status })));
}

/** Those that are alive. */
function workersOf(pid: number): number[] {
  const columns = ['-o', 'pid=,stat=,args=', '--ppid', String(pid)];
  return execFileSync('ps', columns, { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, state, ...words]) => !state?.startsWith('Z') && words.some((word) => word.includes('tinypool')),
    )
    .map(([worker]) => Number(worker));
}

test('killed three times in training, the build ends with the same bytes and repeats at most one alternative a worker', () =>
  inBuilt(async (project) => {
    const rng = rngOf(11, 'kill');
    const done = new Set<string>();
    for (let kill = 0; kill < 3; kill++) {
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
    assert.equal(await models(project, 'killed'), await models(project, 'cache'));
  }));

test('a worker killed five times in training costs its alternative only, and the bytes are the same', () =>
  inBuilt(async (project, { events }) => {
    const order = events.flatMap(lineOf);
    const done = new Set<string>();
    // A job whose process died is tried once more: none may be hit twice. Two run, and on a quick machine a few more
    // have begun since the line was written.
    let hit: string[] = [];
    let kills = 0;
    const { status, trained } = await buildInChild(project, (_, pid, id) => {
      done.add(id);
      if (!hit.every((each) => done.has(each))) return;
      for (const worker of workersOf(pid).slice(0, 5 - kills)) {
        process.kill(worker, 'SIGKILL');
        kills++;
      }
      hit = order.filter((each) => !done.has(each)).slice(0, 6);
    });
    assert.is(kills, 5);
    assert.is(status, 0);
    assert.equal(trained.toSorted(), order.toSorted(), 'each was finished once');
    assert.equal(await models(project, 'killed'), await models(project, 'cache'));
  }));

test.run();

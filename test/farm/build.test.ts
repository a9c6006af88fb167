import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { artifactHashes, inTinyProject } from '../pipeline/tiny-project.js';
import { withNginx, withRedis } from './servers.js';

const MAIN = join(import.meta.dirname, '../../src/cli/main.js');
const KEY = 'k'.repeat(32);

interface RunningWorker {
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** `bespoke worker` in a folder, told everything by its environment. */
async function startWorker(cwd: string, name: string, queue: string, cache: string): Promise<RunningWorker> {
  const child = spawn(
    process.execPath,
    [MAIN, 'worker', '--workers', '1', '--engine', 'cpu', '--name', name],
    {
      cwd,
      env: { ...process.env, BESPOKE_QUEUE: queue, BESPOKE_CACHE_URL: cache, BESPOKE_CACHE_KEY: KEY },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  child.stderr!.on('data', (chunk) => {
    text += chunk;
  });
  for (let tries = 0; !text.includes('waiting for jobs'); tries++) {
    if (tries > 400 || child.exitCode !== null) throw new Error(`no worker: ${text}`);
    await sleep(50);
  }
  return { child, said: () => text };
}

test('a build with a farm of which one machine dies gives the same bytes as alone', () =>
  withRedis((redis) =>
    withNginx((store) =>
      inTinyProject(async (project) => {
        const alone = await project.build({}, { cache: 'alone' });
        const one = await startWorker(project.directory, 'one', redis.url, store.url);
        const two = await startWorker(project.directory, 'two', redis.url, store.url);
        process.env.BESPOKE_CACHE_KEY = KEY;
        try {
          const remote = { url: store.url, write: true };
          const building = project.build({ remote, farm: { queue: redis.url } }, { cache: 'farmed' });
          for (let tries = 0; !/ done, /.test(one.said()) && tries < 1200; tries++) await sleep(20);
          one.child.kill('SIGKILL');
          const farmed = await building;
          assert.equal(artifactHashes(farmed.result), artifactHashes(alone.result));
          assert.equal(farmed.warnings, []);
          const { farm = [] } = farmed.result;
          assert.equal(farm.map(({ machine }) => machine).sort(), ['one', 'two']);
          assert.ok(farm.reduce((sum, { jobs }) => sum + jobs, 0) >= 5, JSON.stringify(farm));

          // What came from the farm is in the remote cache once, and a second checkout needs neither farm nor training.
          const puts = (await readFile(store.log, 'utf8'))
            .split('\n')
            .filter((line) => line.includes('"PUT /ac/'));
          const entries = puts.map((line) => /PUT (\S+)/.exec(line)![1]);
          assert.is(new Set(entries).size, entries.length);
          const second = await project.build({ remote, farm: { queue: redis.url } }, { cache: 'second' });
          assert.is(second.result.cached, true);
          assert.equal(second.result.farm, []);

          two.child.kill('SIGTERM');
          const [status] = await once(two.child, 'exit');
          assert.is(status, 0, two.said());
          assert.match(two.said(), "worker 'two': 1 job at a time by engine 'cpu'");
        } finally {
          delete process.env.BESPOKE_CACHE_KEY;
          for (const { child } of [one, two]) child.kill('SIGKILL');
        }
      }),
    ),
  ));

test('without a key, or where this machine does not write, the build goes on alone and says so', () =>
  inTinyProject(async (project) => {
    const effort = { subNetworks: 1, steps: 2, samples: 64, qualitySamples: 32, retrainEpochs: 1 };
    const farm = { queue: 'redis://127.0.0.1:1' };
    const ci = process.env.CI;
    try {
      const remote = { url: 'http://127.0.0.1:1', write: 'ci' as unknown as boolean };
      const first = await project.build({ effort, remote, farm });
      assert.ok(first.warnings.includes('the farm is not used: BESPOKE_CACHE_KEY is not set'));
      process.env.BESPOKE_CACHE_KEY = KEY;
      delete process.env.CI;
      const second = await project.build({ effort, remote, farm });
      assert.ok(
        second.warnings.includes('the farm is not used: this machine does not write to cache.remote'),
      );
      assert.is(second.result.farm, undefined);
    } finally {
      delete process.env.BESPOKE_CACHE_KEY;
      if (ci !== undefined) process.env.CI = ci;
    }
  }));

test.run();

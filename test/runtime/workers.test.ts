import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { createWorkers, type Workers } from '../../src/runtime/workers.js';

const task = (name: string) => ({ file: new URL('./worker-tasks.js', import.meta.url), name });
const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const gone = async (pid: number, withinMs: number): Promise<boolean> => {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) if (!exists(pid)) return true;
  return !exists(pid);
};
const written = async (file: string): Promise<number> => {
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await sleep(20);
  return Number(readFileSync(file, 'utf8'));
};
const rejection = async (promise: Promise<unknown>): Promise<BespokeError> => {
  try {
    await promise;
  } catch (error) {
    return error as BespokeError;
  }
  throw new Error('was not rejected');
};

const directory = mkdtempSync(join(tmpdir(), 'bespoke-workers-'));
const test = suite('workers');
test.after(() => rmSync(directory, { recursive: true, force: true }));

/** A test with workers that are closed whatever happens. */
function check(
  name: string,
  options: Partial<Parameters<typeof createWorkers>[0]>,
  body: (w: Workers) => Promise<void>,
): void {
  test(name, async () => {
    const workers = createWorkers({ workers: 1, ...options });
    try {
      await body(workers);
    } finally {
      await workers.close();
    }
  });
}

check('a job and its result keep typed arrays, bigints, maps and undefined', {}, async (workers) => {
  const job = {
    floats: new Float32Array([1, -0.5, Infinity]),
    longs: new BigInt64Array([1n, -2n]),
    map: new Map([['a', new Uint16Array([65535])]]),
    missing: undefined,
    big: 2n ** 70n,
  };
  assert.equal(await workers.run(task('echo'), job), job);
});

check('a megabyte goes there and back', {}, async (workers) => {
  const bytes = new Uint8Array(1 << 20).map((_, index) => index % 251);
  assert.equal(await workers.run(task('echo'), bytes), bytes);
});

check('jobs run in another process, one process serves many', {}, async (workers) => {
  const pids = [await workers.run<number>(task('pid'), 0), await workers.run<number>(task('pid'), 0)];
  assert.is.not(pids[0], process.pid);
  assert.is(pids[0], pids[1]);
});

check('two workers work at the same time', { workers: 2 }, async (workers) => {
  const pids = await Promise.all([1, 2].map(() => workers.run<number>(task('wait'), { ms: 400 })));
  assert.is.not(pids[0], pids[1]);
});

check(
  'more jobs than workers: all are answered, each with its own result',
  { workers: 2 },
  async (workers) => {
    const jobs = Array.from({ length: 20 }, (_, index) => index);
    assert.equal(await Promise.all(jobs.map((job) => workers.run(task('echo'), job))), jobs);
  },
);

check('a job may be made when its turn comes; one that cannot be made is an error', {}, async (workers) => {
  const made: number[] = [];
  const jobs = [1, 2, 3].map((job) =>
    workers.run(task('wait'), () => {
      made.push(job);
      return { ms: 50 };
    }),
  );
  assert.equal(made, [1], 'the others wait');
  await Promise.all(jobs);
  assert.equal(made, [1, 2, 3]);
  const fail = () => {
    throw new Error('no such job');
  };
  assert.is((await rejection(workers.run(task('echo'), fail))).message, 'no such job');
  assert.is(await workers.run(task('echo'), 'next'), 'next');
});

check('the environment is inherited', {}, async (workers) => {
  assert.is(await workers.run(task('secretOfEnvironment'), 'PATH'), process.env.PATH);
});

check('an error of ours comes back with all its parts', {}, async (workers) => {
  const error = await rejection(workers.run(task('fail'), { unclonable: false }));
  assert.instance(error, BespokeError);
  assert.is(error.code, 'TEST_CODE');
  assert.is(error.message, 'here: the test wants it; got [1,2]. Go on.');
  assert.is(error.problem.cause, 'Error: deep');
});

check('an error of ours with a value that cannot travel still comes back', {}, async (workers) => {
  const error = await rejection(workers.run(task('fail'), { unclonable: true }));
  assert.is(error.code, 'TEST_CODE');
});

check('another error keeps its message and the stack of the worker', {}, async (workers) => {
  const error = await rejection(workers.run(task('crash'), 0));
  assert.is(error.message, 'not ours');
  assert.match(error.stack ?? '', 'worker-tasks');
});

check('a result that cannot travel is an error, not a hang', {}, async (workers) => {
  assert.match((await rejection(workers.run(task('unclonable'), 0))).message, 'could not be cloned');
});

check('a function that does not exist is named', {}, async (workers) => {
  assert.match((await rejection(workers.run(task('absent'), 0))).message, 'absent');
});

for (const [name, job, said] of [
  ['killSelf', {}, 'signal SIGKILL'],
  ['exit', { code: 3 }, 'exit status 3'],
  ['exit', { code: 0 }, 'exit status 0'],
] as const)
  check(
    `a worker that dies with ${said} is WORKER_DIED and the next job runs`,
    { retries: 0 },
    async (workers) => {
      const error = await rejection(workers.run(task(name), job));
      assert.is(error.code, 'WORKER_DIED');
      assert.match(error.message, said);
      assert.is(await workers.run(task('echo'), 'next'), 'next');
    },
  );

check('a worker out of memory is WORKER_DIED', { retries: 0 }, async () => {
  const execArgv = process.execArgv;
  process.execArgv = [...execArgv, '--max-old-space-size=64'];
  const small = createWorkers({ workers: 1, retries: 0 });
  try {
    assert.is((await rejection(small.run(task('outOfMemory'), 0))).code, 'WORKER_DIED');
    assert.is(await small.run(task('echo'), 'next'), 'next');
  } finally {
    process.execArgv = execArgv;
    await small.close();
  }
});

check('a job whose worker died is tried once more', {}, async (workers) => {
  assert.is(await workers.run(task('dieOnce'), { file: join(directory, 'die-once') }), 'second try');
});

check(
  'a job that kills its worker every time ends in WORKER_DIED, the jobs around it in results',
  { workers: 2 },
  async (workers) => {
    const results = await Promise.allSettled([
      workers.run(task('echo'), 1),
      workers.run(task('killSelf'), 0),
      workers.run(task('wait'), { ms: 300 }),
      workers.run(task('echo'), 4),
      workers.run(task('echo'), 5),
    ]);
    assert.equal(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
  },
);

check('a worker killed from outside while it waits for work is replaced', {}, async (workers) => {
  const first = await workers.run<number>(task('pid'), 0);
  process.kill(first, 'SIGKILL');
  assert.ok(await gone(first, 2000));
  assert.is.not(await workers.run(task('pid'), 0), first);
});

check('a worker killed in the middle of a job is replaced and the job repeated', {}, async (workers) => {
  const file = join(directory, 'victim');
  const result = workers.run<number>(task('wait'), { ms: 500, file });
  const victim = await written(file);
  process.kill(victim, 'SIGKILL');
  assert.is.not(await result, victim);
});

check('Ctrl-C, which reaches the whole group, is left to the parent', { retries: 0 }, async (workers) => {
  const file = join(directory, 'interrupted');
  const result = workers.run<number>(task('wait'), { ms: 500, file });
  const pid = await written(file);
  process.kill(pid, 'SIGINT');
  assert.is(await result, pid);
});

for (const name of ['wait', 'spin'])
  test(`an abort ends the child at once while it ${name}s, and rejects all with the reason`, async () => {
    const controller = new AbortController();
    const workers = createWorkers({ workers: 1, signal: controller.signal });
    const file = join(directory, `abort-${name}`);
    const running = rejection(workers.run(task(name), { ms: 60_000, file }));
    const queued = rejection(workers.run(task('echo'), 1));
    const pid = await written(file);
    const reason = new Error('enough');
    controller.abort(reason);
    assert.is(await running, reason);
    assert.is(await queued, reason);
    assert.ok(await gone(pid, 1500));
    assert.is(await rejection(workers.run(task('echo'), 1)), reason);
    await workers.close();
  });

test('a signal that is aborted already starts no process', async () => {
  const workers = createWorkers({ workers: 1, signal: AbortSignal.abort() });
  assert.is((await rejection(workers.run(task('echo'), 1))).name, 'AbortError');
  await workers.close();
});

test('close leaves no process, rejects what runs, and can be called twice', async () => {
  const workers = createWorkers({ workers: 2 });
  const idle = await workers.run<number>(task('pid'), 0);
  const file = join(directory, 'closing');
  const running = rejection(workers.run(task('wait'), { ms: 60_000, file }));
  const second = rejection(workers.run(task('wait'), { ms: 60_000 }));
  const busy = await written(file);
  await workers.close();
  await workers.close();
  assert.is((await running).code, 'WORKERS_CLOSED');
  assert.is((await second).code, 'WORKERS_CLOSED');
  assert.not.ok(exists(idle) || exists(busy));
});

check(
  'a process that holds too much memory is replaced after its job',
  { recycleAboveBytes: 1 },
  async (workers) => {
    const first = await workers.run<number>(task('pid'), 0);
    assert.is.not(await workers.run<number>(task('pid'), 0), first);
  },
);

for (const [fit, memory] of [
  [1, 0.2e9],
  [2, 2e9],
] as const)
  check(
    `${fit} of two jobs of half a gigabyte fit${fit === 1 ? 's' : ''} into ${memory / 1e9} GB`,
    { workers: 2, memory: process.memoryUsage.rss() + memory },
    async (workers) => {
      const hold = task('hold');
      await workers.run(hold, { bytes: 5e8 });
      assert.is(workers.together(hold), fit);
      const spans = await Promise.all(
        [1, 2].map(() => workers.run<{ from: number; to: number }>(hold, { bytes: 5e8, ms: 300 })),
      );
      const [first, second] = spans.sort((a, b) => a.from - b.from);
      assert.is(second!.from < first!.to, fit === 2);
    },
  );

test('a job that takes more than all memory is told of, and done', async () => {
  const told: [string, number][] = [];
  const memory = process.memoryUsage.rss() + 3e8;
  const workers = createWorkers({ workers: 2, memory, onExceeded: (...each) => told.push(each) });
  try {
    await workers.run(task('hold'), { bytes: 1e6 });
    assert.equal(told, []);
    await workers.run(task('hold'), { bytes: 5e8 });
    assert.is(told.length, 1);
    assert.is(told[0]![0], 'hold');
    assert.ok(told[0]![1] > memory);
  } finally {
    await workers.close();
  }
});

test('workers end when their parent is killed with -9', async () => {
  const files = [join(directory, 'orphan-1'), join(directory, 'orphan-2')];
  const script = fileURLToPath(new URL('./orphan-parent.js', import.meta.url));
  const parent = spawn(process.execPath, [...process.execArgv, script, ...files], { stdio: 'ignore' });
  const pids = await Promise.all(files.map(written));
  parent.kill('SIGKILL');
  for (const pid of pids) assert.ok(await gone(pid, 3000), `${pid} lives on`);
});

const collect = async (child: ChildProcess): Promise<{ stdout: string; stderr: string }> => {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (texts.stdout += chunk));
  child.stderr?.on('data', (chunk) => (texts.stderr += chunk));
  await new Promise((done) => child.on('close', done));
  return texts;
};

/** Runs one job, a function of the module `file`, from a fresh process against `workersUrl`. */
const runFromNode = (workersUrl: URL, file: string, name: string, job: string) => {
  const code = `import { createWorkers } from ${JSON.stringify(workersUrl.href)};
    const workers = createWorkers({ workers: 1 });
    const result = await workers.run({ file: new URL(${JSON.stringify(file)}), name: '${name}' }, ${job});
    console.log('result ' + JSON.stringify(result));
    await workers.close();`;
  return collect(
    spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
};

test('what a task prints goes to standard error', async () => {
  const workers = new URL('../../src/runtime/workers.js', import.meta.url);
  const { href } = new URL('./worker-tasks.js', import.meta.url);
  const { stdout, stderr } = await runFromNode(workers, href, 'print', '0');
  assert.is(stdout, 'result "done"\n');
  assert.match(stderr, 'printed by the task');
});

const compiled = new URL('../../dist/runtime/workers.js', import.meta.url);
(existsSync(compiled) ? test : test.skip)('compiled workers run under plain node', async () => {
  const echo = 'data:text/javascript,export const echo = (job) => job';
  const { stdout, stderr } = await runFromNode(compiled, echo, 'echo', '{"a":[1]}');
  assert.is(stderr, '');
  assert.is(stdout, 'result {"a":[1]}\n');
});

test.run();

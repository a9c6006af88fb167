/**
 * `npm run fuzz [-- --seconds N] [--count N] [--from N]`: changed models, configurations, device profiles, arrays and
 * images, each of which must be accepted or refused with one clear error, within 10 seconds and 2 GB. First comes what
 * is kept in corpus/. An input that fails is written to found/, from where it can be moved there.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FuzzInput, inputOf, KINDS, type Kind } from './inputs.js';
import type { Verdict } from './worker.js';

const LIMIT_MS = 10_000;
const LIMIT_BYTES = 2e9;
const PAGE = 4096;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    count: { type: 'string', default: 'Infinity' },
    from: { type: 'string', default: '0' },
  },
});
const [seconds, count, from] = [values.seconds, values.count, values.from].map(Number) as [
  number,
  number,
  number,
];

const corpus = join(import.meta.dirname, 'corpus');
const found = join(import.meta.dirname, 'found');
const outcomes = new Map<string, number>();
const failures: string[] = [];
let child: ChildProcess | undefined;
let mostBytes = 0;

const started = Date.now();
for (const name of readdirSync(corpus).sort()) {
  const [kind] = name.split('-');
  if (!KINDS.includes(kind as Kind)) continue;
  await check({ kind: kind as Kind, bytes: readFileSync(join(corpus, name)) }, name);
}
let number = from;
for (; number < from + count && Date.now() - started < 1000 * seconds; number++)
  await check(inputOf(number), `${number}`);
child?.kill();

const sorted = [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1));
for (const [outcome, times] of sorted) console.log(`${String(times).padStart(7)} ${outcome}`);
for (const failure of failures) console.log(`\nFAILED ${failure}`);
console.log(
  `\n${number - from} inputs from number ${from} in ${((Date.now() - started) / 1000).toFixed(0)} s, at most ${(mostBytes / 1e6).toFixed(0)} MB: ${failures.length} failed`,
);
process.exit(failures.length > 0 ? 1 : 0);

async function check(input: FuzzInput, name: string): Promise<void> {
  const verdict = await run(input);
  const key = `${input.kind}: ${'bug' in verdict ? 'FAILED' : verdict.outcome}`;
  outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
  if (!('bug' in verdict)) return;
  mkdirSync(found, { recursive: true });
  const file = join(found, `${input.kind}-${name.replace(/\W/g, '')}`);
  writeFileSync(file, input.bytes);
  failures.push(`${file}: ${verdict.bug}`);
}

/** One process runs many inputs; one that hangs, takes too much or dies is replaced. */
function run({ kind, bytes }: FuzzInput): Promise<Verdict> {
  child ??= fork(join(import.meta.dirname, 'worker.js'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const worker = child;
  return new Promise((resolve) => {
    const begin = Date.now();
    const settle = (verdict: Verdict, isOver = false) => {
      clearInterval(watch);
      worker.removeAllListeners('message').removeAllListeners('exit');
      if (isOver) {
        worker.kill('SIGKILL');
        child = undefined;
      }
      resolve(verdict);
    };
    const watch = setInterval(() => {
      const bytesHeld = residentBytes(worker.pid!);
      mostBytes = Math.max(mostBytes, bytesHeld);
      if (bytesHeld > LIMIT_BYTES) settle({ bug: `${bytesHeld} bytes of memory` }, true);
      if (Date.now() - begin > LIMIT_MS) settle({ bug: 'more than 10 s' }, true);
    }, 25);
    worker.once('message', (verdict: Verdict) => settle(verdict));
    worker.once('exit', (status, signal) => settle({ bug: `the process died: ${signal ?? status}` }, true));
    worker.send({ kind, base64: Buffer.from(bytes).toString('base64') });
  });
}

/** 0 where the system does not tell. */
function residentBytes(pid: number): number {
  try {
    return PAGE * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  } catch {
    return 0;
  }
}

/**
 * `npm test [-- PATTERN]`: runs test/**\/*.test.ts whose path matches, in two processes that take one file after the other. Fails where uvu alone would
 * exit 0: no test ran, or a file forgot `.run()`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parse } from 'uvu/parse';
import type { FileResult } from './run-files.js';

/** Files that mostly wait, for browsers, watchers and locks: they run beside the others, in a process of their own. */
const WAITING =
  /^(measure\/browser|plugin\/watch|cli\/served|store\/lock|pipeline\/(kill|choose\/precision))/;
/** What compares latencies has the machine to itself. */
const ALONE = /^measure\/(compare-)?latency/;
/** The longest first, so that none is left over at the end. */
const LONG = [
  /^pipeline\/(build|kill|choose\/precision)\./,
  /^measure\/browser\/.*-source/,
  /^fixtures\/app/,
  /^pipeline\/profile/,
  /^families\/(vision|dense|conv|mobile|inception)/,
  /^families\//,
  /^(pipeline|plugin|client|cli|measure\/browser)\//,
];

const pattern = new RegExp(process.argv[2] ?? '');
const { suites } = await parse(import.meta.dirname, '\\.test\\.js$');
const rank = (name: string): number => {
  const at = LONG.findIndex((long) => long.test(name));
  return at < 0 ? LONG.length : at;
};
const files = suites
  .filter(({ name }) => pattern.test(name))
  .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
const sum = { total: 0, passed: 0, skipped: 0, broken: 0 };

const waiting = files.filter(({ name }) => WAITING.test(name));
const together = files.filter(({ name }) => !ALONE.test(name) && !WAITING.test(name));
const processes = Math.min(2, availableParallelism());
await Promise.all([work(waiting), ...Array.from({ length: processes }, () => work(together))]);
await work(files.filter(({ name }) => ALONE.test(name)));

const failed = sum.total - sum.passed + sum.broken;
console.log(`${sum.passed} passed, ${failed} failed, ${sum.skipped} skipped`);
process.exit(sum.total === 0 || failed > 0 ? 1 : 0);

/** Has one process run files of the queue until it is empty. */
async function work(queue: { readonly name: string; readonly file: string }[]): Promise<void> {
  let child: ChildProcess | undefined;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    child ??= fork(join(import.meta.dirname, 'run-files.js'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const result = await run(child, next);
    if (result === undefined) child = undefined;
    sum.total += result?.total ?? 0;
    sum.passed += result?.passed ?? 0;
    sum.skipped += result?.skipped ?? 0;
    if (!result?.total) sum.broken++;
  }
  if (child === undefined) return;
  child.disconnect();
  await once(child, 'exit');
}

/** @returns undefined when the process ended over it */
function run(
  child: ChildProcess,
  { name, file }: { name: string; file: string },
): Promise<FileResult | undefined> {
  return new Promise((resolve) => {
    const started = performance.now();
    const output: Buffer[] = [];
    const collect = (chunk: Buffer) => output.push(chunk);
    const finish = (result: FileResult | undefined) => {
      for (const stream of [child.stdout!, child.stderr!]) stream.off('data', collect);
      child.off('message', done).off('exit', died);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${Buffer.concat(output)}${name}: ${seconds} s\n\n`);
      if (result?.total === 0) console.error(`${name}: registers no test; is .run() missing?`);
      resolve(result);
    };
    const died = () => {
      output.push(Buffer.from(`${name}: the process ended before its tests did\n`));
      finish(undefined);
    };
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', collect);
    // What was written last may come after the message.
    const done = (result: FileResult) => setTimeout(finish, 20, result);
    child.once('message', done).once('exit', died);
    child.send({ name, file });
  });
}

/**
 * `npm test [-- PATTERN]`: runs test/**\/*.test.ts whose path matches, compiled, in processes that take one file after
 * the other. `--quick` leaves the slow ones out. Fails where uvu alone would exit 0: no test ran, or a file forgot
 * `.run()`. Without a browser, or without the servers of a farm, files that need them are skipped; with
 * BESPOKE_REQUIRE_BROWSER=1 or BESPOKE_REQUIRE_SERVERS=1 that is a failure.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parse } from 'uvu/parse';
import { testBrowser } from './browser.js';
import type { FileResult } from './run-files.js';

/** Files that open a browser. */
const BROWSER =
  /^(client\/(open|first-use)|fixtures\/app|report\/page|measure\/browser\/(served|browser)-source|pipeline\/(browser-target|choose\/precision)|cli\/served-profile)\./;
/** Files that talk to the servers of a farm. */
const SERVERS = /^farm\/(farm|build)\./;
/** Files that mostly wait, for browsers, watchers and locks: they run beside the others, in a process of their own. */
const WAITING = /^(farm|measure\/browser|plugin\/watch|cli\/served|store\/lock|pipeline\/choose\/precision)/;
/** What compares latencies has the machine to itself. */
const ALONE = /^measure\/(compare-)?latency/;
/** Whole builds, bundlers, what needs dist/, exhaustive comparisons: `--quick` leaves them out. */
const SLOW = new RegExp(
  `^(${[
    'farm/(farm|build)',
    'families|examples|extending|output|plugin|types|client/size',
    'pipeline/(build|kill|detectors|profile|browser|models|open-sizes|alternatives|shared-cache|choose/(precision|quality|measured)|record/licences)',
    'pipeline/(retrain/(polish|share|retraining)|effort/fitted|costs/device)',
    'onnx/webgpu-kernels|search/(trade-off-curve|interactions|exact|several)',
    'house/(generate|kinds)|precision/(int8|half)|train/gradient/convolution|fixtures/models',
    'cli/(command-line|inspect)|runtime/workers|store/lock',
  ].join('|')})`,
);
/** The longest first, so that none is left over at the end. */
const LONG = [
  /^pipeline\/(build|kill|choose\/precision)\./,
  /^measure\/browser\/.*-source/,
  /^fixtures\/app/,
  /^pipeline\/profile/,
  /^families\/(vision|dense|conv|mobile|inception)/,
  /^families\//,
  /^(pipeline|plugin|client|cli|examples|measure\/browser)\//,
];

interface File {
  readonly name: string;
  readonly file: string;
}

const isQuick = process.argv.includes('--quick');
const pattern = new RegExp(process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '');
const { suites } = await parse(import.meta.dirname, '\\.test\\.js$');
const rank = (name: string): number => {
  const at = LONG.findIndex((long) => long.test(name));
  return at < 0 ? LONG.length : at;
};
const matching: File[] = suites
  .map(({ name, file }) => ({ name: name.split('\\').join('/'), file }))
  .filter(({ name }) => pattern.test(name))
  .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
const sum = { total: 0, passed: 0, skipped: 0, broken: 0 };
const notes: string[] = [];

const isLeftOut = ({ name }: File): boolean => isQuick && (SLOW.test(name) || BROWSER.test(name));
const files = await withBrowser(withServers(matching.filter((file) => !isLeftOut(file))));
const leftOut = matching.filter(isLeftOut);
if (leftOut.length > 0) notes.push(`${leftOut.length} slow files were left out; 'npm test' runs them`);

const waiting = files.filter(({ name }) => WAITING.test(name));
const together = files.filter(({ name }) => !ALONE.test(name) && !WAITING.test(name));
const processes = Math.min(2, availableParallelism());
await Promise.all([work(waiting), ...Array.from({ length: processes }, () => work(together))]);
await work(files.filter(({ name }) => ALONE.test(name)));

const failed = sum.total - sum.passed + sum.broken;
for (const note of notes) console.log(note);
console.log(`${sum.passed} passed, ${failed} failed, ${sum.skipped} skipped`);
process.exit(sum.total + sum.skipped === 0 || failed > 0 ? 1 : 0);

/** All files where there are the servers of a farm, or where none needs them; otherwise the rest, and a note. */
function withServers(wanted: readonly File[]): readonly File[] {
  const needing = wanted.filter(({ name }) => SERVERS.test(name));
  const missing: readonly string[] = ['redis-server', 'nginx'].filter((command) => !isInstalled(command));
  if (needing.length === 0 || missing.length === 0) return wanted;
  skip(needing, `${missing.join(' and ')} of the system's packages`, 'BESPOKE_REQUIRE_SERVERS');
  return wanted.filter((file) => !needing.includes(file));
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['-v'], { stdio: 'ignore' }).error === undefined;
}

function skip(files: readonly File[], need: string, refusal: string): void {
  notes.push(`${files.length} files were skipped because they need ${need}`);
  for (const { name } of files) notes.push(`  skipped: ${name}`);
  sum.skipped += files.length;
  if (process.env[refusal] === '1') sum.broken++;
}

/** All files where there is a browser, or where none needs one; otherwise those that need none, and a note. */
async function withBrowser(wanted: readonly File[]): Promise<readonly File[]> {
  const needing = wanted.filter(({ name }) => BROWSER.test(name));
  if (needing.length === 0) return wanted;
  const { path, how } = await testBrowser();
  if (path !== undefined) {
    process.env.CHROME_PATH = path;
    notes.push(`browser: ${path} ${how}`);
    return wanted;
  }
  skip(needing, `a browser: ${how}`, 'BESPOKE_REQUIRE_BROWSER');
  return wanted.filter((file) => !needing.includes(file));
}

/** Has one process run files of the queue until it is empty. */
async function work(queue: File[]): Promise<void> {
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
function run(child: ChildProcess, { name, file }: File): Promise<FileResult | undefined> {
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

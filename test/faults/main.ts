/**
 * `npm run faults [-- PATTERN]`: a small build in which every write to the file system fails once, with ENOSPC, EIO and
 * EACCES, and in which the process is killed at it. Each time the next build must give the bytes of a build without
 * faults, and what a failed one says must be one clear error.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poolAlone, TinyProject, target, tinyEffort, writeTinyProject } from '../pipeline/tiny-project.js';

const KINDS = ['ENOSPC', 'EIO', 'EACCES', 'kill'] as const;
const preload = new URL('./preload.js', import.meta.url).href;
const main = join(import.meta.dirname, '../../src/cli/main.js');
const pattern = new RegExp(process.argv[2] ?? '');
const root = mkdtempSync(join(tmpdir(), 'bespoke-faults-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

const template = join(root, 'template');
mkdirSync(template);
await writeTinyProject(template);
const config = new TinyProject(template).config({
  targets: [target('half', { macs: '60%' }, { onMiss: 'warn' })],
  effort: { ...tinyEffort, subNetworks: 1, steps: 4, retrainGigaMacs: 0.3, retrainEpochs: 1 },
  alternatives: { ...poolAlone, prune: true },
});
writeFileSync(join(template, 'bespoke.config.json'), JSON.stringify(config));

const log = join(root, 'points');
writeFileSync(log, '');
const clean = await project('clean', (folder) => build(folder, { FAULT_LOG: log }));
if (clean.status !== 0) throw new Error(`the build without faults failed: ${clean.said}`);
const expected = clean.files;
const points = [...new Set(readFileSync(log, 'utf8').split('\n'))].filter((point) => point !== '').sort();
console.log(`${points.length} points at which something is written`);

const problems: string[] = [];
const counts = new Map<string, number>();
let runs = 0;
for (const point of points.filter((each) => pattern.test(each))) {
  for (const kind of KINDS) {
    await project('faulty', async (folder) => {
      const mark = join(root, `mark-${runs++}`);
      const first = await build(folder, { FAULT_POINT: point, FAULT_KIND: kind, FAULT_MARK: mark });
      const hit = existsSync(mark);
      const said = !hit ? 'not reached' : first.status === 0 ? 'same bytes at once' : spokenOf(first);
      if (first.status === 0 && first.files !== expected)
        problems.push(`${kind} at ${point}: other bytes at once`);
      const second = await build(folder, {});
      if (second.status !== 0) problems.push(`${kind} at ${point}: the next build fails: ${second.said}`);
      else if (second.files !== expected)
        problems.push(`${kind} at ${point}: the next build gives other bytes`);
      if (said.startsWith('?')) problems.push(`${kind} at ${point}: ${said}`);
      counts.set(`${kind}: ${said}`, (counts.get(`${kind}: ${said}`) ?? 0) + 1);
      return first;
    });
  }
  console.log(`${point}`);
}
for (const [what, times] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(times).padStart(5)} ${what}`);
for (const problem of problems) console.log(`FAILED ${problem}`);
console.log(`${runs} faults at ${points.length} points: ${problems.length} failed`);
process.exit(problems.length > 0 ? 1 : 0);

interface Run {
  readonly status: number | null;
  readonly said: string;
  /** Digest of the emitted models. */
  readonly files: string;
}

/** How a build that failed ended: killed, or one error with a code. */
function spokenOf({ status, said }: Run): string {
  if (status === null) return 'killed';
  const lines = said.split('\n').filter((line) => line.startsWith('bespoke: ') && !line.includes('warning'));
  const [, code] = /^bespoke: ([A-Z_]+): /.exec(lines.at(-1) ?? '') ?? [];
  return code === undefined || lines.length !== 1 ? `? ${said.slice(-600)}` : code;
}

async function project<Result>(name: string, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(template, folder, { recursive: true });
  return use(folder);
}

function build(folder: string, env: Readonly<Record<string, string>>): Promise<Run> {
  const child = spawn(process.execPath, [main, 'build', '--out', 'out', '--workers', '2'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: `--import=${preload}`, FAULT_ROOT: folder, ...env },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) =>
    child.on('close', (status) => resolve({ status, said, files: digestOf(join(folder, 'out')) })),
  );
}

function digestOf(folder: string): string {
  if (!existsSync(folder)) return '';
  const hash = createHash('sha256');
  for (const name of readdirSync(folder)
    .filter((each) => each.endsWith('.onnx'))
    .sort())
    hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

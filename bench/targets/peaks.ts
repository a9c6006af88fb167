import { execFileSync } from 'node:child_process';

/** Largest memory of a process with all its children, and largest size of a folder, looked at every few seconds. */
export class Peaks {
  memoryMiB = 0;
  diskMiB = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number, folder: string) {
    this.#timer = setInterval(() => {
      this.memoryMiB = Math.max(this.memoryMiB, memoryOf(pid));
      this.diskMiB = Math.max(this.diskMiB, sizeOf(folder));
    }, 4000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function memoryOf(root: number): number {
  const rows = run('ps', ['-eo', 'pid=,ppid=,rss='])
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const [pid, parent] of rows) if (family.has(parent)) family.add(pid);
  }
  return Math.round(rows.reduce((sum, [pid, , kib]) => (family.has(pid) ? sum + kib : sum), 0) / 1024);
}

function sizeOf(folder: string): number {
  return Number(run('du', ['-sm', folder]).split('\t')[0]) || 0;
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? '';
  }
}

import { execFileSync } from 'node:child_process';

const EVERY_MS = 1000;

/** Largest resident memory of one page among the browsers that this process has started. Needs `ps`. */
export class RendererMemory {
  peakMiB = 0;
  readonly #timer = setInterval(() => {
    this.peakMiB = Math.max(this.peakMiB, largestMiB());
  }, EVERY_MS);

  stop(): void {
    clearInterval(this.#timer);
  }
}

function largestMiB(): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8', maxBuffer: 1e8 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, kib, args]) => ({
      pid: Number(pid),
      parent: Number(parent),
      kib: Number(kib),
      args,
    }));
  const family = new Set([process.pid]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  const pages = rows.filter(({ pid, args }) => family.has(pid) && args.includes('--type=renderer'));
  return Math.round(Math.max(0, ...pages.map(({ kib }) => kib)) / 1024);
}

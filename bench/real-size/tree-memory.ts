import { readdirSync, readFileSync } from 'node:fs';

/** Memory of this process and all that it started, on Linux: memory that several share is counted once. */
export class TreeMemory {
  readonly #timer: NodeJS.Timeout;
  #peakKiB = 0;
  #peakOfOneKiB = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), 250);
  }

  get peakMiB(): number {
    return Math.round(this.#peakKiB / 1024);
  }

  /** Of the largest process. */
  get peakOfOneMiB(): number {
    return Math.round(this.#peakOfOneKiB / 1024);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const sizes = descendants(process.pid).map(proportionalKiB);
    this.#peakKiB = Math.max(
      this.#peakKiB,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    this.#peakOfOneKiB = Math.max(this.#peakOfOneKiB, ...sizes);
  }
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    // Field 4 is the parent; the name before it, in parentheses, may hold anything.
    const parent = Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

const proportionalKiB = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

/** Empty when the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

import { readFileSync } from 'node:fs';
import { processFamily } from '../process-family.js';

/**
 * Memory of this process and all that it started, on Linux: memory that several share is counted once. It looks
 * once a second, as a look takes up to 0.1 s of a core.
 */
export class TreeMemory {
  readonly #timer: NodeJS.Timeout;
  #peakKiB = 0;
  #peakOfOneKiB = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), 1000);
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
    const sizes = processFamily().map(({ pid }) => proportionalKiB(pid));
    this.#peakKiB = Math.max(
      this.#peakKiB,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    this.#peakOfOneKiB = Math.max(this.#peakOfOneKiB, ...sizes);
  }
}

/** 0 when the process has ended. */
function proportionalKiB(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

import { processFamily } from '../process-family.js';

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
  const pages = processFamily().filter(({ args }) => args.includes('--type=renderer'));
  return Math.round(Math.max(0, ...pages.map(({ kib }) => kib)) / 1024);
}

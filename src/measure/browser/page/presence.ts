import { page } from './globals.js';

/** Whether the page is in front: a browser slows down or stops what is not. */
export class Presence {
  #absences = 0;
  readonly #waiting = new Set<() => void>();

  constructor() {
    page.document.addEventListener('visibilitychange', () => {
      if (page.document.hidden) {
        this.#absences++;
        return;
      }
      this.#keepAwake();
      for (const resolve of [...this.#waiting]) resolve();
      this.#waiting.clear();
    });
    this.#keepAwake();
  }

  /** How often the page was put away so far. */
  get absences(): number {
    return this.#absences;
  }

  async inFront(): Promise<void> {
    if (page.document.hidden) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Where the browser has it; the page asks its user besides. */
  #keepAwake(): void {
    page.navigator.wakeLock?.request('screen').catch(() => {});
  }
}

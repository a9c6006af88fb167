import { page, type WakeLock } from './globals.js';

/** Whether the page is in front: a browser slows down or stops what is not. */
export class Presence {
  #absences = 0;
  readonly #waiting = new Set<() => void>();
  #lock: Promise<WakeLock | undefined> | undefined;

  constructor() {
    page.document.addEventListener('visibilitychange', () => {
      if (page.document.hidden) {
        this.#absences++;
        return;
      }
      // The browser takes the lock away from a page that is put away.
      if (this.#lock !== undefined) this.#takeLock();
      for (const resolve of [...this.#waiting]) resolve();
      this.#waiting.clear();
    });
  }

  /** How often the page was put away so far. */
  get absences(): number {
    return this.#absences;
  }

  async inFront(): Promise<void> {
    if (page.document.hidden) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Keeps the screen on, where the browser can; the page asks its user besides. */
  keepAwake(): void {
    if (this.#lock === undefined) this.#takeLock();
  }

  async letSleep(): Promise<void> {
    const lock = await this.#lock;
    this.#lock = undefined;
    await lock?.release().catch(() => {});
  }

  #takeLock(): void {
    this.#lock = page.navigator.wakeLock?.request('screen').catch(() => undefined);
  }
}

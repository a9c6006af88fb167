/** What is watched. */
export interface Watched {
  /** Pieces of work that are done; undefined while there is nothing to do. */
  readonly done: () => number | undefined;
  /** Told when a piece takes longer than `limitMs`, and again after as long. */
  readonly onStall: () => void;
}

/** Looks so often within the limit. */
const LOOKS = 8;

/** Tells of work that has come to a standstill. Keeps no process alive. */
export class StallWatch {
  readonly #timer: NodeJS.Timeout;

  constructor(limitMs: number, { done, onStall }: Watched) {
    let last: number | undefined;
    let looks = 0;
    this.#timer = setInterval(() => {
      const now = done();
      looks = now === undefined || now !== last ? 0 : looks + 1;
      last = now;
      if (looks < LOOKS) return;
      looks = 0;
      onStall();
    }, limitMs / LOOKS);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

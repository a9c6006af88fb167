import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type webpack from 'webpack';

/** Compilations end this long before a watcher counts as quiet. */
const quietMs = 400;

/** A compiler that watches, and how long its rebuilds take. */
export class Watching {
  readonly #directory: string;
  readonly #compiler: webpack.Compiler;
  #ended = 0;
  #failure: unknown;

  constructor(directory: string, compiler: webpack.Compiler) {
    this.#directory = directory;
    this.#compiler = compiler;
    compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
      this.#failure = error ?? stats?.compilation.errors[0];
      this.#ended++;
    });
  }

  /** @throws the first error of the last compilation. */
  async settled(): Promise<void> {
    while (this.#ended === 0) await sleep(5);
    for (let seen = -1; seen !== this.#ended; await sleep(quietMs)) seen = this.#ended;
    if (this.#failure) throw this.#failure;
  }

  /** From when `file`, a path from the app's folder, gets another text. */
  async rebuildMs(file: string, text: string): Promise<number> {
    const before = this.#ended;
    const startedMs = performance.now();
    await writeFile(resolve(this.#directory, file), text);
    while (this.#ended === before) await sleep(1);
    const tookMs = performance.now() - startedMs;
    await this.settled();
    return tookMs;
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#compiler.close((error) => (error ? reject(error) : resolve()));
    });
  }
}

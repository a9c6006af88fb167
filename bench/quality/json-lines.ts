import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A file of JSON values, one a line, that only grows: what a killed process wrote before stays. */
export class JsonLines<T> {
  readonly #path: string;
  readonly #all: T[];

  constructor(path: string) {
    this.#path = path;
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    this.#all = text.split('\n').flatMap((line) => parsed<T>(line));
    if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n');
  }

  get all(): readonly T[] {
    return this.#all;
  }

  append(value: T): void {
    appendFileSync(this.#path, `${JSON.stringify(value)}\n`);
    this.#all.push(value);
  }
}

/** Nothing for a line that was cut off. */
function parsed<T>(line: string): T[] {
  if (line === '') return [];
  try {
    return [JSON.parse(line) as T];
  } catch {
    return [];
  }
}

import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Where a configuration would be found: watched while there is none that loads. */
export function configPlaces(cwd: string, named: string | undefined): { found: string[]; missing: string[] } {
  const found: string[] = [];
  const missing: string[] = [];
  const look = (folder: string, names: readonly string[]): Set<string> => {
    const present = new Set(entries(folder));
    for (const name of names) (present.has(name) ? found : missing).push(join(folder, name));
    return present;
  };
  if (named !== undefined) {
    const path = resolve(cwd, named);
    look(dirname(path), [basename(path)]);
    return { found, missing };
  }
  const names = ['.ts', '.mts', '.js', '.mjs', '.json', '.yaml', '.yml'].map((end) => `bespoke.config${end}`);
  for (let folder = cwd; ; folder = dirname(folder)) {
    const present = look(folder, [...names, 'package.json']);
    if (present.has('package.json') || folder === dirname(folder)) return { found, missing };
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

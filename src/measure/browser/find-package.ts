import { readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BespokeError } from '../../errors.js';

export interface FoundPackage {
  /** Absolute, links followed. */
  readonly folder: string;
  readonly version: string;
}

/**
 * An optional package as the project has it, else as this package has it.
 * @param need what it is needed for: "to measure browser targets"
 * @throws BespokeError PACKAGE_MISSING
 */
export async function findPackage(name: string, projectFolder: string, need: string): Promise<FoundPackage> {
  for (const from of [join(projectFolder, 'package.json'), import.meta.url]) {
    // Read by hand, because most packages do not export their package.json.
    for (const parent of createRequire(from).resolve.paths(name) ?? []) {
      try {
        const folder = await realpath(join(parent, name));
        const manifest = await readFile(join(folder, 'package.json'), 'utf8');
        return { folder, version: (JSON.parse(manifest) as { version: string }).version };
      } catch {}
    }
  }
  throw new BespokeError({
    code: 'PACKAGE_MISSING',
    what: `the package ${name} is needed ${need}`,
    next: `npm install --save-dev ${name}`,
  });
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Version of a package as the file `from` (path or URL) would get it; undefined when it is not installed. */
export async function installedVersion(name: string, from: string): Promise<string | undefined> {
  // Read by hand, because most packages do not export their package.json.
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    try {
      const manifest = JSON.parse(await readFile(join(folder, name, 'package.json'), 'utf8')) as {
        version: string;
      };
      return manifest.version;
    } catch {}
  }
  return undefined;
}

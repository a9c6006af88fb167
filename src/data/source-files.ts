import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SourcePlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import { openModule } from './sources/open-module.js';

/** What decides the content of a source. All paths absolute and sorted. */
export interface SourceFiles {
  /** Single files. */
  readonly files: readonly string[];
  /** Folders of which every file below counts. */
  readonly folders: readonly string[];
}

/**
 * The files to watch for a source. A module counts with all that it imports, packages aside, and with what it names in
 * `export const dependencies: string[]` (files and folders, relative to the module).
 * @throws BespokeError DATA_MISSING, DATA_MODULE.
 */
export async function sourceFiles(source: SourcePlan): Promise<SourceFiles> {
  switch (source.kind) {
    case 'images':
      return { files: [], folders: [source.path] };
    case 'npz':
      return { files: [source.path], folders: [] };
    case 'idx':
      return {
        files: source.labels === undefined ? [source.path] : [source.path, source.labels].sort(),
        folders: [],
      };
    case 'module': {
      const { dependencies, exports } = await openModule(source.path);
      const named = namedDependencies(exports, source.path).map((path) =>
        resolve(dirname(source.path), path),
      );
      const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
      return {
        files: [...new Set([...dependencies, ...named.filter((path) => !isFolder(path))])].sort(),
        folders: [...new Set(named.filter(isFolder))].sort(),
      };
    }
  }
}

function namedDependencies(exports: unknown, where: string): readonly string[] {
  const isObject = typeof exports === 'object' && exports !== null;
  const named: unknown = isObject && 'dependencies' in exports ? exports.dependencies : [];
  if (Array.isArray(named) && named.every((path) => typeof path === 'string')) return named;
  throw new BespokeError({
    code: 'DATA_MODULE',
    what: 'the export `dependencies` is no list of paths',
    where,
    value: named,
    accepted: 'an array of paths, relative to the module',
  });
}

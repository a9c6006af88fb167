import { readFile } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti, type Jiti } from 'jiti';

export interface LoadedModule {
  /** The default export, or all exports where there is none. */
  readonly value: unknown;
  readonly exports: unknown;
  /** The file and all that it imports, packages aside; sorted. */
  readonly dependencies: readonly string[];
}

/**
 * This package's name in a config gives `defineConfig` alone, without loading the rest and wherever the package is
 * installed.
 */
const ownEntry = fileURLToPath(new URL(`./define-config${extname(import.meta.url)}`, import.meta.url));

/**
 * Loads a TypeScript or JavaScript module, afresh at every call, whatever module system it is written in.
 * With top-level await, `.mjs` files that it imports are loaded once a process and are not among the dependencies.
 */
export async function loadModule(file: string): Promise<LoadedModule> {
  const jiti = createJiti(import.meta.url, {
    moduleCache: true,
    fsCache: false,
    alias: { 'bespoke-webpack-plugin': ownEntry },
  });
  const before = new Set(Object.keys(jiti.cache));
  const loaded = () => Object.keys(jiti.cache).filter((path) => !before.has(path) && isOwn(path));
  try {
    const exports = await evaluate(jiti, file);
    return { value: defaultOf(exports), exports, dependencies: [...new Set([file, ...loaded()])].sort() };
  } finally {
    // Otherwise the next load would see the same objects again.
    for (const path of loaded()) delete jiti.cache[path];
  }
}

async function evaluate(jiti: Jiti, file: string): Promise<unknown> {
  try {
    // Loaded as CommonJS, because what is loaded as ESM can neither be listed nor loaded again.
    return jiti(file);
  } catch (error) {
    if (!(error instanceof SyntaxError && error.message.startsWith('await is only valid'))) throw error;
    const source = await readFile(file, 'utf8');
    return jiti.evalModule(source, { id: file, filename: file, async: true, forceTranspile: true });
  }
}

function defaultOf(exports: unknown): unknown {
  const isObject = typeof exports === 'object' && exports !== null;
  return isObject && 'default' in exports ? exports.default : exports;
}

const isOwn = (path: string): boolean => !path.includes(`${sep}node_modules${sep}`) && path !== ownEntry;

import { readdir } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { cosmiconfig, defaultLoaders, type Loader } from 'cosmiconfig';
import { distance } from 'fastest-levenshtein';
import { BespokeError } from '../errors.js';
import { checkPath } from './check-path.js';
import { loadModule } from './load-module.js';

export interface RawConfig {
  /** As written, not validated yet. */
  readonly value: unknown;
  readonly file: string;
  /** The file and all that it imports; sorted. */
  readonly dependencies: readonly string[];
}

const extensions = ['.ts', '.mts', '.js', '.mjs', '.json', '.yaml', '.yml'];
const names = extensions.map((extension) => `bespoke.config${extension}`);

/**
 * Reads the configuration at `path`, or finds it: in `cwd` or above it, up to the folder of the nearest package.json.
 * @throws BespokeError CONFIG_NOT_FOUND, CONFIG_FORMAT, CONFIG_LOAD, CONFIG_EMPTY.
 */
export async function readConfig(path: string | undefined, cwd: string): Promise<RawConfig> {
  const dependencies = new Map<string, readonly string[]>();
  const moduleLoader: Loader = async (file) => {
    const loaded = await loadModule(file);
    dependencies.set(file, loaded.dependencies);
    return loaded.value;
  };
  const loaders = Object.fromEntries(
    extensions.map((extension) => [extension, explained(loaderOf(extension, moduleLoader))]),
  );
  const explorer = cosmiconfig('bespoke', {
    searchPlaces: [...names, 'package.json'],
    searchStrategy: 'project',
    loaders,
    ignoreEmptySearchPlaces: false,
    cache: false,
  });
  const named = path === undefined ? undefined : await existing(path, cwd);
  const found = named === undefined ? await explorer.search(cwd) : await explorer.load(named);
  if (found === null) throw named === undefined ? await notFound(cwd) : empty(named);
  const { filepath, config } = found;
  if (found.isEmpty === true) throw empty(filepath);
  return { value: config, file: filepath, dependencies: dependencies.get(filepath) ?? [filepath] };
}

function loaderOf(extension: string, moduleLoader: Loader): Loader {
  if (extension === '.json') return defaultLoaders['.json'];
  return extension === '.yaml' || extension === '.yml' ? defaultLoaders['.yaml'] : moduleLoader;
}

/** The loader with errors that name the file and what went wrong in it. */
function explained(loader: Loader): Loader {
  return async (file, content) => {
    let value: unknown;
    try {
      value = await loader(file, content);
    } catch (cause) {
      throw new BespokeError({
        code: 'CONFIG_LOAD',
        what: `it cannot be loaded: ${reasonOf(cause, file)}`,
        where: file,
        cause,
      });
    }
    if (value === undefined || value === null) throw empty(file);
    return value;
  };
}

/** What a loader says, without the excerpts that it draws and the file that the error names anyway. */
function reasonOf(cause: unknown, file: string): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const said = message
    .replace(`JSON Error in ${file}:`, '')
    .replace(`YAML Error in ${file}:`, '')
    .replace(/ while parsing '[\s\S]*?'(?=\s)/, '');
  const lines = said.split('\n').filter((line) => !/^\s*(>?\s*\d*\s*\||-*\^|\|)/.test(line));
  return lines.join(' ').replaceAll(/\s+/g, ' ').trim();
}

const empty = (file: string): BespokeError =>
  new BespokeError({
    code: 'CONFIG_EMPTY',
    what: basename(file) === 'package.json' ? "no 'bespoke' key" : 'the file holds no configuration',
    where: file,
    next: 'See bespoke.config.example.ts for a start.',
  });

async function existing(path: string, cwd: string): Promise<string> {
  const problem = await checkPath(path, { base: cwd, kind: 'file', where: '--config' });
  if (problem !== undefined) throw new BespokeError({ ...problem, code: 'CONFIG_NOT_FOUND' });
  const file = resolve(cwd, path);
  if (!extensions.includes(extname(file))) {
    throw new BespokeError({
      code: 'CONFIG_FORMAT',
      what: 'this type of file cannot hold a configuration',
      where: '--config',
      value: path,
      accepted: extensions.join(', '),
    });
  }
  return file;
}

async function notFound(cwd: string): Promise<BespokeError> {
  const entries = await readdir(cwd).catch(() => []);
  const isNear = (entry: string) => names.some((name) => distance(entry, name) <= 3);
  const near = entries.filter(isNear).sort()[0];

  return new BespokeError({
    code: 'CONFIG_NOT_FOUND',
    what: 'no configuration here or in a folder above, up to the nearest package.json',
    where: cwd,
    accepted: `bespoke.config${extensions.join(', ')}, or the 'bespoke' key of package.json`,
    next:
      near === undefined
        ? 'Name it with --config, or copy bespoke.config.example.ts from the package.'
        : `There is '${near}': did you mean 'bespoke.config${extname(near)}'?`,
  });
}

import { statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { SourcePlanOf } from '../../config/sources.js';
import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { SourceSamples } from '../source-samples.js';
import type { DataSource, DatasetOptions, SourceFiles } from './data-source.js';
import { filesBelow } from './image-files.js';
import { collected, dimsOfInput, isIterable, named } from './iterated-samples.js';
import { isNamedNumbers, isNumbers, type NamedNumbers, numbersAsValues } from './module-values.js';
import { failingAsModule, openModule } from './open-module.js';

/** A user's module. */
export const moduleSource: DataSource<'module'> = {
  isOfImages: false,
  load: (source, _, options) => loadModuleSamples(source, options),
  files: moduleFiles,
  decisive: async (source) => ({ files: await namedFiles(source.path), settings: source.layout ?? null }),
};

/** What a data module may give at once. Values by the names of inputs are for models that take several, or integers. */
export interface ModuleSamples {
  /** All samples, one after the other. */
  readonly values: ArrayLike<number> | NamedNumbers;
  /** Shape of one sample, without the batch; of named values, the model says it. */
  readonly dims?: readonly number[];
  readonly labels?: ArrayLike<number>;
  readonly classes?: readonly string[];
}

/**
 * Samples of a user's module (TypeScript or JavaScript). Its default export is, or is a function (called with
 * `{ signal }`, may be async) that returns, {@link ModuleSamples} or an iterable or async iterable of
 * {@link ModuleSample}. Uint8Array and Uint8ClampedArray stay uint8, other numbers become float32.
 * @throws BespokeError DATA_MODULE, DATA_SHAPE; the signal's reason when aborted.
 */
async function loadModuleSamples(
  source: SourcePlanOf<'module'>,
  { signal, inputs }: DatasetOptions,
): Promise<SourceSamples> {
  const { path, layout } = source;
  const unlessAborted = <Result>(run: () => Result | Promise<Result>) =>
    failingAsModule(path, run).catch((error) => {
      signal?.throwIfAborted();
      throw error;
    });
  const { value } = await openModule(path);
  const given: unknown = await unlessAborted(() => (typeof value === 'function' ? value({ signal }) : value));
  if (isIterable(given))
    return { ...(await unlessAborted(() => collected(given, path, { signal, inputs }))), layout };
  if (!isModuleSamples(given)) {
    throw new BespokeError({
      code: 'DATA_MODULE',
      what: 'the module does not return samples',
      where: path,
      value: typeof given === 'object' && given !== null ? Object.keys(given) : given,
      accepted:
        'a default export (or a function that returns) { values, dims, labels?, classes? } or an iterable of samples; values may be { [input]: numbers }',
    });
  }
  const { values, labels, classes } = given;
  if (isNamedNumbers(values)) {
    const [first] = Object.keys(values).filter((name) => dimsOfInput(name, inputs) !== undefined);
    const count =
      first === undefined ? 1 : Math.floor(values[first]!.length / sizeOf(dimsOfInput(first, inputs)!));
    return {
      count,
      sampleDims: [],
      values: new Float32Array(),
      named: named(values, inputs),
      labels,
      classes,
    };
  }
  const dims = given.dims ?? inputs?.[0]?.dims.slice(1) ?? [];
  const count = values.length / sizeOf(dims);
  if (!Number.isInteger(count)) {
    throw new BespokeError({
      code: 'DATA_SHAPE',
      what: `${values.length} values are not a whole number of samples of shape [${dims.join(', ')}]`,
      where: path,
      value: values.length,
      accepted: `a multiple of ${sizeOf(dims)}; dims is the shape of one sample, without the batch`,
    });
  }
  return { count, sampleDims: dims, values: numbersAsValues(values), labels, classes, layout };
}

function isModuleSamples(given: unknown): given is ModuleSamples {
  if (typeof given !== 'object' || given === null || !('values' in given)) return false;
  const { values } = given;
  const dims = 'dims' in given ? given.dims : undefined;
  const labels = 'labels' in given ? given.labels : undefined;
  return (
    (isNamedNumbers(values) || (isNumbers(values) && Array.isArray(dims))) &&
    (dims === undefined || (Array.isArray(dims) && dims.every((dim) => Number.isInteger(dim) && dim > 0))) &&
    (labels === undefined || isNumbers(labels))
  );
}

/**
 * A module counts with all that it imports, packages aside, and with what it names in
 * `export const dependencies: string[]` (files and folders, relative to the module).
 */
async function moduleFiles({ path }: Pick<SourcePlanOf<'module'>, 'path'>): Promise<SourceFiles> {
  const { dependencies, exports } = await openModule(path);
  const named = namedDependencies(exports, path).map((name) => resolve(dirname(path), name));
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return {
    files: [...new Set([...dependencies, ...named.filter((path) => !isFolder(path))])].sort(),
    folders: [...new Set(named.filter(isFolder))].sort(),
  };
}

/** Every file that decides the samples, by its path from the module. */
async function namedFiles(path: string): Promise<[name: string, path: string][]> {
  const { files, folders } = await moduleFiles({ path });
  const below = await Promise.all(
    folders.map(async (folder) => (await filesBelow(folder, '')).map((file) => join(folder, file))),
  );
  const base = dirname(path);
  const nameOf = (file: string) => relative(base, file).split(sep).join('/');
  const all = [...new Set([...files, ...below.flat()])];
  return all
    .map((file): [string, string] => [nameOf(file), file])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function namedDependencies(exports: unknown, where: string): readonly string[] {
  const isObject = typeof exports === 'object' && exports !== null;
  const named: unknown = isObject && 'dependencies' in exports ? exports.dependencies : [];
  if (Array.isArray(named) && named.every((path) => typeof path === 'string')) return named;
  throw new BespokeError({
    code: 'DATA_MODULE',
    what: 'the export `dependencies` is not a list of paths',
    where,
    value: named,
    accepted: 'an array of paths, relative to the module',
  });
}

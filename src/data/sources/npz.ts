import { access } from 'node:fs/promises';
import type { InputPlan } from '../../config/plan.js';
import type { SourcePlanOf } from '../../config/sources.js';
import { BespokeError } from '../../errors.js';
import type { SourceSamples } from '../source-samples.js';
import { classNumbers, samplesOf } from './array-samples.js';
import { type DataSource, type DatasetOptions, singleFiles } from './data-source.js';
import { decodeNpy, type NumberArray, npyLength } from './npy.js';
import { readError } from './read-error.js';
import { type ZipEntries, zipEntries } from './zip-entries.js';

/** A NumPy archive. */
export const npzSource: DataSource<'npz'> = {
  isOfImages: false,
  load: loadNpz,
  files: async ({ path }) => singleFiles(path),
  decisive: async ({ path, values, labels, layout }) => ({
    files: [['archive', path]],
    settings: [values, labels ?? null, layout ?? null],
  }),
};

/**
 * Arrays of a NumPy archive: values [N, ...sample], or one such array for each input, and, where named, labels [N] or
 * [N, 1].
 * @throws BespokeError DATA_MISSING, DATA_FORMAT, DATA_INPUTS.
 */
async function loadNpz(
  source: SourcePlanOf<'npz'>,
  _input: InputPlan,
  { signal, inputs }: DatasetOptions,
): Promise<SourceSamples> {
  const { path, labels, layout } = source;
  const arrays = arraysFor(source, inputs);
  await access(path).catch((error) => {
    throw readError(error, path);
  });
  const wanted = new Set([...Object.values(arrays), labels].map((name) => `${name}.npy`));
  const { names, bytes: entries } = await extract(path, wanted, signal);
  const array = (name: string): NumberArray => {
    const bytes = entries.get(`${name}.npy`);
    if (bytes) return decodeNpy(bytes, `${path}: ${name}`);
    throw new BespokeError({
      code: 'DATA_FORMAT',
      what: 'the archive has no array of this name',
      where: path,
      value: name,
      accepted: names
        .filter((entry) => entry.endsWith('.npy'))
        .map((entry) => entry.slice(0, -4))
        .sort()
        .join(', '),
    });
  };
  const read = Object.entries(arrays).map(([input, name]) => {
    const found = array(name);
    const { numbers } = found;
    return [input, { numbers, ...samplesOf(found, `${path}: ${name}`) }] as const;
  });
  const [[, first]] = read as [(typeof read)[0]];
  const named = read.map(([input, { sampleDims: dims, numbers }]) => [input, { dims, numbers }] as const);
  return {
    ...first,
    named: inputs === undefined && named.length === 1 ? undefined : Object.fromEntries(named),
    labels: labels === undefined ? undefined : classNumbers(array(labels), `${path}: ${labels}`),
    layout,
  };
}

/** Names of arrays by inputs: those of the inputs themselves where the configuration names none. */
function arraysFor(
  { path, values }: SourcePlanOf<'npz'>,
  inputs: DatasetOptions['inputs'],
): Readonly<Record<string, string>> {
  if (typeof values === 'object') {
    const unknown = Object.keys(values).find(
      (name) => inputs && !inputs.some((input) => input.name === name),
    );
    if (unknown === undefined) return values;
    throw new BespokeError({
      code: 'DATA_INPUTS',
      what: 'the model has no such input, or it is fixed',
      where: `${path}: values`,
      value: unknown,
      accepted: inputs!.map(({ name }) => name).join(', '),
    });
  }
  if (inputs === undefined || inputs.length === 1) return { [inputs?.[0]?.name ?? '']: values };
  // The default of models with one input.
  if (values === 'x') return Object.fromEntries(inputs.map(({ name }) => [name, name]));
  throw new BespokeError({
    code: 'DATA_INPUTS',
    what: 'the model takes several inputs, and one array is named',
    where: `${path}: values`,
    value: values,
    accepted: `names of arrays for ${inputs.map(({ name }) => name).join(', ')}`,
  });
}

async function extract(
  path: string,
  wanted: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<ZipEntries> {
  try {
    return await zipEntries(path, wanted, npyLength, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new BespokeError({
      code: 'DATA_FORMAT',
      what: `not a zip archive, or a damaged one: ${(error as Error).message}`,
      where: path,
      accepted: 'what numpy.savez or numpy.savez_compressed writes',
      cause: error,
    });
  }
}

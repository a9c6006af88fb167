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
 * Two arrays of a NumPy archive: values [N, ...sample] and, where named, labels [N] or [N, 1].
 * @throws BespokeError DATA_MISSING, DATA_FORMAT.
 */
async function loadNpz(
  source: SourcePlanOf<'npz'>,
  _input: InputPlan,
  { signal }: DatasetOptions,
): Promise<SourceSamples> {
  const { path, values, labels, layout } = source;
  await access(path).catch((error) => {
    throw readError(error, path);
  });
  const wanted = new Set([values, labels].map((name) => `${name}.npy`));
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
  return {
    ...samplesOf(array(values), `${path}: ${values}`),
    labels: labels === undefined ? undefined : classNumbers(array(labels), `${path}: ${labels}`),
    layout,
  };
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

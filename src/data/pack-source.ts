import type { InputPlan } from '../config/plan.js';
import type { SourcePlan } from '../config/sources.js';
import { assertLabels } from './assert-labels.js';
import { assertShape } from './assert-values.js';
import { readSource } from './load-dataset.js';
import { writeDataset, writeSamples } from './packed.js';
import type { DatasetOptions } from './sources/data-source.js';
import { dataSourceOf } from './sources/registry.js';

export interface PackOptions extends DatasetOptions {
  /** How many samples are written. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes a source as a packed data set. Of images, some tens are in memory at a time; arrays are read whole.
 * @throws what `loadDataset` throws, and BespokeError STORE_FULL, STORE_NOT_WRITABLE; then there is no file.
 */
export async function packSource(
  path: string,
  source: SourcePlan,
  input: InputPlan,
  options: PackOptions,
): Promise<void> {
  const { stream } = dataSourceOf(source);
  if (stream === undefined || options.inputs !== undefined)
    return writeDataset(path, await readSource(source, input, options));
  const samples = await stream(source, input, options);
  const { count, sampleDims, classes } = samples;
  assertShape(sampleDims, source.path, input, options.expectedDims);
  const labels = assertLabels(samples, source.path, options.expectedClasses);
  await writeSamples(path, { count, sampleDims, dtype: 'uint8', labels, classes, samples: counted() });

  async function* counted(): AsyncGenerator<Uint8Array> {
    let done = 0;
    for await (const image of samples.images()) {
      yield image;
      options.onProgress?.(++done, count);
    }
  }
}

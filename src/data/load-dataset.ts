import type { InputPlan } from '../config/plan.js';
import type { SourcePlan } from '../config/sources.js';
import { BespokeError } from '../errors.js';
import { sizeOf } from '../onnx/tensor.js';
import { assertLabels } from './assert-labels.js';
import { assertValues } from './assert-values.js';
import type { Dataset, UnhashedDataset } from './dataset.js';
import { channelsLast } from './layout.js';
import { packedRows } from './packed-rows.js';
import { digestOfSamples } from './sample-digest.js';
import type { DatasetOptions } from './sources/data-source.js';
import { dataSourceOf } from './sources/registry.js';

/**
 * Reads a source into memory. Samples of rank 3 come out as HWC whatever the source has:
 * - images: uint8, upright by EXIF, resized to `input.size` without regard to the aspect ratio, sorted by path;
 * - arrays (npz, idx, module): as `source.layout` says. Without it they are in the model's layout when they have
 *   exactly the shape `expectedDims`, and HWC otherwise. Samples of rank 2 are images of one channel for IDX, and where
 *   the model takes rank 3. uint8 stays uint8, every other type becomes float32; preprocessing applies to both;
 * - for a model of several inputs, or integers: rows, see {@link packedRows}.
 * @throws BespokeError DATA_MISSING, DATA_EMPTY, DATA_NOT_IMAGE, DATA_UNLABELLED, DATA_FORMAT, DATA_SHAPE, DATA_LABELS,
 *   DATA_NOT_FINITE, DATA_INPUTS, DATA_VALUE, DATA_TOO_LARGE, DATA_MODULE, INPUT_CHANNELS; the signal's reason when
 *   aborted.
 */
export async function loadDataset(
  source: SourcePlan,
  input: InputPlan,
  options: DatasetOptions = {},
): Promise<Dataset> {
  const read = await readSource(source, input, options);
  return { ...read, digest: datasetDigest(read.sampleDims, read.values, read.labels) };
}

/** {@link loadDataset} for whoever hashes the values later. */
export async function readSource(
  source: SourcePlan,
  input: InputPlan,
  options: DatasetOptions = {},
): Promise<UnhashedDataset> {
  const { isOfImages, load } = dataSourceOf(source);
  const samples = await load(source, input, options);
  options.signal?.throwIfAborted();
  if (options.inputs !== undefined) {
    const rows = packedRows(samples, source.path, input, options.inputs);
    return {
      ...rows,
      labels: assertLabels(samples, source.path, options.expectedClasses),
      classes: samples.classes,
    };
  }
  if (samples.named !== undefined) throw oneInput(source.path, Object.keys(samples.named));
  const { count, sampleDims, values } = channelsLast(samples, isOfImages, input, options.expectedDims);
  assertValues(values, sampleDims, source.path, input, options.expectedDims);
  const labels = assertLabels(samples, source.path, options.expectedClasses);
  const { classes } = samples;
  return { count, sampleDims, values, labels, classes };
}

const oneInput = (where: string, names: readonly string[]): BespokeError =>
  new BespokeError({
    code: 'DATA_INPUTS',
    what: 'the samples have named values, and the model takes one input of floating-point numbers or bytes',
    where,
    value: names.join(', '),
    accepted: 'one array of values',
  });

/** See {@link digestOfSamples}. */
export function datasetDigest(
  sampleDims: readonly number[],
  values: Uint8Array | Float32Array,
  labels: Int32Array | undefined,
): string {
  const dtype = values instanceof Uint8Array ? 'uint8' : 'float32';
  const count = values.length / sizeOf(sampleDims);
  const digest = digestOfSamples({ count, sampleDims, labels, dtype });
  const step = 1 << 28;
  for (let start = 0; start < values.byteLength; start += step) {
    const length = Math.min(step, values.byteLength - start);
    digest.update(new Uint8Array(values.buffer, values.byteOffset + start, length));
  }
  return digest.end();
}

import type { InputPlan, SourcePlan } from '../config/plan.js';
import { assertLabels } from './assert-labels.js';
import { assertValues } from './assert-values.js';
import type { Dataset } from './dataset.js';
import { datasetDigest } from './dataset-digest.js';
import { channelsLast } from './layout.js';
import type { SourceSamples } from './source-samples.js';
import { loadIdx } from './sources/idx.js';
import { loadImages } from './sources/images.js';
import { loadModuleSamples } from './sources/module.js';
import { loadNpz } from './sources/npz.js';

export interface DatasetOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Shape of the model's input without the batch, in the model's layout: [C, H, W] for 'nchw'. Samples must have it;
   * a dimension of 0 or less takes any size.
   */
  readonly expectedDims?: readonly number[] | undefined;
  /** Number of classes that the model tells apart; labels must be below it, class folders must be as many. */
  readonly expectedClasses?: number | undefined;
  /** Of images; default: what `expectedDims` says, else 3. */
  readonly channels?: 1 | 3 | undefined;
}

/**
 * Reads a source into memory. Samples of rank 3 come out as HWC whatever the source has:
 * - images: uint8, upright by EXIF, resized to `input.size` without regard to the aspect ratio, sorted by path;
 * - arrays (npz, idx, module): as `source.layout` says. Without it they are in the model's layout when they have exactly
 *   the shape `expectedDims`, and HWC otherwise. Samples of rank 2 are images of one channel for IDX, and where the
 *   model takes rank 3. uint8 stays uint8, every other type becomes float32; preprocessing applies to both.
 * @throws BespokeError DATA_MISSING, DATA_EMPTY, DATA_NOT_IMAGE, DATA_UNLABELLED, DATA_FORMAT, DATA_SHAPE, DATA_LABELS,
 * DATA_NOT_FINITE, DATA_TOO_LARGE, DATA_MODULE, INPUT_CHANNELS; the signal's reason when aborted.
 */
export async function loadDataset(
  source: SourcePlan,
  input: InputPlan,
  options: DatasetOptions = {},
): Promise<Dataset> {
  const samples = await loadSamples(source, input, options);
  options.signal?.throwIfAborted();
  const { count, sampleDims, values } = channelsLast(samples, source, input, options.expectedDims);
  assertValues(values, sampleDims, source.path, input, options.expectedDims);
  const labels = assertLabels(samples, source.path, options.expectedClasses);
  const { classes } = samples;
  return { count, sampleDims, values, labels, classes, digest: datasetDigest(sampleDims, values, labels) };
}

function loadSamples(source: SourcePlan, input: InputPlan, options: DatasetOptions): Promise<SourceSamples> {
  switch (source.kind) {
    case 'images':
      return loadImages(source, {
        ...options,
        channels: options.channels ?? channelsOf(input, options),
        size: input.size,
      });
    case 'npz':
      return loadNpz(source);
    case 'idx':
      return loadIdx(source);
    case 'module':
      return loadModuleSamples(source, options.signal);
  }
}

function channelsOf(input: InputPlan, { expectedDims }: DatasetOptions): 1 | 3 {
  if (expectedDims?.length !== 3) return 3;
  return (input.layout === 'nchw' ? expectedDims[0] : expectedDims[2]) === 1 ? 1 : 3;
}

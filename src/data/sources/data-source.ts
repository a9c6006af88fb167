import type { InputPlan } from '../../config/plan.js';
import type { SourceKind, SourcePlanOf } from '../../config/sources.js';
import type { PackedInput } from '../../onnx/packed-inputs.js';
import type { KeyPart } from '../../store/store.js';
import type { ImageStream, SourceSamples } from '../source-samples.js';

export interface DatasetOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Shape of the model's input without the batch, in the model's layout: [C, H, W] for 'nchw'. Samples must have it;
   * a dimension of 0 or less takes any size.
   */
  readonly expectedDims?: readonly number[] | undefined;
  /** Inputs of a model that takes several, or integers; then `expectedDims` is of the row that stands for them. */
  readonly inputs?: readonly PackedInput[] | undefined;
  /** Number of classes that the model tells apart; labels must be below it, class folders must be as many. */
  readonly expectedClasses?: number | undefined;
  /** Of images; default: what `expectedDims` says, else 3. */
  readonly channels?: 1 | 3 | undefined;
}

/** The files and folders that a source is made from. All paths absolute and sorted. */
export interface SourceFiles {
  /** Single files. */
  readonly files: readonly string[];
  /** Folders of which every file below counts. */
  readonly folders: readonly string[];
}

/** What decides the samples of a source. */
export interface Decisive {
  /** Name and path of each file, in an order that does not depend on the machine. */
  readonly files: readonly (readonly [name: string, path: string])[];
  readonly settings: KeyPart;
}

/** One kind of data source: how its samples are read, and what they depend on. */
export interface DataSource<Kind extends SourceKind> {
  /** Samples in the source's own order and layout. @throws BespokeError DATA_…; the signal's reason when aborted. */
  load(source: SourcePlanOf<Kind>, input: InputPlan, options: DatasetOptions): Promise<SourceSamples>;
  /** As `load`, for images that need not be in memory together. */
  stream?(source: SourcePlanOf<Kind>, input: InputPlan, options: DatasetOptions): Promise<ImageStream>;
  /** What to watch. @throws BespokeError DATA_MISSING, DATA_MODULE. */
  files(source: SourcePlanOf<Kind>): Promise<SourceFiles>;
  /** For the fingerprint; decodes nothing. */
  decisive(source: SourcePlanOf<Kind>): Promise<Decisive>;
  /** Whether samples of rank 2 are always images of one channel. */
  readonly isOfImages: boolean;
}

/** A source of single files. */
export const singleFiles = (...files: readonly (string | undefined)[]): SourceFiles => ({
  files: files.filter((file) => file !== undefined).sort(),
  folders: [],
});

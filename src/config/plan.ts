import type { Precision } from './precision-plan.js';
import type { Runtime } from './runtimes.js';
import type { SourcePlan } from './sources.js';

/** What a build is asked to do: the configuration with every default filled in and every path absolute. */
export interface BuildPlan {
  /** The file it came from; undefined for an inline object. */
  readonly configFile: string | undefined;
  /** The config file and all that it imports, for watching. */
  readonly configDependencies: readonly string[];
  readonly models: readonly ModelPlan[];
  readonly targets: readonly TargetPlan[];
  readonly effort: Effort;
  /** Set where the build is to fit the effort to a time. */
  readonly wallClock: WallClock | undefined;
  /** Which kinds of alternatives are made. */
  readonly alternatives: Readonly<Record<KindName, boolean>>;
  readonly search: { readonly strategy: 'exact' | 'anneal' | 'paper' };
  readonly engine: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'tensorflow';
  readonly seed: number;
  readonly cacheDirectory: string;
  readonly browser: BrowserPlan;
  /** Worker processes; decides speed, never a result. */
  readonly workers: number;
}

export interface ModelPlan {
  readonly name: string;
  readonly teacher: string;
  readonly pool: readonly string[];
  /** As the configuration says them, teacher first; decide no result. */
  readonly licences: readonly (string | undefined)[];
  readonly train: SourcePlan;
  readonly validation: SourcePlan;
  readonly input: InputPlan;
  readonly quality: QualityPlan;
}

/** Preprocessing: `(value * scale - mean[c]) / std[c]`, then the layout. */
export interface InputPlan {
  readonly scale: number;
  /** One value a channel, or empty for none. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly layout: 'nchw' | 'nhwc';
  /** [height, width]; images are resized to it, and it fixes dynamic spatial dimensions of the model. */
  readonly size: readonly [number, number] | undefined;
  /** Random changes of training images: horizontal flips, shifts by up to this many pixels (zero padded). */
  readonly augment: { readonly flip: boolean; readonly shift: number };
}

export type QualityPlan =
  | { readonly metric: 'top1' | 'agreement' | 'mse' }
  | { readonly metric: 'module'; readonly path: string };

/** What a latency depends on besides the model. Targets that agree in it share all measurements. */
export interface TargetEnvironment {
  readonly runtime: Runtime;
  readonly threads: number;
  /** Path of a device profile; undefined where latencies are measured here. */
  readonly profile?: string | undefined;
  /** What becomes of networks that the profile lacks; read only where there is one. */
  readonly onUnprofiled?: 'error' | 'predict' | undefined;
}

export interface TargetPlan extends TargetEnvironment {
  readonly name: string;
  /** Those that a student may be emitted in, in the order in which they are preferred; at least one. */
  readonly precision: readonly Precision[];
  readonly budgets: readonly BudgetPlan[];
  readonly onMiss: 'error' | 'warn';
  readonly profile: string | undefined;
  readonly onUnprofiled: 'error' | 'predict';
}

export interface BudgetPlan {
  readonly metric: 'latency' | 'size' | 'parameters' | 'macs' | 'qualityDrop';
  /** ms, bytes, parameters, MACs, or quality points in 0..1; for 'ratio' a share of the teacher's (0.5 is 50 %). */
  readonly limit: number;
  readonly unit: 'absolute' | 'ratio';
  /** As written, for messages. */
  readonly text: string;
}

/** The browser that browser targets are measured in. */
export interface BrowserPlan {
  /** Undefined: what CHROME_PATH names, else one of the usual places. */
  readonly executablePath: string | undefined;
  /** Further arguments of its command line. */
  readonly args: readonly string[];
  /** Folder of the project: its onnxruntime-web and playwright-core are taken before any others. */
  readonly projectFolder: string;
}

/** Ways to make alternatives. */
export type KindName =
  | 'member'
  | 'import'
  | 'prune'
  | 'shorten'
  | 'decompose'
  | 'lowRank'
  | 'separable'
  | 'shrink'
  | 'activation';

/** A time that a build from scratch is to take. */
export interface WallClock {
  readonly minutes: number;
  /** Numbers of the effort that stay as they are; sorted. */
  readonly given: readonly (keyof Effort)[];
}

/** How much work is spent. Counts, so that the same config gives the same bytes on every machine; minutes are brought to counts by the build. */
export interface Effort {
  /** Sub-networks of the teacher that are offered for replacement. */
  readonly subNetworks: number;
  /** Longest sampled sub-network as a share of the cut points; whole networks are offered besides. */
  readonly maxSpan: number;
  /** Share of the cuts of whole networks that are offered, besides those that are drawn. */
  readonly wholeCuts: number;
  readonly imported: number;
  readonly approximated: number;
  readonly shortened: number;
  /** Alternatives with layers that are decomposed, of low rank, separable or shrunk, or with cheaper activation functions. */
  readonly decomposed: number;
  /** Training samples whose activations are kept. */
  readonly samples: number;
  /** Samples for least squares. */
  readonly solveSamples: number;
  /** Gradient steps of an alternative that is never dominated, before the MAC cap below. */
  readonly steps: number;
  /** Multiply-accumulates (forward) that training one alternative may cost, in billions. */
  readonly trainGigaMacs: number;
  readonly batch: number;
  /** Validation samples for iacc. */
  readonly qualitySamples: number;
  /** Multiply-accumulates (forward) for retraining a student half as large as the teacher, in billions; others take as many steps. */
  readonly retrainGigaMacs: number;
  /** At most this many passes over the training data in retraining. */
  readonly retrainEpochs: number;
  readonly annealingIterations: number;
}

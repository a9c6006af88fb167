import type { Effort, WallClock } from './effort.js';
import type { KindName } from './kinds.js';
import type { BudgetMetric } from './metrics.js';
import type { Precision } from './precision-plan.js';
import type { QualityMetric } from './quality-metrics.js';
import type { Runtime } from './runtimes.js';
import type { SourcePlan } from './sources.js';

/** What may train, as the configuration names it. */
export const engines = ['auto', 'cpu', 'webgpu', 'cuda', 'tensorflow'] as const;

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
  readonly engine: (typeof engines)[number];
  readonly seed: number;
  readonly cacheDirectory: string;
  /** A cache shared with other machines; 'no key': one that cannot be checked, so it is not used. */
  readonly remote: RemotePlan | 'no key' | undefined;
  /** Other machines that work along; the text says why they do not. */
  readonly farm: FarmPlan | 'no key' | 'no writing' | undefined;
  readonly browser: BrowserPlan;
  /** Worker processes; decides speed, never a result. */
  readonly workers: number;
  /** Bytes that all processes of a build together may take; decides speed, never a result. */
  readonly memory: number;
}

export interface RemotePlan {
  /** Without user info. */
  readonly url: string;
  readonly write: boolean;
  /** Not plain values, so that whoever prints the plan prints no secret. */
  readonly secrets: () => { readonly authorization: string | undefined; readonly signingKey: string };
}

export interface FarmPlan {
  /** For messages, without user and password. */
  readonly shown: string;
  /** Not a plain value, so that whoever prints the plan prints no secret. */
  readonly url: () => string;
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

/** How images are brought to their size. */
export interface ImagePlan {
  readonly resize: 'stretch' | 'cover' | 'contain';
  /** Of 'cover': the share of the resized image that is cut out of its middle. */
  readonly crop: number;
  /** Of 'contain': the value of the ground. */
  readonly fill: number;
  readonly channels: 'rgb' | 'bgr';
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
  /** Fixes other open dimensions of the model: the length of sequences. */
  readonly length?: number | undefined;
  /** Inputs of the model that are the same for all samples, by their names: one number throughout, or all values. */
  readonly fixed?: Readonly<Record<string, number | readonly number[]>> | undefined;
  /** How images become that size, and the order of their channels. */
  readonly image: ImagePlan;
  /** Random changes of training images: horizontal flips, shifts by up to this many pixels (zero padded). */
  readonly augment: { readonly flip: boolean; readonly shift: number };
}

export type QualityPlan =
  | { readonly metric: QualityMetric }
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
  readonly metric: BudgetMetric;
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

import type { CostMetric } from '../config/metrics.js';
import type { Precision } from '../config/precision-plan.js';
import type { Runtime } from '../config/runtimes.js';
import type { Elsewhere } from '../farm/elsewhere.js';
import type { PredictionError } from '../measure/latencies.js';
import type { ReportData, TimedPart } from './report-data.js';

export type Stage = 'data' | 'house' | 'train' | 'measure' | 'search' | 'retrain' | 'emit';

export interface ProgressEvent {
  readonly model: string;
  readonly stage: Stage;
  /** Set where the work is for one target. */
  readonly target?: string | undefined;
  readonly done: number;
  readonly total: number;
  /** What was just finished, for a log line. */
  readonly note?: string | undefined;
  /** The alternative that was just trained, and on which rung; not set for what the store had. */
  readonly trained?: { readonly alternative: string; readonly rung: number } | undefined;
}

export interface BuildContext {
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
  /** Things the user should read: a missed budget under `onMiss: 'warn'`, a fallen-back engine. */
  readonly onWarning: (message: string) => void;
  /** Monotonic milliseconds; only `seconds` in the manifest comes from it. */
  readonly clock: () => number;
}

/** One emitted model. `manifest` is its entry without `file`, which whoever writes the file names. */
export interface Artifact {
  readonly model: string;
  readonly target: string;
  readonly bytes: Uint8Array;
  readonly entry: TargetEntry;
}

export interface BuildResult extends Elsewhere {
  readonly models: readonly ModelResult[];
  readonly missed: readonly MissedBudget[];
  /** What the result depends on, for watching. */
  readonly dependencies: { readonly files: readonly string[]; readonly directories: readonly string[] };
  /** True when everything came from the store. */
  readonly cached: boolean;
}

export interface ModelResult {
  readonly name: string;
  readonly teacher: TeacherEntry;
  readonly artifacts: readonly Artifact[];
  /** One a target, in their order. */
  readonly searches: readonly SearchRecord[];
  /** Teacher first, then the pool in the order of the config. */
  readonly sources: readonly SourceEntry[];
  readonly seconds: Readonly<Record<TimedPart, number>>;
  /** What the report shows besides. */
  readonly report: ReportData;
}

/** A pretrained file and where its weights went. */
export interface SourceEntry {
  /** Base name. */
  readonly file: string;
  readonly sha256: string;
  /** Null where neither the configuration nor the file says it. */
  readonly licence: string | null;
  /** Whether students learnt from its answers. */
  readonly taught: boolean;
  /** Names of the targets whose students hold weights that began as its own, sorted. */
  readonly usedBy: readonly string[];
}

/** The result of the search for one target, before retraining; for the report. */
export interface SearchRecord {
  readonly target: string;
  /** The cost that the first limit is on: ms, bytes, parameters or MACs. */
  readonly metric: CostMetric;
  readonly limit: number;
  /** What the teacher costs in the precision that the students have. */
  readonly teacher: number;
  /** Least predicted loss of quality by cost; rising cost. */
  readonly curve: readonly SearchPoint[];
  /** Students as measured whole; rising cost. */
  readonly measured: readonly Omit<SearchPoint, 'optimal'>[];
  /** Whole members of the pool in place of the teacher, as search knew them; rising cost. */
  readonly members: readonly { readonly member: string; readonly cost: number; readonly loss: number }[];
}

export interface SearchPoint {
  readonly cost: number;
  readonly loss: number;
  /** Ids of the replacements. */
  readonly chosen: readonly string[];
  /** Proven that no set within the cost is predicted to lose less. */
  readonly optimal: boolean;
}

/** One model of a build, and the budgets that it misses. */
export interface BuiltModel {
  readonly result: ModelResult;
  readonly missed: readonly MissedBudget[];
}

export interface MissedBudget {
  readonly model: string;
  readonly target: string;
  readonly metric: string;
  readonly limit: number;
  readonly value: number;
  readonly onMiss: 'error' | 'warn';
}

export interface QualityEntry {
  readonly metric: string;
  readonly value: number;
  readonly samples: number;
}

/** Quality on the validation samples, step by step. */
export interface QualitySteps {
  readonly assembled: number;
  readonly polished: number;
  readonly retrained: number;
}

export interface TeacherEntry {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly macs: number;
  readonly parameters: number;
  readonly quality: QualityEntry;
}

/** `targets[]` of bespoke-manifest.json, without `file`. */
export interface TargetEntry {
  readonly name: string;
  readonly runtime: Runtime;
  readonly threads: number;
  /** Of the weights; int8: of what it can compute in. */
  readonly precision: Precision;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly macs: number;
  readonly parameters: number;
  readonly latencyMs: {
    readonly teacher: number;
    readonly student: number;
    /** Set where a device profile lacks one of the two: how far such predictions are off. */
    readonly predicted?: PredictionError | undefined;
  };
  readonly quality: QualityEntry;
  /** The same metric as `quality`. */
  readonly qualityBySteps: QualitySteps;
  readonly budgets: readonly {
    readonly metric: string;
    readonly limit: number;
    readonly value: number;
    readonly met: boolean;
  }[];
  readonly replacements: readonly {
    readonly from: string;
    readonly to: string;
    readonly alternative: string;
    readonly nmse: number;
    readonly iacc: number;
  }[];
}

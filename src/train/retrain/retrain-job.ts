import type { Graph } from '../../onnx/graph.js';
import type { EngineName } from '../../runtime/engine.js';
import type { DetectionLoss } from '../step/loss.js';
import type { TrainerState } from '../step/trainer.js';
import type { Teacher } from './teachers.js';
import type { TrainingSegment } from './training-segment.js';

/**
 * A graph output and how it is compared with the teacher's: logits by KL divergence, values by squared error over the
 * variance, boxes of a detector where the teacher finds any.
 */
export type ComparedOutput =
  /** `perSample`: one vector of them a sample, not one for each of its positions. */
  | { readonly name: string; readonly kind: 'logits'; readonly perSample: boolean }
  /** Variance of the teacher's output over all elements. */
  | { readonly name: string; readonly kind: 'values'; readonly variance: number }
  | ({ readonly name: string; readonly kind: 'boxes' } & BoxScale);

/** What the boxes and scores of a detector's output are compared by; see `DetectionLoss`. */
export type BoxScale = Pick<DetectionLoss, 'head' | 'scoreVariance' | 'leastArea'>;

/** A student in training: what goes from one stretch of retraining to the next. */
export interface RetrainingState {
  /** With batch norm put back, weights as at the start of retraining. */
  readonly network: Graph;
  readonly trainer: TrainerState;
}

/** Warm-up and cosine over the steps `from` to `to`, counted as those of segments are. */
export interface Rate {
  /** Of SGD where there is batch norm; an eighth of it for Adam where there is none. */
  readonly peak: number;
  readonly from: number;
  readonly to: number;
}

/** What a worker needs to retrain one student for one stretch. */
export interface RetrainJob {
  /** What trains; opened in the worker. */
  readonly engine: EngineName;
  /** As assembled; or as the stretch before left it. */
  readonly student: { readonly assembled: Graph } | { readonly state: RetrainingState };
  readonly outputs: readonly ComparedOutput[];
  readonly segment: TrainingSegment;
  /** Mean outputs of the teachers for the segment, by name, batch after batch; the teachers, where these are large. */
  readonly answers: ReadonlyMap<string, Float32Array> | { readonly teachers: readonly Teacher[] };
  readonly rate: Rate;
  /** Whether nothing but a comparison comes of it: then a few samples set the statistics of batch norm. */
  readonly isTrial: boolean;
  readonly threads: number;
}

export interface Retrained {
  readonly state: RetrainingState;
  /**
   * Fit to be judged and emitted, batch norm measured anew and folded: the average of the weights over the steps so
   * far, and at the end of the rate the weights themselves.
   */
  readonly students: readonly Graph[];
}

/** Squared error at any tensor against a reference that is fed, mean over all elements. */
export interface SquaredErrorLoss {
  readonly kind: 'mse';
  readonly tensor: string;
  readonly weight: number;
  readonly name?: string;
}

/** {@link SquaredErrorLoss} over the variance of the reference: 1 is no better than the mean. */
export interface NormalisedSquaredErrorLoss {
  readonly kind: 'nmse';
  readonly tensor: string;
  readonly weight: number;
  /** Of the reference over all elements. */
  readonly variance: number;
  readonly name?: string;
}

/**
 * KL(teacher || student) of softmax(logits / temperature), times temperature squared so that the gradient keeps its
 * size (Hinton et al. 2015, section 2); mean over samples and positions. The teacher's logits are fed.
 */
export interface DistillLoss {
  readonly kind: 'distill';
  readonly tensor: string;
  readonly weight: number;
  readonly temperature: number;
  readonly name?: string;
}

/**
 * Cross-entropy of softmax(logits) with fed labels, mean over samples and positions. Labels are int64 class numbers in
 * the logits' shape without the class axis.
 */
export interface CrossEntropyLoss {
  readonly kind: 'cross-entropy';
  readonly tensor: string;
  readonly weight: number;
  /** Share of the label that is spread over all classes; 0 by default. */
  readonly smoothing?: number;
  readonly name?: string;
}

/**
 * Output of a detector against a reference that is fed: boxes where the reference finds any, relative to their size,
 * and scores everywhere. See `emitDetectionLoss`.
 */
export interface DetectionLoss {
  readonly kind: 'detection';
  readonly tensor: string;
  readonly weight: number;
  /** Where the values of a box lie: `columns` is [N, 4 + scores, positions], `rows` [N, positions, 4 + scores]. */
  readonly head: 'columns' | 'rows';
  /** Of the reference's scores over all elements. */
  readonly scoreVariance: number;
  /** Added to the area of every box, in its units. */
  readonly leastArea: number;
  readonly name?: string;
}

/** Classes lie on axis 1 of tensors of rank 2, 4 and more, on the last axis of rank 3 (tokens). */
export type Loss =
  | SquaredErrorLoss
  | NormalisedSquaredErrorLoss
  | DistillLoss
  | CrossEntropyLoss
  | DetectionLoss;

/** Name of a loss, by which its value is reported. */
export const lossName = (loss: Loss): string => loss.name ?? `${loss.kind}:${loss.tensor}`;

/** Name of the feed that a loss compares with. */
export const lossFeed = (loss: Loss): string =>
  `${lossName(loss)}:${loss.kind === 'cross-entropy' ? 'labels' : loss.kind === 'distill' ? 'teacher' : 'reference'}`;

/** What is known of a built-in measure of a model's quality. */
interface QualityTraits {
  /** What it compares: the class of highest score, the boxes of a detector, or all that the network gives. */
  readonly looksAt: 'classes' | 'boxes' | 'values';
  /** Whether it is a share, of which 1 is all and higher is better; else an error, of which less is better. */
  readonly isShare: boolean;
}

/** Every built-in measure. */
export const QUALITY_METRICS = {
  top1: { looksAt: 'classes', isShare: true },
  agreement: { looksAt: 'classes', isShare: true },
  detections: { looksAt: 'boxes', isShare: true },
  mse: { looksAt: 'values', isShare: false },
} as const satisfies Readonly<Record<string, QualityTraits>>;

export type QualityMetric = keyof typeof QUALITY_METRICS;

const traitsOf = (metric: string): QualityTraits | undefined =>
  Object.hasOwn(QUALITY_METRICS, metric) ? QUALITY_METRICS[metric as QualityMetric] : undefined;

/** What a metric compares; a module looks at what it likes. */
export const looksAt = (metric: string): QualityTraits['looksAt'] | 'anything' =>
  traitsOf(metric)?.looksAt ?? 'anything';

/** Whether a value of the metric is a share of 1; values of a module are not known to be. */
export const isShare = (metric: string): boolean => traitsOf(metric)?.isShare ?? false;

/** Whether less of it is better. */
export const isError = (metric: string): boolean => traitsOf(metric)?.isShare === false;

/** What is known of a cost that a budget can limit. */
interface CostTraits {
  /** For people. */
  readonly words: string;
  /** In which values are written: 'time' is in milliseconds, 'bytes' in bytes, 'count' in ones. */
  readonly unit: 'time' | 'bytes' | 'count';
  /** What is counted, for messages; null where the unit says it. */
  readonly counted: string | null;
  /** Whether it has to be measured on the target; others are known exactly. */
  readonly isMeasured: boolean;
  /** Whether the same network in another precision has another value. */
  readonly byPrecision: 'changes' | 'may change' | 'stays';
}

/** Every cost that a budget can limit. */
export const COSTS = {
  latency: { words: 'latency', unit: 'time', counted: null, isMeasured: true, byPrecision: 'may change' },
  size: { words: 'size', unit: 'bytes', counted: null, isMeasured: false, byPrecision: 'changes' },
  parameters: {
    words: 'parameters',
    unit: 'count',
    counted: 'parameters',
    isMeasured: false,
    byPrecision: 'stays',
  },
  macs: {
    words: 'MACs',
    unit: 'count',
    counted: 'multiply-accumulates',
    isMeasured: false,
    byPrecision: 'stays',
  },
} as const satisfies Readonly<Record<string, CostTraits>>;

export type CostMetric = keyof typeof COSTS;

export const COST_METRICS = Object.keys(COSTS) as readonly CostMetric[];

/** Costs that need no measuring. */
export type ExactMetric = {
  [Metric in CostMetric]: (typeof COSTS)[Metric]['isMeasured'] extends true ? never : Metric;
}[CostMetric];

/** What a budget can limit: a cost, or the quality that is lost. */
export type BudgetMetric = CostMetric | 'qualityDrop';

export const costTraits = (metric: CostMetric): CostTraits => COSTS[metric];

export const isCost = (metric: string): metric is CostMetric => Object.hasOwn(COSTS, metric);

/** A metric for people. */
export const metricWords = (metric: string): string =>
  isCost(metric) ? COSTS[metric].words : (QUALITY_WORDS[metric] ?? metric);

const QUALITY_WORDS: Readonly<Record<string, string>> = {
  qualityDrop: 'drop of quality',
  defaultQualityDrop: 'drop of quality (default limit)',
};

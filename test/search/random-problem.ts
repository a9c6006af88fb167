import type { CostMetric } from '../../src/config/metrics.js';
import type { Rng } from '../../src/random.js';
import type { Candidate, Interaction, Requirement, SearchProblem } from '../../src/search/problem.js';

export interface RandomProblemOptions {
  readonly candidates: number;
  readonly nodes: number;
  /** Longest interval as a share of the nodes. */
  readonly span?: number;
  /** Limits as shares of the teacher's cost. */
  readonly limits: Partial<Record<CostMetric, number>>;
  readonly maxQualityLoss?: number;
  /** Share of all pairs that interact: most lose more together than apart, some less. Default 0. */
  readonly interacting?: number;
}

const teacher: Record<CostMetric, number> = {
  latency: 12.5,
  size: 3_400_000,
  parameters: 850_000,
  macs: 125_000_000,
};

/**
 * Intervals of a chain; cheaper ones lose more, longer ones lose more than in proportion, accuracies come in
 * thousandths.
 */
export function randomProblem(rng: Rng, options: RandomProblemOptions): SearchProblem {
  const { nodes, span = 0.3, limits, maxQualityLoss } = options;
  const candidates = Array.from({ length: options.candidates }, (_, index): Candidate => {
    const length = 1 + rng.int(Math.max(1, Math.floor(nodes * span)));
    const from = rng.int(nodes - length + 1);
    const share = length / nodes;
    const saved = 0.1 + 0.85 * rng.next();
    const spread = () => 0.8 + 0.4 * rng.next();
    const loss = 0.4 * share ** 1.3 * saved ** 2 * (0.3 + 1.4 * rng.next()) + 0.002 * (rng.next() - 0.5);
    return {
      id: `alternative${String(index).padStart(4, '0')}`,
      nodes: Array.from({ length }, (_, offset) => from + offset),
      delta: {
        latency: -teacher.latency * share * saved * spread(),
        size: -Math.round(teacher.size * share * saved * spread()),
        parameters: -Math.round(teacher.parameters * share * saved * spread()),
        macs: -Math.round(teacher.macs * share * saved * spread()),
      },
      qualityLoss: Math.round(loss * 1000) / 1000,
    };
  });
  const requirements = Object.entries(limits).map(
    ([metric, share]): Requirement => ({
      metric: metric as CostMetric,
      limit: teacher[metric as CostMetric] * share,
    }),
  );
  const interactions = interactionsOf(rng, candidates, options.interacting ?? 0);
  return { candidates, teacher, requirements, maxQualityLoss, interactions };
}

function interactionsOf(rng: Rng, candidates: readonly Candidate[], share: number): Interaction[] {
  if (share === 0) return [];
  return candidates.flatMap((first, index) =>
    candidates
      .slice(index + 1)
      .filter(() => rng.next() < share)
      .map((second): Interaction => {
        const loss = (Math.abs(first.qualityLoss) + Math.abs(second.qualityLoss)) * (2.5 * rng.next() - 1);
        return { ids: rng.next() < 0.5 ? [first.id, second.id] : [second.id, first.id], loss };
      }),
  );
}

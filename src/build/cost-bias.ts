import type { CostMetric, Requirement } from '../search/problem.js';
import type { Costs, Limit } from './limits.js';

/** Share of a limit that is left free for the noise of measuring. */
const MARGIN = 0.03;

/**
 * What measuring says of the additive prediction of costs: by metric, the ratio of measured to predicted. Search is given limits that are
 * divided by it.
 */
export class CostBias {
  readonly #limits: readonly Limit[];
  readonly #ratios: Map<CostMetric, number>;

  constructor(limits: readonly Limit[]) {
    this.#limits = limits;
    this.#ratios = new Map(limits.map(({ metric }) => [metric, 1]));
  }

  requirements(): Requirement[] {
    return this.#limits.map(({ metric, limit }) => ({
      metric,
      limit: (limit * (1 - MARGIN)) / this.#ratios.get(metric)!,
    }));
  }

  /** Largest share by which a measured cost, with half of the margin, is over its limit; 0 when all hold. */
  violationOf(costs: Costs): number {
    return Math.max(
      0,
      ...this.#limits.map(({ metric, limit }) => costs[metric] / (limit * (1 - MARGIN / 2)) - 1),
    );
  }

  /** Takes a measured student into account; false when that tells search nothing new. */
  correct(costs: Costs, predicted: Costs): boolean {
    let changed = false;
    for (const { metric, limit } of this.#limits) {
      const known = this.#ratios.get(metric)!;
      const measured = costs[metric] / predicted[metric];
      const isOver = costs[metric] > limit * (1 - MARGIN / 2);
      const hasRoom = costs[metric] < limit * (1 - 3 * MARGIN) && measured < known * (1 - MARGIN);
      if (!isOver && !hasRoom) continue;
      this.#ratios.set(metric, isOver ? Math.max(measured, known * 1.01) : measured);
      changed = true;
    }
    return changed;
  }
}

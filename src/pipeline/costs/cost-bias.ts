import type { CostMetric } from '../../config/metrics.js';
import type { Requirement } from '../../search/problem.js';
import type { Costs, Limit } from './limits.js';

/** Share of a limit that search leaves free. */
const MARGIN = 0.03;
/**
 * Shares by which the latency of a whole network may be off that was measured once, and of one that is the median of
 * several times.
 */
export const NOISE = { once: 0.015, settled: 0.005 };

/**
 * Ratio that search begins with for latency: replacements side by side often save more than each does alone. A first
 * student that costs too much tells the ratio, one that was never tried tells nothing.
 */
const HOPED = 0.85;

/**
 * What measuring says of the additive prediction of costs: by metric, the ratio of measured to predicted. Search is
 * given limits that are divided by it. What is measured whole is predicted as it is; see {@link CostBias.asPredicted}.
 */
export class CostBias {
  readonly #limits: readonly Limit[];
  readonly #ratios: Map<CostMetric, number>;

  /** @param isHopeful whether latency begins with a ratio below 1 */
  constructor(limits: readonly Limit[], isHopeful = false) {
    this.#limits = limits;
    this.#ratios = new Map(
      limits.map(({ metric }) => [metric, metric === 'latency' && isHopeful ? HOPED : 1]),
    );
  }

  get limitsLatency(): boolean {
    return this.#limits.some(({ metric }) => metric === 'latency');
  }

  requirements(): Requirement[] {
    return this.#limits.map(({ metric, limit }) => ({
      metric,
      limit: (limit * (1 - MARGIN)) / this.#ratios.get(metric)!,
    }));
  }

  /** Costs as the additive prediction would have to say them, so that {@link requirements} hold them to the limits. */
  asPredicted(costs: Costs): Costs {
    const entries = Object.entries(costs) as [CostMetric, number][];
    return Object.fromEntries(
      entries.map(([metric, cost]) => [metric, cost / (this.#ratios.get(metric) ?? 1)]),
    ) as Costs;
  }

  /**
   * Largest share by which a cost may be over its limit; 0 when all hold for sure.
   * @param noise share by which the latency may be off; all other costs are exact
   */
  violationOf(costs: Costs, noise = NOISE.once): number {
    return Math.max(0, ...this.#limits.map((limit) => costs[limit.metric] / leftBy(limit, noise) - 1));
  }

  /**
   * Whether costs that were measured once are so near to the limit of latency that it depends on noise which side they
   * are on.
   */
  isDoubtful(costs: Costs): boolean {
    return this.violationOf(costs) > 0 && this.violationOf(costs, -NOISE.once) === 0;
  }

  /** Takes a measured student into account; false when that tells search nothing new. */
  correct(costs: Costs, predicted: Costs): boolean {
    let changed = false;
    for (const { metric, limit } of this.#limits) {
      const known = this.#ratios.get(metric)!;
      const measured = costs[metric] / predicted[metric];
      const isOver = costs[metric] > leftBy({ metric, limit }, NOISE.once);
      const hasRoom = costs[metric] < limit * (1 - 3 * MARGIN) && measured < known * (1 - MARGIN);
      if (!isOver && !hasRoom) continue;
      this.#ratios.set(metric, isOver ? Math.max(measured, known * 1.01) : measured);
      changed = true;
    }
    return changed;
  }
}

const leftBy = ({ metric, limit }: Limit, noise: number): number =>
  metric === 'latency' ? limit * (1 - noise) : limit;

import type { CostMetric } from '../config/metrics.js';
import type { Candidate } from './problem.js';

/**
 * Ids of the candidates that no search needs which limits only `metrics`, whatever the limits: another one, for the
 * same nodes or some of them (the teacher keeps the rest), costs no more on each metric and loses no more, and is
 * better in one of these. So is one that costs no less than what it replaces. Any set with a dominated candidate can
 * have the other in its place.
 *
 * @param noise a loss that is lower by less than this share of it is taken for the same.
 */
export function dominated(
  candidates: readonly Candidate[],
  metrics: readonly CostMetric[],
  noise = 0,
): ReadonlySet<string> {
  const held = candidates.map((candidate) => ({ candidate, nodes: new Set(candidate.nodes) }));
  const isDominated = ({ candidate, nodes }: (typeof held)[number]): boolean =>
    metrics.every((metric) => candidate.delta[metric] >= 0) ||
    held.some(
      ({ candidate: other }) =>
        other !== candidate &&
        other.nodes.every((node) => nodes.has(node)) &&
        beats(other, candidate, metrics, noise),
    );
  return new Set(held.filter(isDominated).map(({ candidate: { id } }) => id));
}

function beats(one: Candidate, other: Candidate, metrics: readonly CostMetric[], noise: number): boolean {
  const cheaper = metrics.map((metric) => other.delta[metric] - one.delta[metric]);
  const better = other.qualityLoss - one.qualityLoss;
  const margin = noise * other.qualityLoss;
  return (
    cheaper.every((difference) => difference >= 0) &&
    better >= margin &&
    (better > 0 || cheaper.some((difference) => difference > 0))
  );
}

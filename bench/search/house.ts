import type { CostMetric } from '../../src/config/metrics.js';
import { type Rng, rngOf } from '../../src/random.js';
import type { Candidate, Interaction, SearchProblem } from '../../src/search/problem.js';

/** ResNet-56 for 32 x 32 images in normal form: a stem, three stages of nine residual blocks, a head. */
const stages = 3;
const blocks = 27;
const nodesPerBlock = 5;
const whole = blocks * nodesPerBlock + 5;
const teacher: Record<CostMetric, number> = {
  latency: 9,
  size: 3_420_000,
  parameters: 853_000,
  macs: 125_500_000,
};

/**
 * A house as the build makes it for ResNet-56: places are runs of whole blocks, several alternatives a place, some
 * whole members. What is saved and lost follows what a prototype measured: one block by nothing is nearly free, four to
 * six blocks by one lose 1 to 2 points, across the last downsampling 7 to 15; loss in steps of one image of a thousand.
 *
 * @param interacting how many sets were measured whole, whose pairs interact.
 */
export function resNet56House(
  seed: number,
  candidates: number,
  limits: Partial<Record<CostMetric, number>>,
  interacting = 0,
): SearchProblem {
  const rng = rngOf(seed, 'house');
  const made = Array.from({ length: candidates }, (_, index) => alternative(rng, index));
  return {
    candidates: made,
    teacher,
    requirements: (Object.entries(limits) as [CostMetric, number][]).map(([metric, share]) => ({
      metric,
      limit: teacher[metric] * share,
    })),
    interactions: Array.from({ length: interacting }, () => pairsOfOneSet(rng, made)).flat(),
  };
}

function alternative(rng: Rng, index: number): Candidate {
  const id = `alternative${String(index).padStart(4, '0')}`;
  const isMember = rng.next() < 0.02;
  const length = isMember ? blocks : 1 + Math.floor(8 * rng.next() ** 2);
  const first = isMember ? 0 : rng.int(blocks - length + 1);
  const last = first + length - 1;
  const perStage = blocks / stages;
  const saved = 0.1 + 0.85 * rng.next();
  const share = (length / blocks) * (isMember ? 1 : 0.97);
  const isAcrossLast = first < 2 * perStage && last >= 2 * perStage && !isMember;
  const depth = (first + last) / 2 / blocks;
  const loss =
    0.25 * saved ** 2 * (length / blocks) ** 1.4 * (0.5 + depth) * (0.3 + 1.4 * rng.next()) +
    (isAcrossLast ? 0.08 * saved * rng.next() : 0);
  // Channels double and sizes halve from stage to stage: the same work, four times the parameters.
  const weightOf = (block: number) => 4 ** Math.floor(block / perStage);
  const sumOf = (from: number, to: number) => {
    let sum = 0;
    for (let block = from; block <= to; block++) sum += weightOf(block);
    return sum;
  };
  const ofParameters = sumOf(first, last) / sumOf(0, blocks - 1);
  const spread = () => 0.9 + 0.2 * rng.next();
  const parameters = -Math.round(teacher.parameters * ofParameters * saved * 0.97);
  const start = isMember ? 0 : 3 + first * nodesPerBlock;
  return {
    id,
    nodes: Array.from({ length: isMember ? whole : length * nodesPerBlock }, (_, offset) => start + offset),
    delta: {
      latency: -teacher.latency * share * Math.min(saved * spread(), 0.97),
      size: 4 * parameters,
      parameters,
      macs: -Math.round(teacher.macs * share * saved),
    },
    qualityLoss: Math.round(1000 * loss) / 1000,
  };
}

/**
 * A measured student of disjoint replacements: each two of them lose up to as much again together, or a little less.
 */
function pairsOfOneSet(rng: Rng, candidates: readonly Candidate[]): Interaction[] {
  const set: Candidate[] = [];
  const covered = new Set<number>();
  for (let tries = 0; set.length < 6 && tries < 200; tries++) {
    const next = candidates[rng.int(candidates.length)];
    if (next.nodes.some((node) => covered.has(node))) continue;
    set.push(next);
    for (const node of next.nodes) covered.add(node);
  }
  return set.flatMap((first, at) =>
    set.slice(at + 1).map((second): Interaction => {
      const loss = (first.qualityLoss + second.qualityLoss) * (1.3 * rng.next() - 0.3);
      return { ids: [first.id, second.id], loss };
    }),
  );
}

import type { Rng } from '../random.js';
import { assignmentOf } from './assignment.js';
import { ForbiddenSets } from './forbidden.js';
import { greedy } from './greedy.js';
import { improveBySwaps } from './improve-by-swaps.js';
import { type PreparedProblem, prepare } from './prepared.js';
import type { Assignment, SearchProblem } from './problem.js';
import { isBetter, type Standing, standing } from './standing.js';
import { rounding } from './violation.js';
import { worthwhile } from './worthwhile.js';

export interface AnnealOptions {
  /** Over all restarts. */
  readonly steps?: number;
  readonly restarts?: number;
  /** Losses are not taken for less than this: gains of single alternatives are mostly noise of the sample. */
  readonly minLoss?: number;
  /** Sets of candidate ids that may not be the answer, each exactly. */
  readonly forbidden?: readonly (readonly string[])[];
}

/**
 * Minimises the quality loss under the requirements by simulated annealing: geometric cooling, a penalty on passed
 * limits that rises while it cools and while they stay passed, from the untouched teacher and from the paper's greedy
 * set in turn; at last a local search to the next optimum, from the best of all, from both starts and from the best
 * replacement alone. Without a feasible set, the one found with the smallest violation; when every set is forbidden,
 * the teacher, infeasible.
 */
export function searchAnneal(problem: SearchProblem, rng: Rng, options: AnnealOptions = {}): Assignment {
  const { steps = 100_000, restarts = 2, minLoss = 0, forbidden = [] } = options;
  const prepared = prepare(worthwhile(problem, minLoss), minLoss);
  const excluded = new ForbiddenSets(prepared, forbidden);
  const starts = [[], greedy(prepared, GREEDY_WEIGHT)];
  let best: Ranked | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    // When the first descent reached no feasible set, there may be none: the others look for the nearest.
    const lossWeight = best && best.standing.violation > rounding ? 0.001 : 1;
    const start = starts[restart % starts.length];
    const found = descend(prepared, rng, start, Math.ceil(steps / restarts), excluded, lossWeight);
    if (found && (!best || isBetter(found.standing, best.standing))) best = found;
  }
  const ends = [
    ...(best ? [best.chosen] : []),
    ...starts.filter((chosen) => !excluded.has(chosen)),
    ...bestAlone(prepared, excluded),
  ];
  const [first, ...others] = ends.map((chosen) => improveBySwaps(prepared, chosen, excluded));
  if (first === undefined) return { ...assignmentOf(prepared, []), feasible: false };
  const nearest = others.reduce(
    (one, other) => (isBetter(standing(prepared, other), standing(prepared, one)) ? other : one),
    first,
  );
  return assignmentOf(prepared, nearest);
}

/** None when each is forbidden. */
function bestAlone(prepared: PreparedProblem, excluded: ForbiddenSets): (readonly number[])[] {
  const alone = Array.from({ length: prepared.count }, (_, index) => [index]).filter(
    (chosen) => !excluded.has(chosen),
  );
  return alone.reduce<number[][]>((best, chosen) => {
    const isFirst = best.length === 0;
    return isFirst || isBetter(standing(prepared, chosen), standing(prepared, best[0])) ? [chosen] : best;
  }, []);
}

/**
 * What can stand beside another. A whole network cannot: once in, every step away from it passes the limits, and it
 * would stay.
 */
function sociable({ count, compatibility }: PreparedProblem): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return all.filter((index) => all.some((other) => !compatibility.conflict(index, other)));
}

/** Of quality in the paper's score, for the greedy start. */
const GREEDY_WEIGHT = 0.1;

interface Ranked {
  readonly chosen: readonly number[];
  readonly standing: Standing;
}

/** In mean losses of a candidate. */
const heat = { first: 0.2, last: 0.02 };
/**
 * In mean losses for passing the limits by what a mean candidate changes. Found by trying: soft enough to walk along
 * the limits.
 */
const penalty = { first: 0.4, last: 1.5 };

/**
 * Steps after which the penalty is raised when all of them passed the limits, and lowered again when none did
 * (strategic oscillation, Glover 1989).
 */
const STRETCH = 50;
const STRICTER = 1.2;

function descend(
  prepared: PreparedProblem,
  rng: Rng,
  start: readonly number[],
  steps: number,
  excluded: ForbiddenSets,
  lossWeight: number,
): Ranked | undefined {
  const lossUnit = middleSize([prepared.loss]);
  const violationUnit = middleSize(prepared.step);
  let current = start;
  let at = standing(prepared, current);
  let best: Ranked | undefined = excluded.has(current) ? undefined : { chosen: current, standing: at };
  const pickable = sociable(prepared);
  if (pickable.length === 0) return best;
  let strictness = 1;
  let passed = 0;
  for (let step = 0; step < steps; step++) {
    if (step % STRETCH === 0) {
      if (passed === STRETCH) strictness *= STRICTER;
      else if (passed === 0 && step > 0) strictness = Math.max(1, strictness / STRICTER);
      passed = 0;
    }
    if (at.violation > rounding) passed++;
    const progress = step / steps;
    const temperature = heat.first * (heat.last / heat.first) ** progress;
    const weight = strictness * penalty.first * (penalty.last / penalty.first) ** progress;
    const next = neighbour(prepared, pickable, current, rng);
    const there = standing(prepared, next);
    const rise =
      (lossWeight / lossUnit) * (there.loss - at.loss) +
      (weight / violationUnit) * (there.violation - at.violation);
    if (rise > 0 && rng.next() >= Math.exp(-rise / temperature)) continue;
    current = next;
    at = there;
    if ((!best || isBetter(at, best.standing)) && !excluded.has(current)) {
      best = { chosen: current, standing: at };
    }
  }
  return best;
}

/** Drops a random one, or puts in a random one in place of all that it overlaps (and half of the time of one more). */
function neighbour(
  prepared: PreparedProblem,
  pickable: readonly number[],
  current: readonly number[],
  rng: Rng,
): readonly number[] {
  const dropped = current.length > 0 && rng.next() < 0.5 ? current[rng.int(current.length)] : -1;
  const added = rng.next() < 0.15 ? -1 : pickable[rng.int(pickable.length)];
  const next: number[] = [];
  for (const index of current) {
    if (index !== dropped && (added < 0 || !prepared.compatibility.conflict(index, added))) next.push(index);
  }
  if (added >= 0 && !current.includes(added)) next.push(added);
  return next;
}

/**
 * Median absolute value of those that are not 0; 1 when all are. Not the mean: a few whole networks would outweigh all
 * parts.
 */
function middleSize(rows: readonly Float64Array[]): number {
  const sizes = rows
    .flatMap((row) => [...row].map(Math.abs).filter((size) => size > 0))
    .sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 1;
}

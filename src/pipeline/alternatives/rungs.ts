import type { Effort } from '../../config/effort.js';
import type { Alternative } from '../../house/alternative.js';
import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { largestActivationBytes } from '../../onnx/samples-within.js';
import type { NormalMember } from '../inputs/members.js';

/** One stretch of an alternative's training. The first is given to all. */
export interface Rung {
  /** Samples for least squares; 0 where it does not solve. */
  readonly solveSamples: number;
  /** Gradient steps. */
  readonly steps: number;
}

/** Fewer steps than this leave an alternative worse than least squares did. */
const LEAST_STEPS = 40;
/** Share of the samples for least squares that the first rung solves on. */
export const FIRST_SOLVE = 1 / 4;
/**
 * Share of the gradient steps that the first rung which has some takes, and how many times as long the one behind it is
 * at least.
 */
const FIRST_STEPS = 1 / 4;
const GROWTH = 2;

/**
 * The rungs of an alternative: solved on a part of the samples without any step, since short phases are spent on
 * warming up; solved on all of them and trained a little; trained for the rest of its steps. What would do nothing is
 * left out, but for the first.
 */
export function rungsOf(
  effort: Effort,
  teacher: NormalMember,
  alternative: Alternative,
  samples: number,
): readonly Rung[] {
  const most = Math.min(effort.solveSamples, samples, mostSolved(alternative.graph));
  const solveSamples = wholeBatches(most, effort.batch);
  const first = wholeBatches(most * FIRST_SOLVE, effort.batch);
  const solvesMore = alternative.solve.length > 0 && solveSamples > first;
  const [little, ...rest] = phasesOf(stepsOf(effort, teacher, alternative), effort);
  const rungs: Rung[] = [
    { solveSamples: solvesMore ? solveSamples : 0, steps: little },
    ...rest.map((steps) => ({ solveSamples: 0, steps })),
  ];
  return [
    { solveSamples: first, steps: 0 },
    ...rungs.filter((rung) => rung.solveSamples > 0 || rung.steps > 0),
  ];
}

function phasesOf(steps: number, effort: Effort): number[] {
  const first = Math.max(Math.min(LEAST_STEPS, effort.steps), Math.round(steps * FIRST_STEPS));
  return steps - first >= GROWTH * first ? [first, steps - first] : [steps];
}

/**
 * Gradient steps of all rungs: as many as the effort says, fewer for alternatives that cost more than its MACs. None
 * where too few are affordable, for a network that is trained already, and for what ends in an output of the teacher,
 * which retraining trains.
 */
export function stepsOf(
  effort: Effort,
  teacher: NormalMember,
  { kind, graph, replaces }: Alternative,
): number {
  if (kind === 'member' || teacher.graph.outputs.some(({ name }) => name === replaces.to)) return 0;
  const affordable = (effort.trainGigaMacs * 1e9) / (Math.max(1, macsOf(graph)) * effort.batch);
  const steps = Math.min(effort.steps, Math.floor(affordable));
  return steps < Math.min(LEAST_STEPS, effort.steps) ? 0 : steps;
}

/** Solving keeps a block's activations in memory. */
const MEMORY_BYTES = 2 ** 28;

/** Samples that a network is solved on at most. */
export const mostSolved = (graph: Graph): number => MEMORY_BYTES / largestActivationBytes(graph);

/** Samples in whole batches, at least one. */
export const wholeBatches = (count: number, batch: number): number =>
  Math.max(1, Math.floor(count / batch)) * batch;

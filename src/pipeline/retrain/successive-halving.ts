import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { EXPECTED, lossIn } from '../choose/views.js';
import type { Judge } from '../quality/judge.js';
import type { QualitySteps } from '../result.js';
import type { BuildSession } from '../session.js';
import { halvingRungs, survivorCount } from './halving-rungs.js';
import { bestRate, trialSegments, untriedRate } from './learning-rate.js';
import { type RateCycle, type RetrainedStudent, retrainStudent } from './retrain-student.js';
import type { RetrainingContext } from './retraining-context.js';

/** A student that is to be retrained. */
export interface RetrainingCandidate {
  readonly assembled: Graph;
  readonly polished: Graph;
}

/** The best student, and its quality step by step. */
export interface HalvingResult {
  /** Index among the students that were entered. */
  readonly selected: number;
  readonly student: Graph;
  readonly steps: QualitySteps;
}

/** A student in successive halving, in the best state that it has been in. */
interface HalvingState {
  readonly index: number;
  readonly student: Graph;
  readonly value: number;
  /** Segments that it has been trained for. */
  readonly trained: number;
}

/**
 * Successive halving (Jamieson and Talwalkar 2016) over students that keep the budgets: all are retrained for a short
 * cycle, the better half for a longer one, the best for the rest of its segments. What retraining brings back cannot be
 * told from what was lost before it; and a short cycle favours small networks, so that what is left of each counts too.
 * The best state that any of them was in wins.
 */
export async function successiveHalving(
  session: BuildSession,
  retraining: RetrainingContext,
  judge: Judge,
  teacher: Graph,
  entered: readonly RetrainingCandidate[],
  onProgress: (done: number, total: number, note: string) => void,
): Promise<HalvingResult> {
  const started = await Promise.all(entered.map(start));
  const best: HalvingState[] = started.map(({ student, value }, index) => ({
    index,
    student,
    value,
    trained: 0,
  }));
  const expected = (state: HalvingState): number => {
    const loss = judge.quality.loss(judge.teacherValue, state.value) / judge.unit;
    return lossIn(EXPECTED, loss, macsOf(state.student), macsOf(teacher));
  };
  let remaining: readonly HalvingState[] = best;
  const all = retraining.segments;
  const rate = await rateFor(sorted(best, expected)[0]);
  for (const rung of halvingRungs(all)) {
    if (remaining.length === 1) break;
    remaining = await Promise.all(remaining.map((state) => trainFurther(state, rung)));
    remaining = sorted(remaining, expected).slice(0, survivorCount(remaining.length));
  }
  const [leader] = sorted(remaining, expected);
  await trainFurther(leader, all - leader.trained);
  const [{ index, student, value }] = sorted(best, (state) =>
    judge.quality.loss(judge.teacherValue, state.value),
  );
  const { assembled, polished } = started[index];
  return { selected: index, student, steps: { assembled, polished, retrained: value } };

  /** Polishing is held to the validation samples too: what it made worse is not taken. */
  async function start(candidate: RetrainingCandidate) {
    const assembled = await judge.of(candidate.assembled);
    const polished = await judge.of(candidate.polished);
    return judge.quality.loss(assembled, polished) <= 0
      ? { student: candidate.polished, value: polished, assembled, polished }
      : { student: candidate.assembled, value: assembled, assembled, polished };
  }

  /** Tried on one student for all: they have the same samples, and most of their blocks in common. */
  async function rateFor({ index, student }: HalvingState): Promise<number> {
    const { batch } = session.plan.effort;
    const segments = trialSegments(all);
    if (segments === 0) return untriedRate(batch);
    return bestRate(batch, async (peak) => {
      const cycle: RateCycle = { firstSegment: 0, segments, peak, isTrial: true };
      const told = (done: number, quality: number): void =>
        onProgress(
          0,
          all,
          `student ${index + 1} at a rate of ${peak.toPrecision(2)}, ${done}/${segments}: ${quality.toFixed(4)}`,
        );
      const { values } = await retrainStudent(session, retraining, judge, student, cycle, told);
      return judge.quality.loss(judge.teacherValue, values.at(-1)!);
    });
  }

  /** What a state goes through depends on nothing but itself, so that targets share it. */
  async function trainFurther(state: HalvingState, segments: number): Promise<HalvingState> {
    if (segments === 0) return state;
    const { index, trained: firstSegment } = state;
    // A short cycle has no time to anneal a high rate.
    const cycle: RateCycle = { firstSegment, segments, peak: rate * Math.sqrt(segments / all) };
    const { student, value }: RetrainedStudent = await retrainStudent(
      session,
      retraining,
      judge,
      state.student,
      cycle,
      (done, quality) => onProgress(firstSegment + done, all, `student ${index + 1}: ${quality.toFixed(4)}`),
    );
    best[index] = { index, student, value, trained: firstSegment + segments };
    return best[index];
  }
}

/** Least first; of equals the one that was entered first. */
const sorted = (
  remaining: readonly HalvingState[],
  lossOf: (state: HalvingState) => number,
): HalvingState[] => [...remaining].sort((a, b) => lossOf(a) - lossOf(b) || a.index - b.index);

import { costOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import { EXPECTED, lossIn } from '../choose/views.js';
import type { Judge } from '../quality/measure-quality.js';
import type { QualitySteps } from '../result.js';
import type { BuildSession } from '../session.js';
import { halvingRungs, survivorCount } from './halving-rungs.js';
import { type RateCycle, type RetrainedStudent, retrainStudent } from './retrain-student.js';
import type { RetrainingContext } from './retraining-context.js';

/** Learning rate that a course rises to; the weights in front of batch norms have a norm of about √2. */
export const PEAK_RATE = 0.01;

/** A student that is to be retrained. */
export interface RetrainingCandidate {
  readonly assembled: Graph;
  readonly polished: Graph;
}

/** How a student came to its quality. */
export interface HalvingResult {
  /** Index among the students that were entered. */
  readonly winner: number;
  readonly student: Graph;
  readonly steps: QualitySteps;
}

/** A student in the race, in the best state that it has been in. */
interface Runner {
  readonly index: number;
  readonly student: Graph;
  readonly value: number;
  /** Lessons that it has had. */
  readonly taught: number;
}

/**
 * Successive halving (Jamieson and Talwalkar 2016) over students that keep the budgets: all are retrained for a short course, the better half for a
 * longer one, the best for the rest of its lessons. What retraining brings back cannot be told from what was lost before it; and a short
 * course favours small networks, so that what is left of each counts too. The best state that any of them was in wins.
 */
export async function successiveHalving(
  session: BuildSession,
  classroom: RetrainingContext,
  judge: Judge,
  teacher: Graph,
  entered: readonly RetrainingCandidate[],
  onProgress: (done: number, total: number, note: string) => void,
): Promise<HalvingResult> {
  const started = await Promise.all(entered.map(start));
  const best: Runner[] = started.map(({ student, value }, index) => ({ index, student, value, taught: 0 }));
  const expected = (runner: Runner): number => {
    const loss = judge.quality.loss(judge.teacherValue, runner.value) / judge.unit;
    return lossIn(EXPECTED, loss, costOf(runner.student).macs, costOf(teacher).macs);
  };
  let field: readonly Runner[] = best;
  const all = classroom.lessons;
  for (const heat of halvingRungs(all)) {
    if (field.length === 1) break;
    field = await Promise.all(field.map((runner) => taught(runner, heat)));
    field = sorted(field, expected).slice(0, survivorCount(field.length));
  }
  const [favourite] = sorted(field, expected);
  await taught(favourite, all - favourite.taught);
  const [{ index, student, value }] = sorted(best, (runner) =>
    judge.quality.loss(judge.teacherValue, runner.value),
  );
  const { assembled, polished } = started[index];
  return { winner: index, student, steps: { assembled, polished, retrained: value } };

  /** Polishing is held to the validation samples too: what it made worse is not taken. */
  async function start(entrant: RetrainingCandidate) {
    const assembled = await judge.of(entrant.assembled);
    const polished = await judge.of(entrant.polished);
    return judge.quality.loss(assembled, polished) <= 0
      ? { student: entrant.polished, value: polished, assembled, polished }
      : { student: entrant.assembled, value: assembled, assembled, polished };
  }

  /** What a runner goes through depends on nothing but itself, so that targets share it. */
  async function taught(runner: Runner, lessons: number): Promise<Runner> {
    if (lessons === 0) return runner;
    const { index, taught: firstLesson } = runner;
    // A short course has no time to come down from a high rate.
    const course: RateCycle = { firstLesson, lessons, peak: PEAK_RATE * Math.sqrt(lessons / all) };
    const { student, value }: RetrainedStudent = await retrainStudent(
      session,
      classroom,
      judge,
      runner.student,
      course,
      (done, quality) => onProgress(firstLesson + done, all, `student ${index + 1}: ${quality.toFixed(4)}`),
    );
    best[index] = { index, student, value, taught: firstLesson + lessons };
    return best[index];
  }
}

/** Least first; of equals the one that was entered first. */
const sorted = (field: readonly Runner[], lossOf: (runner: Runner) => number): Runner[] =>
  [...field].sort((a, b) => lossOf(a) - lossOf(b) || a.index - b.index);

import type { Candidate, SearchProblem } from '../../search/problem.js';

/**
 * How much of a loss retraining brings back is not known beforehand, so search looks in several ways. The more comes
 * back, the more it counts how much of the network is left.
 */
export interface View {
  /** Share of a loss that stays after retraining. */
  readonly lasting: number;
  /**
   * Loss that is expected of a network with nothing left, in proportion to its multiply-accumulates; in the judge's
   * unit.
   */
  readonly capacity: number;
}

/** The first is how a student does without retraining. */
export const VIEWS: readonly View[] = [
  { lasting: 1, capacity: 0 },
  { lasting: 0.3, capacity: 0.03 },
  { lasting: 0.05, capacity: 0.03 },
];

/** What is expected of a student at the end of its segments. */
export const EXPECTED: View = { lasting: 0.5, capacity: 0.03 };

/** The problem as a view has it. @param unit what counts as a whole point of loss */
export function viewed(problem: SearchProblem, { lasting, capacity }: View, unit: number): SearchProblem {
  const view = { lasting, capacity: capacity * unit };
  const candidates = problem.candidates.map((candidate): Candidate => {
    const { macs } = problem.teacher;
    const left = macs + candidate.delta.macs;
    return { ...candidate, qualityLoss: lossIn(view, candidate.qualityLoss, left, macs) };
  });
  const interactions = problem.interactions?.map(({ ids, loss }) => ({ ids, loss: view.lasting * loss }));
  return { ...problem, candidates, interactions };
}

/** The loss of a network with so many multiply-accumulates as a view has it, in the unit of its capacity. */
export function lossIn({ lasting, capacity }: View, loss: number, macs: number, teacherMacs: number): number {
  const removed = Math.max(0, (teacherMacs - macs) / Math.max(1, teacherMacs));
  return lasting * loss + capacity * removed;
}

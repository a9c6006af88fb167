import type { TargetPlan } from '../../src/config/plan.js';
import { assemble } from '../../src/pipeline/costs/student.js';
import type { TrainedAlternative } from '../../src/pipeline/trained-alternative.js';
import { rngOf } from '../../src/random.js';
import { type Candidate, mayBeTaken, measured } from './candidate.js';
import type { Bench } from './open-bench.js';

/** Orders in which replacements are tried before the budget is given up. */
const ATTEMPTS = 20;

/**
 * Replacements of the house in random order, each put in where it overlaps no other, until the student is within the
 * budget as measured whole; whole networks among them. When no further one fits, a new order is drawn. A tighter budget
 * goes on from a wider one's choice.
 */
export async function drawn(
  bench: Bench,
  target: TargetPlan,
  seed: number,
): Promise<Omit<Candidate, 'seed'>> {
  const { teacher, alternatives } = bench.trained;
  let nearest: Omit<Candidate, 'seed'> | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const taken = new Set<string>();
    const chosen: TrainedAlternative[] = [];
    for (const each of rngOf(seed, 'random choice', attempt).shuffle(alternatives.filter(isUsable))) {
      const { nodes } = each.alternative.replaces;
      if (nodes.some((node) => taken.has(node))) continue;
      for (const node of nodes) taken.add(node);
      chosen.push(each);
      const student = await measured(bench, target, assemble(teacher.graph, chosen));
      const candidate = {
        method: 'random',
        name: 'random',
        detail: idsOf(chosen),
        chosen: [...chosen],
        ...student,
      } as const;
      if (mayBeTaken(target, student.share)) return candidate;
      if (nearest === undefined || student.share < nearest.share) nearest = candidate;
    }
  }
  return nearest!;
}

/** One that is not finite on any input breaks every student. */
const isUsable = ({ nmse }: TrainedAlternative): boolean =>
  Math.min(nmse.start, nmse.solved, nmse.trained) < Number.MAX_VALUE;

/** What was put in, for the table. */
export const idsOf = (chosen: readonly TrainedAlternative[]): string =>
  chosen.length === 0 ? 'nothing replaced' : chosen.map(({ alternative: { id } }) => id).join(', ');

import type { Graph } from '../../src/onnx/graph.js';
import { polishStudent } from '../../src/pipeline/retrain/polish-student.js';
import { digestOf } from '../../src/pipeline/session.js';
import type { Candidate } from './candidate.js';
import type { Bench } from './open-bench.js';
import type { RetrainingClock } from './retraining-clock.js';

export interface Polished {
  /** Undefined where nothing changed. */
  readonly graph: Graph | undefined;
  readonly seconds: number | null;
}

/**
 * The replacements of a network trained once more in place, as a build does before retraining; what was not put
 * together of replacements stays.
 */
export async function polishCandidate(
  { session, trained }: Bench,
  { graph, chosen }: Pick<Candidate, 'graph' | 'chosen'>,
  clock: RetrainingClock,
): Promise<Polished> {
  if (chosen.length < 2) return { graph: undefined, seconds: null };
  const before = digestOf(graph);
  const of = `polish ${before}`;
  const note = clock.start(of);
  // Folders of networks that are polished side by side differ.
  const polished = await polishStudent(session, trained, { chosen }, `polish-${before.slice(0, 16)}`);
  const isChanged = digestOf(polished) !== before;
  // What the store had already took no time.
  if (clock.seconds(of, 1) === null) note('whole');
  return { graph: isChanged ? polished : undefined, seconds: clock.seconds(of, 1) };
}

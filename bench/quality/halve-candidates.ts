import { retrainTarget } from '../../src/pipeline/build-target.js';
import type { SearchedTarget } from '../../src/pipeline/choose/searched-target.js';
import type { RetrainingContext } from '../../src/pipeline/retrain/retraining-context.js';
import { digestOf } from '../../src/pipeline/session.js';
import { keyOf } from '../../src/store/key.js';
import { measured } from './candidate.js';
import { idsOf } from './drawn.js';
import type { Bench } from './open-bench.js';
import type { Kept, Outcome } from './retrain-candidate.js';
import { rightSamples } from './right-samples.js';

/**
 * All finalists of a search in the successive halving of a build. Segments are as many as the effort has, whatever the
 * other rows have; steps and seconds are of all finalists together, beside another one, and null where the store had a
 * part of them before.
 */
export async function halveCandidates(
  bench: Bench,
  retraining: RetrainingContext,
  searched: SearchedTarget,
  { rows, clock }: Kept,
): Promise<Outcome> {
  const { judge } = bench.trained;
  const students = searched.search.finalists.map(({ student }) => digestOf(student));
  const decisive = { ...retraining.identity, judge: judge.identity, students };
  const of = keyOf('halving of the bench', 1, decisive);
  const note = clock.start(of);
  const { context } = bench.session;
  const session = {
    ...bench.session,
    context: {
      ...context,
      onProgress: (event: Parameters<typeof context.onProgress>[0]) => {
        if (event.done === 0) return;
        note(`${event.note?.split(':')[0]}, segment ${event.done}`);
        console.error(`halving: segment ${event.done}, ${event.note}`);
      },
    },
  };
  const { choice: chosen, student } = await retrainTarget(session, bench.trained, retraining, searched);
  const segments = clock.parts(of);
  const key = keyOf('row of the bench', 1, { ...decisive, retrained: digestOf(student) });
  const known = rows.all.find((row) => row.key === key);
  return {
    key,
    segments,
    steps: segments * retraining.segmentSteps,
    seconds: clock.seconds(of, 1),
    polishSeconds: null,
    assembled: known?.assembled ?? (await rightSamples(bench, chosen.student)),
    polished: null,
    retrained: known?.retrained ?? (await rightSamples(bench, student)),
    selected: {
      detail: idsOf(chosen.chosen),
      ...(await measured(bench, searched.target, chosen.student)),
    },
  };
}

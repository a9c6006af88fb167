import type { ModelPlan } from '../../config/plan.js';
import type { Alternative, Member, ModelHouse } from '../../house/alternative.js';
import { imitateTask } from '../../train/imitate/imitate.js';
import { collectAlternatives } from '../alternatives/collect-alternatives.js';
import { type ImitationContext, imitationRungs, jobOf } from '../alternatives/imitation-rungs.js';
import { FIRST_SOLVE } from '../alternatives/rungs.js';
import { ActivationFiles } from '../inputs/activation-files.js';
import type { Judge } from '../quality/measure-quality.js';
import { runOutputs } from '../quality/outputs.js';
import type { AlternativePace } from './effort-within.js';

/** Alternatives that are tried, for each process. */
const TRIED = 2;
/** Batches that they are solved on: once, and once more to see what a sample takes. */
const BATCHES = [1, 4] as const;

/**
 * Solves and judges some alternatives of this model on this machine and takes the time. Nothing of it is kept: what
 * the store had would take none.
 *
 * @param imitation with the effort of a small house
 * @returns undefined when that house is empty
 */
export async function tryAlternatives(
  imitation: ImitationContext,
  model: ModelPlan,
  judge: Judge,
  measured: readonly Member[],
): Promise<AlternativePace | undefined> {
  const { session, members } = imitation;
  const { workers, context } = session;
  const seconds = async (work: () => unknown): Promise<number> => {
    const start = context.clock();
    await work();
    return (context.clock() - start) / 1000;
  };

  let house: ModelHouse | undefined;
  const making = await seconds(() => {
    house = collectAlternatives(session, measured);
  });
  const { alternatives, wholeCuts } = house!;
  if (alternatives.length === 0) return undefined;
  const tried = spread(alternatives, TRIED * workers.size);
  // Processes that have not solved yet load what it takes.
  await solve(BATCHES[0], tried.slice(0, workers.size));
  const [few, more] = [await solve(BATCHES[0], tried), await solve(BATCHES[1], tried)];
  const solvedSample =
    more.samples > few.samples
      ? Math.max(0, (more.seconds - few.seconds) / (more.samples - few.samples))
      : few.seconds / few.samples;
  const judged = Math.min(session.plan.effort.batch, judge.samples.count);
  const judging = await seconds(() =>
    Promise.all(
      Array.from({ length: workers.size }, () =>
        runOutputs(session, model, members[0].graph, judge.samples, judged),
      ),
    ),
  );
  return {
    making,
    solving: Math.max(0, few.seconds - solvedSample * few.samples),
    solvedSample,
    judgedSample: judging / judged,
    wholeCuts,
  };

  /** Mean seconds of one process, and samples, of one alternative. */
  async function solve(
    batches: number,
    some: readonly Alternative[],
  ): Promise<{ seconds: number; samples: number }> {
    const { plan } = session;
    const solveSamples = (batches * plan.effort.batch) / FIRST_SOLVE;
    const larger = { ...session, plan: { ...plan, effort: { ...plan.effort, solveSamples } } };
    const firsts = some.map((each) => imitationRungs({ ...imitation, session: larger }, each)[0]);
    const files = new ActivationFiles(session, model.input, 'trial');
    const wanted = firsts.flatMap((rung) => rung.wanted);
    try {
      await files.ensure(wanted);
      const taken = await seconds(() =>
        Promise.all(
          firsts.map((rung) =>
            workers.run(
              imitateTask,
              jobOf(rung, rung.alternative.graph, files, { session, engine: imitation.engine }),
            ),
          ),
        ),
      );
      return {
        seconds: (taken * Math.min(workers.size, firsts.length)) / firsts.length,
        samples: firsts.reduce((sum, rung) => sum + rung.solveSamples, 0) / firsts.length,
      };
    } finally {
      await files.keepOnly([]);
    }
  }
}

/** So many of a list, from its beginning to its end. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]);
}

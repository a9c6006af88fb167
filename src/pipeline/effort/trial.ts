import type { ModelPlan, TargetEnvironment } from '../../config/plan.js';
import { PROCESS_RUNTIME, traitsOf } from '../../config/runtimes.js';
import type { Alternative, Member, ModelHouse } from '../../house/alternative.js';
import { collectAlternatives } from '../alternatives/collect-alternatives.js';
import { type ImitationContext, imitateIn, imitationRungs, jobOf } from '../alternatives/imitation-rungs.js';
import { mostSolved } from '../alternatives/rungs.js';
import { measureLatencies } from '../costs/measure-latency.js';
import { ActivationFiles } from '../inputs/activation-files.js';
import type { Judge } from '../quality/judge.js';
import { runOutputs } from '../quality/outputs.js';
import { isForAll } from '../trained-alternative.js';
import type { AlternativePace, SolvingPace } from './effort-within.js';

/** Timed in place of a browser, which would stay open beside all that is trained. */
const IN_PROCESS: TargetEnvironment = { runtime: PROCESS_RUNTIME, threads: 1 };

/** What is behind a place, as a share of the teacher, on average: alternatives are judged by running it alone. */
const SUFFIX = 1 / 2;

/** Batches that are solved on, and judged: once, and once more to see what a sample takes. */
const BATCHES = [1, 2] as const;

/**
 * Solves some alternatives of this model on this machine, judges its teacher, and takes the time. Nothing of it is
 * kept: what the store had would take none.
 *
 * @param imitation with the effort of a small house
 * @returns undefined when that house is empty
 */
export async function tryAlternatives(
  imitation: ImitationContext,
  model: ModelPlan,
  judge: Judge,
  measured: readonly Member[],
  environments: readonly TargetEnvironment[],
): Promise<AlternativePace | undefined> {
  const { session, members } = imitation;
  const { workers, context } = session;
  const seconds = async (work: () => unknown): Promise<number> => {
    const start = context.clock();
    await work();
    return (context.clock() - start) / 1000;
  };

  let house: ModelHouse | undefined;
  const making = await seconds(async () => {
    house = await collectAlternatives(session, measured);
  });
  const { alternatives, wholeCuts } = house!;
  if (alternatives.length === 0) return undefined;
  const [teacher] = members;
  const isWhole = (each: Alternative): boolean => isForAll(teacher, each);
  const whole = spread(alternatives.filter(isWhole), workers.size);
  const drawn = spread(
    alternatives.filter((each) => !isWhole(each)),
    workers.size,
  );
  // Processes that have not solved yet load what it takes.
  await solve(BATCHES[0], drawn.length > 0 ? drawn : whole);
  const wholePace = await paceOf(whole);
  const drawnPace = await paceOf(drawn);
  const judging = lineThrough(await judged(BATCHES[0]), await judged(BATCHES[1]));
  return {
    making,
    solving: { whole: (wholePace ?? drawnPace)!, drawn: (drawnPace ?? wholePace)! },
    judging: judging.fixed,
    judgedSample: SUFFIX * judging.sample,
    latency: await latency([...drawn, ...whole]),
    wholeCuts,
  };

  async function paceOf(some: readonly Alternative[]): Promise<SolvingPace | undefined> {
    if (some.length === 0) return undefined;
    const line = lineThrough(await solve(BATCHES[0], some), await solve(BATCHES[1], some));
    return { ...line, most: Math.max(...some.map(({ graph }) => mostSolved(graph))) };
  }

  /** Mean of some, summed over the environments. */
  async function latency(some: readonly Alternative[]): Promise<number> {
    let sum = 0;
    for (const asked of environments) {
      const environment = traitsOf(asked.runtime).measurer === 'process' ? asked : IN_PROCESS;
      // The teacher's own is measured in any case.
      await measureLatencies(session, environment, teacher, [], model.name);
      const timed = some.map((alternative) => ({ alternative, graph: alternative.graph }));
      sum += await seconds(() => measureLatencies(session, environment, teacher, timed, model.name));
    }
    return sum / some.length;
  }

  /** The teacher as a whole, in every process. */
  async function judged(batches: number): Promise<Taken> {
    const samples = Math.min(batches * session.plan.effort.batch, judge.samples.count);
    const taken = await seconds(() =>
      Promise.all(
        Array.from({ length: workers.size }, () =>
          runOutputs(session, model, teacher.graph, judge.samples, samples),
        ),
      ),
    );
    return { seconds: taken, samples };
  }

  /** Mean seconds of one process, and samples, of one alternative. */
  async function solve(batches: number, some: readonly Alternative[]): Promise<Taken> {
    const { plan } = session;
    const solveSamples = batches * plan.effort.batch;
    const larger = { ...session, plan: { ...plan, effort: { ...plan.effort, solveSamples } } };
    const solves = some.map((each) => {
      const rungs = imitationRungs({ ...imitation, session: larger }, each);
      const all = rungs.reduce((most, rung) => (rung.solveSamples > most.solveSamples ? rung : most));
      return { ...all, steps: 0 };
    });
    const files = new ActivationFiles(session, model.input, 'trial');
    const wanted = solves.flatMap((rung) => rung.wanted);
    try {
      await files.ensure(wanted);
      const taken = await seconds(() =>
        Promise.all(
          solves.map((rung) => {
            const { graph } = rung.alternative;
            return imitateIn(workers, jobOf(rung, graph, files, { session, engine: imitation.engine }));
          }),
        ),
      );
      return {
        seconds: (taken * Math.min(workers.size, solves.length)) / solves.length,
        samples: solves.reduce((sum, rung) => sum + rung.solveSamples, 0) / solves.length,
      };
    } finally {
      await files.keepOnly([]);
    }
  }
}

interface Taken {
  readonly seconds: number;
  readonly samples: number;
}

/** What is the same for all samples, and what each takes more. */
function lineThrough(few: Taken, more: Taken): Omit<SolvingPace, 'most'> {
  const sample =
    more.samples > few.samples
      ? Math.max(0, (more.seconds - few.seconds) / (more.samples - few.samples))
      : few.seconds / few.samples;
  return { fixed: Math.max(0, few.seconds - sample * few.samples), sample };
}

/** So many of a list, from its beginning to its end. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]);
}

import { setImmediate } from 'node:timers/promises';
import type { ModelPlan } from '../../config/plan.js';
import type { ModelHouse } from '../../house/alternative.js';
import { dominated } from '../../search/dominated.js';
import { type AloneLatency, measureLatencies } from '../costs/measure-latency.js';
import { type Demand, demandKey } from '../demand.js';
import type { Judge } from '../quality/judge.js';
import { type AloneQuality, measureQuality } from '../quality/measure-quality.js';
import type { Stopwatch } from '../stopwatch.js';
import type { TrainedAlternative } from '../trained-alternative.js';
import { candidatesOf } from './candidates.js';
import { type ImitationContext, type ImitationRung, imitationRungs } from './imitation-rungs.js';
import { type RungJob, type RungResult, trainRung } from './train-rung.js';

/** The trained alternatives as targets with one demand see them, in the order of the house. */
export interface TrainedAlternatives {
  readonly alternatives: readonly TrainedAlternative[];
  readonly qualities: ReadonlyMap<string, AloneQuality>;
}

/** A further rung of an alternative. */
export interface FurtherRung extends RungJob {
  /** That solving took one process in the first rung. */
  readonly solving: { readonly seconds: number; readonly samples: number };
}

/** Those of the rungs that there is time for. */
export type Affordable = (rungs: readonly FurtherRung[]) => Promise<readonly FurtherRung[]>;

/** Losses that differ by less than this share are noise of the samples that they are measured on. */
const NOISE = 0.05;

/**
 * Successive halving: every alternative is trained a little; those that another one dominates on all that a demand
 * limits stay as they are, the rest are trained on, rung by rung, each longer than the one before. What a demand has
 * trained depends on no other demand and on no value of a budget: one more demand leaves what the others have, and
 * shares with them the rungs of the same alternatives.
 *
 * Measures latency, so nothing else may run on the machine.
 *
 * @param affordable all further rungs unless told
 * @returns by {@link demandKey}
 */
export async function trainAlternatives(
  imitation: ImitationContext,
  model: ModelPlan,
  judge: Judge,
  house: ModelHouse,
  demands: readonly Demand[],
  watch: Stopwatch,
  affordable: Affordable = async (all) => all,
): Promise<ReadonlyMap<string, TrainedAlternatives>> {
  const { session } = imitation;
  const [teacher] = imitation.members;
  const rungs = new Map<string, readonly ImitationRung[]>();
  for (const each of house.alternatives) {
    rungs.set(each.id, imitationRungs(imitation, each));
    // Weights that were read for the key are only forgotten between turns of the event loop.
    await setImmediate();
  }
  const train = (jobs: readonly RungJob[]) =>
    watch.time('train', () => trainRung(imitation, jobs, model.name));
  const first = await train(
    house.alternatives.map(({ id, graph }) => ({ work: rungs.get(id)![0], from: graph })),
  );
  const states = new Map(
    demands.map((demand): [string, HalvingState] => [
      demandKey(demand),
      { demand, results: first, remaining: new Set(first.keys()) },
    ]),
  );
  const most = Math.max(...[...rungs.values()].map(({ length }) => length));
  for (let rung = 1; rung < most; rung++) {
    const wanted = new Map<string, FurtherRung>();
    for (const [key, state] of states) {
      const remaining = await survivors(state, rung);
      states.set(key, { ...state, remaining });
      for (const id of remaining)
        wanted.set(id, {
          work: rungs.get(id)![rung],
          from: state.results.get(id)!.unfolded,
          solving: { seconds: first.get(id)!.seconds, samples: rungs.get(id)![0].solveSamples },
        });
    }
    const jobs = wanted.size === 0 ? [] : await affordable([...wanted.values()]);
    const trained = jobs.length === 0 ? new Map<string, RungResult>() : await train(jobs);
    for (const [key, state] of states) {
      const results = new Map(state.results);
      const remaining = new Set([...state.remaining].filter((id) => trained.has(id)));
      for (const id of remaining) results.set(id, trained.get(id)!);
      states.set(key, { ...state, results, remaining });
    }
  }
  const houses = new Map<string, TrainedAlternatives>();
  for (const [key, { results }] of states) {
    const alternatives = inOrder(results);
    houses.set(key, { alternatives, qualities: await qualitiesOf(alternatives) });
  }
  return houses;

  /** The alternatives of the rung before that are trained further: not dominated, and with a further rung. */
  async function survivors(
    { demand, results, remaining }: HalvingState,
    rung: number,
  ): Promise<ReadonlySet<string>> {
    const alternatives = inOrder(results);
    const qualities = await qualitiesOf(alternatives);
    const latencies = await latenciesOf(demand, alternatives);
    const candidates = candidatesOf(teacher, alternatives, latencies, qualities);
    const left = dominated(candidates, demand.metrics, NOISE);
    return new Set(
      candidates
        .map(({ id }) => id)
        .filter((id) => remaining.has(id) && !left.has(id) && rungs.get(id)!.length > rung),
    );
  }

  function inOrder(results: HalvingState['results']): readonly RungResult[] {
    return house.alternatives.map(({ id }) => results.get(id)!);
  }

  function qualitiesOf(alternatives: readonly RungResult[]): Promise<ReadonlyMap<string, AloneQuality>> {
    return watch.time('measure', () => measureQuality(session, model, teacher, judge, alternatives));
  }

  async function latenciesOf(
    { environment }: Demand,
    alternatives: readonly RungResult[],
  ): Promise<ReadonlyMap<string, AloneLatency>> {
    if (environment === undefined) return new Map();
    return watch.time('measure', () =>
      measureLatencies(session, environment, teacher, alternatives, model.name),
    );
  }
}

/** How far the alternatives have come for one demand. */
interface HalvingState {
  readonly demand: Demand;
  readonly results: ReadonlyMap<string, RungResult>;
  /** Ids of those that were on the last rung. */
  readonly remaining: ReadonlySet<string>;
}

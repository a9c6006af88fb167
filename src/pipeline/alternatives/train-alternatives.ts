import type { ModelPlan } from '../../config/plan.js';
import type { ModelHouse } from '../../house/alternative.js';
import { dominated } from '../../search/dominated.js';
import { type AloneLatency, measureLatencies } from '../costs/measure-latency.js';
import { type Demand, demandKey } from '../demand.js';
import { type AloneQuality, type Judge, measureQuality } from '../quality/measure-quality.js';
import type { Stopwatch } from '../stopwatch.js';
import type { TrainedAlternative } from '../trained.js';
import { candidatesOf } from './candidates.js';
import { type ImitationContext, imitationRungs } from './imitation-rungs.js';
import { type RungJob, type RungResult, trainRung } from './train-rung.js';

/** The house as targets with one demand see it: sorted as the house is. */
export interface TrainedAlternatives {
  readonly alternatives: readonly TrainedAlternative[];
  readonly qualities: ReadonlyMap<string, AloneQuality>;
}

/** Losses that differ by less than this share are noise of the samples that they are measured on. */
const NOISE = 0.05;

/**
 * Successive halving: every alternative is trained a little; those that another one dominates on all that a demand limits stay as they are, the
 * rest are trained on, rung by rung, each longer than the one before. What a demand has trained depends on no other demand and on no value of a
 * budget: one more demand leaves what the others have, and shares with them the rungs of the same alternatives.
 *
 * Measures latency, so nothing else may run on the machine.
 *
 * @returns by {@link demandKey}
 */
export async function trainAlternatives(
  school: ImitationContext,
  model: ModelPlan,
  judge: Judge,
  house: ModelHouse,
  demands: readonly Demand[],
  watch: Stopwatch,
): Promise<ReadonlyMap<string, TrainedAlternatives>> {
  const { session } = school;
  const [teacher] = school.members;
  const works = new Map(house.alternatives.map((each) => [each.id, imitationRungs(school, each)]));
  const train = (lessons: readonly RungJob[]) =>
    watch.time('train', () => trainRung(school, lessons, model.name));
  const first = await train(
    house.alternatives.map(({ id, graph }) => ({ work: works.get(id)![0], from: graph })),
  );
  const ladders = new Map(
    demands.map((demand): [string, Ladder] => [
      demandKey(demand),
      { demand, pupils: first, climbing: new Set(first.keys()) },
    ]),
  );
  const rungs = Math.max(...[...works.values()].map(({ length }) => length));
  for (let rung = 1; rung < rungs; rung++) {
    const lessons = new Map<string, RungJob>();
    for (const [key, ladder] of ladders) {
      const climbing = await survivors(ladder, rung);
      ladders.set(key, { ...ladder, climbing });
      for (const id of climbing)
        lessons.set(id, { work: works.get(id)![rung], from: ladder.pupils.get(id)!.unfolded });
    }
    const trained = lessons.size === 0 ? new Map<string, RungResult>() : await train([...lessons.values()]);
    for (const [key, ladder] of ladders) {
      const pupils = new Map(ladder.pupils);
      for (const id of ladder.climbing) pupils.set(id, trained.get(id)!);
      ladders.set(key, { ...ladder, pupils });
    }
  }
  const houses = new Map<string, TrainedAlternatives>();
  for (const [key, { pupils }] of ladders) {
    const alternatives = inOrder(pupils);
    houses.set(key, { alternatives, qualities: await qualitiesOf(alternatives) });
  }
  return houses;

  /** Which of those on the rung before go on: what is dominated does not, nor what has no further rung. */
  async function survivors({ demand, pupils, climbing }: Ladder, rung: number): Promise<ReadonlySet<string>> {
    const alternatives = inOrder(pupils);
    const qualities = await qualitiesOf(alternatives);
    const latencies = await latenciesOf(demand, alternatives);
    const candidates = candidatesOf(teacher, alternatives, latencies, qualities);
    const left = dominated(candidates, demand.metrics, NOISE);
    return new Set(
      candidates
        .map(({ id }) => id)
        .filter((id) => climbing.has(id) && !left.has(id) && works.get(id)!.length > rung),
    );
  }

  function inOrder(pupils: Ladder['pupils']): readonly RungResult[] {
    return house.alternatives.map(({ id }) => pupils.get(id)!);
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
interface Ladder {
  readonly demand: Demand;
  readonly pupils: ReadonlyMap<string, RungResult>;
  /** Ids of those that were on the last rung. */
  readonly climbing: ReadonlySet<string>;
}

import { setImmediate } from 'node:timers/promises';
import type { ModelPlan } from '../../config/plan.js';
import type { Alternative, Member, ModelHouse } from '../../house/alternative.js';
import { alternativesInSteps } from '../../house/generate-alternatives.js';
import { enumerateSubNetworks } from '../../house/sub-networks/enumerate.js';
import { suffixInputs } from '../../measure/suffix.js';
import { type BatchPlace, batchPlaces, isBatchFirst } from '../../onnx/batch-place.js';
import type { Graph } from '../../onnx/graph.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { keyOf } from '../../store/key.js';
import { type ChannelMeansJob, channelMeansTask } from '../../train/activations/channel-means.js';
import { type ChannelRanksJob, channelRanksTask } from '../../train/activations/channel-ranks.js';
import { type PartOrderJob, partOrderTask } from '../../train/activations/part-order.js';
import { blockers } from '../../train/gradient/blockers.js';
import type { NormalMember } from '../inputs/members.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import type { BuildSession } from '../session.js';

const SAMPLES = 256;
const GRAM_POSITIONS = 2 ** 15;
const GRAM_COLUMNS = 1200;
/** Ten seconds of one core, about. */
const GRAM_MACS = 2 ** 38;
const ORDER_SAMPLES = 128;
/** Some minutes of one core, at most. */
const ORDER_MACS = 2 ** 40;
/** Of a minute that a build may take: three seconds of one core, about. */
const ORDER_MACS_A_MINUTE = 12e9;

/** Channel means and ranks, and the order of parts, of each member: what the kinds need, whatever the effort. */
export function measureMembers(
  session: BuildSession,
  model: ModelPlan,
  members: readonly NormalMember[],
  train: SampleSplit,
): Promise<Member[]> {
  return Promise.all(members.map((member) => withChannels(session, model, member, train)));
}

/** Work without a pause is no longer than this, so that progress is told and Ctrl-C heard. */
const PAUSE_MS = 200;

/** The model house: no weights trained yet. */
export async function collectAlternatives(
  session: BuildSession,
  [teacher, ...pool]: readonly Member[],
): Promise<ModelHouse> {
  const { signal, clock } = session.context;
  const steps = alternativesInSteps({
    teacher,
    pool,
    effort: session.plan.effort,
    kinds: session.plan.alternatives,
    seed: session.plan.seed,
    offered: (graph) => blockers(graph).length === 0,
    waiting: (graph) => session.onDisk(graph),
  });
  let step = steps.next();
  for (let paused = clock(); !step.done; step = steps.next()) {
    if (clock() - paused < PAUSE_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    paused = clock();
  }
  const house = step.value;
  const placed = new Map(
    [teacher, ...pool].map(({ name, graph }) => [name, { graph, places: batchPlaces(graph) }]),
  );
  return { ...house, alternatives: house.alternatives.flatMap((each) => recordable(each, placed)) };
}

/**
 * The alternative if all activations that it is trained and measured on are one row a sample; inside attention they may
 * not be. Steps of solving are left out where the samples of the reference do not lie one behind the other.
 */
function recordable(alternative: Alternative, members: ReadonlyMap<string, Placed>): Alternative[] {
  const { replaces, solve } = alternative;
  const [teacher] = members.values();
  const isRow = (tensor: string): boolean =>
    isBatchFirst(teacher.places.get(tensor)!) && teacher.graph.values.get(tensor)!.dims[0] === 1;
  const ends = [replaces.to, ...suffixInputs(teacher.graph, replaces)];
  if (!ends.every(isRow)) return [];
  const steps = solve.filter(({ reference: { member, tensor } }) =>
    isBatchFirst(members.get(member)!.places.get(tensor)!),
  );
  return [{ ...alternative, solve: steps }];
}

interface Placed {
  readonly graph: Graph;
  readonly places: ReadonlyMap<string, BatchPlace>;
}

async function withChannels(
  session: BuildSession,
  model: ModelPlan,
  member: NormalMember,
  train: SampleSplit,
): Promise<Member> {
  const indices = train.order.slice(0, SAMPLES);
  const input = preprocessingOf(model.input);
  const key = keyOf('channel means', 3, { member: member.digest, data: train.digest, indices, input });
  const job: ChannelMeansJob = {
    graph: member.graph,
    dataset: train.path,
    input: model.input,
    indices,
    batch: 64,
  };
  const bounds = { maxPositions: GRAM_POSITIONS, maxColumns: GRAM_COLUMNS, maxMacs: GRAM_MACS };
  const ranksJob: ChannelRanksJob = { ...job, ...bounds };
  const ranksKey = keyOf('channel ranks', 2, { key, ...bounds });
  const measured = (task: WorkerTask, measuring: ChannelMeansJob) => async () =>
    [...(await session.workers.run<Map<string, Float64Array>>(task, measuring))].map(
      ([tensor, values]) => [tensor, [...values]] as const,
    );
  const minutes = session.plan.wallClock?.minutes ?? Number.POSITIVE_INFINITY;
  const maxMacs = Math.min(ORDER_MACS, minutes * ORDER_MACS_A_MINUTE);
  const orderJob: PartOrderJob = { ...job, indices: indices.slice(0, ORDER_SAMPLES), maxMacs };
  const { member: _, ...kinds } = session.plan.alternatives;
  const { shorten, decompose } = kinds;
  // Whole members are taken as they are.
  const areCut = Object.values(kinds).some(Boolean);
  const orderKey = keyOf('part order', 3, { key, samples: ORDER_SAMPLES, macs: maxMacs });
  const measuredOrder = (): Promise<string[]> => session.workers.run(partOrderTask, orderJob);
  const [means, ranks, partOrder] = await Promise.all([
    areCut ? session.json(key, measured(channelMeansTask, job)) : [],
    areCut ? session.json(ranksKey, measured(channelRanksTask, ranksJob)) : [],
    shorten || decompose ? session.json(orderKey, measuredOrder) : [],
  ]);
  const byTensor = (entries: typeof means): ReadonlyMap<string, Float64Array> =>
    new Map(entries.map(([tensor, values]) => [tensor, Float64Array.from(values)]));
  return {
    name: member.name,
    graph: member.graph,
    subNetworks: enumerateSubNetworks(member.graph),
    channelMeans: byTensor(means),
    channelRanks: byTensor(ranks),
    partOrder,
  };
}

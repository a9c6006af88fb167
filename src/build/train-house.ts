import type { InputPlan } from '../config/plan.js';
import type { Alternative, ModelHouse } from '../house/alternative.js';
import { foldAdapters } from '../house/fold-adapters.js';
import { costOf } from '../onnx/cost.js';
import type { Graph } from '../onnx/graph.js';
import type { EngineName } from '../runtime/engine.js';
import { keyOf } from '../store/key.js';
import { imitateTask } from '../train/imitate/imitate.js';
import type { BlockError, ImitationJob, ImitationResult } from '../train/imitate/imitation-job.js';
import {
  ACTIVATION_BYTES,
  ActivationFiles,
  groupsUnder,
  sampleBytes,
  type WantedActivation,
} from './activation-files.js';
import type { NormalMember } from './members.js';
import { preprocessingOf } from './preprocessing.js';
import type { Samples } from './samples.js';
import { decodeGraph, digestOf, encodeGraph, encodeJson, type Session } from './session.js';

/** An alternative that has learnt to imitate what it replaces. */
export interface TrainedAlternative {
  readonly alternative: Alternative;
  /** With trained weights, adapters and batch norm folded. */
  readonly graph: Graph;
  readonly digest: string;
  readonly nmse: BlockError;
}

/** Activations of one tensor: more samples than fit are not used. */
const TENSOR_BYTES = ACTIVATION_BYTES / 6;
/** Solving keeps a block's activations in memory. */
const MEMORY_BYTES = 2 ** 28;

const LEARNING_RATE = 1e-3;

/** Trains what the store does not have, in groups that share activation files; sorted as the house is. */
export async function trainHouse(
  session: Session,
  house: ModelHouse,
  members: readonly NormalMember[],
  train: Samples,
  input: InputPlan,
  model: string,
): Promise<readonly TrainedAlternative[]> {
  const files = new ActivationFiles(session, input);
  const engine = await session.engine();
  const [teacher] = members;
  const byName = new Map(members.map((member) => [member.name, member]));
  const works = house.alternatives.map((alternative) =>
    work(session, alternative, teacher, byName, train, input, engine),
  );
  const done = new Map<string, TrainedAlternative>();
  const progress = (note: string): void =>
    session.context.onProgress({ model, stage: 'train', done: done.size, total: works.length, note });

  const finish = (each: Work, trained: Stored): void => {
    const graph = foldAdapters(trained.graph);
    done.set(each.alternative.id, {
      alternative: each.alternative,
      graph,
      digest: digestOf(graph),
      nmse: trained.nmse,
    });
  };
  const pending: Work[] = [];
  for (const each of works) {
    const stored = await load(session, each.key);
    if (stored === undefined) pending.push(each);
    else finish(each, stored);
  }
  progress(`${done.size} of ${works.length} alternatives from the store`);
  for (const group of groupsUnder(pending, ACTIVATION_BYTES, files, ({ wanted }) => wanted)) {
    const wanted = group.flatMap((each) => each.wanted);
    await files.keepOnly(wanted);
    await files.ensure(wanted);
    await Promise.all(
      group.map(async (each) => {
        const result = await session.workers.run<ImitationResult>(
          imitateTask,
          jobOf(each, files, session, engine),
        );
        await save(session, each.key, result);
        finish(each, result);
        progress(each.alternative.id);
      }),
    );
  }
  await files.keepOnly([]);
  return house.alternatives.map(({ id }) => done.get(id)!);
}

/** One alternative to be trained. */
export interface Work {
  readonly alternative: Alternative;
  readonly key: string;
  readonly input: WantedActivation;
  readonly target: WantedActivation;
  readonly references: readonly WantedActivation[];
  readonly wanted: readonly WantedActivation[];
  readonly samples: number;
  readonly solveSamples: number;
  readonly steps: number;
}

/** What training an alternative takes. */
export function work(
  session: Session,
  alternative: Alternative,
  teacher: NormalMember,
  members: ReadonlyMap<string, NormalMember>,
  train: Samples,
  input: InputPlan,
  engine: EngineName,
): Work {
  const { effort, seed } = session.plan;
  const { from, to } = alternative.replaces;
  const countOf = (tensor: string): number =>
    wholeBatches(
      Math.min(effort.samples, train.order.length, TENSOR_BYTES / sampleBytes(teacher, tensor)),
      effort.batch,
    );
  const ends = [from, to].map(
    (tensor): WantedActivation => ({ member: teacher, samples: train, tensor, count: countOf(tensor) }),
  );
  const samples = Math.min(ends[0].count, ends[1].count);
  const solveSamples = wholeBatches(
    Math.min(effort.solveSamples, samples, MEMORY_BYTES / widest(alternative.graph)),
    effort.batch,
  );
  const refs = new Map(
    alternative.solve.map(({ reference }) => [`${reference.member}\n${reference.tensor}`, reference]),
  );
  const references = [...refs.values()].map(
    ({ member, tensor }): WantedActivation => ({
      member: members.get(member)!,
      samples: train,
      tensor,
      count: solveSamples,
    }),
  );
  const steps = stepsOf(session, teacher, alternative);
  const key = keyOf('trained alternative', 2, {
    graph: digestOf(alternative.graph),
    id: alternative.id,
    solve: alternative.solve.map(({ layer, at, reference, channels }) => ({
      layer,
      at,
      member: members.get(reference.member)!.digest,
      tensor: reference.tensor,
      channels: channels ?? null,
    })),
    teacher: teacher.digest,
    from,
    to,
    data: train.digest,
    input: preprocessingOf(input),
    samples,
    solveSamples,
    steps,
    batch: effort.batch,
    learningRate: LEARNING_RATE,
    seed,
    engine,
  });
  return {
    alternative,
    key,
    input: ends[0],
    target: ends[1],
    references,
    wanted: [...ends, ...references],
    samples,
    solveSamples,
    steps,
  };
}

/** Fewer steps than this leave an alternative worse than least squares did. */
const LEAST_STEPS = 40;

/**
 * Gradient steps: as many as the effort says, fewer for alternatives that cost more than its MACs. None where too few are
 * affordable, for a network that is trained already, and for what ends in an output of the teacher, which retraining trains.
 */
function stepsOf(
  { plan: { effort } }: Session,
  teacher: NormalMember,
  { kind, graph, replaces }: Alternative,
): number {
  if (kind === 'member' || teacher.graph.outputs.some(({ name }) => name === replaces.to)) return 0;
  const affordable = (effort.trainGigaMacs * 1e9) / (Math.max(1, costOf(graph).macs) * effort.batch);
  const steps = Math.min(effort.steps, Math.floor(affordable));
  return steps < Math.min(LEAST_STEPS, effort.steps) ? 0 : steps;
}

const wholeBatches = (count: number, batch: number): number => Math.max(1, Math.floor(count / batch)) * batch;

/** Bytes of one sample at the largest activation of a graph, as float32. */
const widest = (graph: Graph): number =>
  Math.max(
    ...[...graph.values.values()].map(({ dims }) => 4 * dims.reduce((product, dim) => product * dim, 1)),
  );

export function jobOf(
  each: Work,
  files: ActivationFiles,
  { plan }: Session,
  engine: EngineName,
): ImitationJob {
  return {
    engine,
    graph: each.alternative.graph,
    solve: each.alternative.solve,
    input: files.path(each.input),
    target: files.path(each.target),
    references: each.references.map((wanted) => ({
      ref: { member: wanted.member.name, tensor: wanted.tensor },
      path: files.path(wanted),
    })),
    samples: each.samples,
    solveSamples: each.solveSamples,
    batch: plan.effort.batch,
    steps: each.steps,
    learningRate: LEARNING_RATE,
    seed: plan.seed,
    label: each.alternative.id,
  };
}

interface Stored {
  readonly graph: Graph;
  readonly nmse: BlockError;
}

/** The graph under the key, the block error beside it. */
async function save(session: Session, key: string, { graph, nmse }: Stored): Promise<void> {
  await session.store.put(`${key}-nmse`, encodeJson(nmse));
  await session.store.put(key, encodeGraph(graph));
}

async function load(session: Session, key: string): Promise<Stored | undefined> {
  const graph = await session.store.get(key);
  const nmse = graph && (await session.store.get(`${key}-nmse`));
  if (graph === undefined || nmse === undefined) return undefined;
  return { graph: decodeGraph(graph), nmse: JSON.parse(Buffer.from(nmse).toString()) as BlockError };
}

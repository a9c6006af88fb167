import type { InputPlan } from '../../config/plan.js';
import type { Alternative, SolveStep } from '../../house/alternative.js';
import type { Graph } from '../../onnx/graph.js';
import { allActivationBytes } from '../../onnx/samples-within.js';
import type { EngineName } from '../../runtime/engine.js';
import type { Workers } from '../../runtime/workers.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import { imitateTask } from '../../train/imitate/imitate.js';
import type { ImitationJob, ImitationResult } from '../../train/imitate/imitation-job.js';
import {
  ACTIVATION_BYTES,
  type ActivationFiles,
  sampleBytes,
  type WantedActivation,
} from '../inputs/activation-files.js';
import type { NormalMember } from '../inputs/members.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import { type BuildSession, digestOf } from '../session.js';
import { type Rung, rungsOf, wholeBatches } from './rungs.js';

/** Activations of one tensor: more samples than fit are not used. */
const TENSOR_BYTES = ACTIVATION_BYTES / 6;

const LEARNING_RATE = 1e-3;

/** What one rung of one alternative takes. */
export interface ImitationRung extends Rung {
  readonly alternative: Alternative;
  /** 0 is the first. */
  readonly rung: number;
  readonly key: string;
  readonly input: WantedActivation;
  readonly target: WantedActivation;
  /** The teacher's input, for an alternative that has it as its second. */
  readonly row: WantedActivation | undefined;
  readonly solve: readonly SolveStep[];
  readonly references: readonly WantedActivation[];
  readonly wanted: readonly WantedActivation[];
  readonly samples: number;
}

/** What the training of all alternatives has in common. */
export interface ImitationContext {
  readonly session: BuildSession;
  readonly engine: EngineName;
  /** Teacher first. */
  readonly members: readonly NormalMember[];
  readonly train: SampleSplit;
  readonly input: InputPlan;
}

/**
 * All rungs of an alternative. The key of each holds that of the one before, so that it says how its weights came to
 * be.
 */
export function imitationRungs(
  imitation: ImitationContext,
  alternative: Alternative,
): readonly ImitationRung[] {
  const { session, members, train } = imitation;
  const { effort } = session.plan;
  const [teacher] = members;
  const { from, to } = alternative.replaces;
  const countOf = (tensor: string): number =>
    wholeBatches(
      Math.min(effort.samples, train.order.length, TENSOR_BYTES / sampleBytes(teacher, tensor)),
      effort.batch,
    );
  const tensors = [from, to, ...alternative.graph.inputs.slice(1).map(({ name }) => name)];
  const ends = tensors.map(
    (tensor): WantedActivation => ({ member: teacher, samples: train, tensor, count: countOf(tensor) }),
  );
  const samples = Math.min(...ends.map(({ count }) => count));
  const rungs: ImitationRung[] = [];
  for (const [index, rung] of rungsOf(effort, teacher, alternative, samples).entries()) {
    const solve = rung.solveSamples > 0 ? alternative.solve : [];
    const references = referencesOf(imitation, solve, rung.solveSamples);
    rungs.push({
      ...rung,
      alternative,
      rung: index,
      key:
        index === 0
          ? firstKey(imitation, alternative, samples, rung)
          : keyOf('further rung', 1, { before: rungs[index - 1].key, ...rung }),
      input: ends[0],
      target: ends[1],
      row: ends[2],
      solve,
      references,
      wanted: [...ends, ...references],
      samples,
    });
  }
  return rungs;
}

/** What the layers to be solved are fitted to. */
export function referencesOf(
  { members, train }: Pick<ImitationContext, 'members' | 'train'>,
  solve: readonly SolveStep[],
  count: number,
): WantedActivation[] {
  const byName = new Map(members.map((member) => [member.name, member]));
  const refs = new Map(solve.map(({ reference: ref }) => [`${ref.member}\n${ref.tensor}`, ref]));
  return [...refs.values()].map(({ member, tensor }) => ({
    member: byName.get(member)!,
    samples: train,
    tensor,
    count,
  }));
}

function firstKey(
  { session, engine, members, train, input }: ImitationContext,
  alternative: Alternative,
  samples: number,
  rung: Rung,
): string {
  const digests = new Map(members.map(({ name, digest }) => [name, digest]));
  return keyOf('trained alternative', 5, {
    graph: digestOf(alternative.graph),
    id: alternative.id,
    solve: alternative.solve.map(({ layer, at, reference, channels }) => ({
      layer,
      at,
      member: digests.get(reference.member)!,
      tensor: reference.tensor,
      channels: channels ?? null,
    })),
    teacher: members[0].digest,
    from: alternative.replaces.from,
    to: alternative.replaces.to,
    ...recipeOf({ session, engine, train, input }, samples, rung),
  });
}

/** What decides how something is trained, besides what it is and what it is to imitate: a part of its key. */
export function recipeOf(
  { session, engine, train, input }: Omit<ImitationContext, 'members'>,
  samples: number,
  { solveSamples, steps }: Rung,
): Readonly<Record<string, KeyPart>> {
  const { effort, seed } = session.plan;
  return {
    data: train.digest,
    input: preprocessingOf(input),
    samples,
    solveSamples,
    steps,
    batch: effort.batch,
    learningRate: LEARNING_RATE,
    seed,
    engine,
  };
}

/** Has a worker solve and train, as soon as the memory allows it. */
export const imitateIn = (workers: Workers, job: ImitationJob): Promise<ImitationResult> =>
  workers.run(imitateTask, job, job.batch * allActivationBytes(job.graph));

/** The job of a worker. @param graph what the rung starts from */
export function jobOf(
  step: ImitationRung,
  graph: Graph,
  files: ActivationFiles,
  { session: { plan }, engine }: Pick<ImitationContext, 'session' | 'engine'>,
): ImitationJob {
  const { alternative, rung, solve, samples, solveSamples, steps } = step;
  return {
    engine,
    graph,
    solve,
    input: files.path(step.input),
    target: files.path(step.target),
    ...(step.row && { row: files.path(step.row) }),
    references: step.references.map((wanted) => ({
      ref: { member: wanted.member.name, tensor: wanted.tensor },
      path: files.path(wanted),
    })),
    samples,
    solveSamples,
    batch: plan.effort.batch,
    steps,
    learningRate: LEARNING_RATE,
    seed: plan.seed,
    label: rung < 2 ? alternative.id : `${alternative.id}, rung ${rung}`,
  };
}

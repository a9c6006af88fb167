import { foldAdapters } from '../../house/drafts/fold-adapters.js';
import { macsOf } from '../../onnx/cost.js';
import type { Graph } from '../../onnx/graph.js';
import type { ImitationResult } from '../../train/imitate/imitation-job.js';
import { STEP_PASSES } from '../../train/step/step-passes.js';
import { ACTIVATION_BYTES, ActivationFiles, groupsUnder } from '../inputs/activation-files.js';
import type { ProgressEvent } from '../result.js';
import { type BuildSession, decodeGraph, digestOf, encodeGraph, encodeJson } from '../session.js';
import type { TrainedAlternative } from '../trained-alternative.js';
import { type ImitationContext, type ImitationRung, imitateIn, jobOf } from './imitation-rungs.js';

/** A trained alternative with what a further rung starts from. */
export interface RungResult extends TrainedAlternative {
  /** With its adapters. */
  readonly unfolded: Graph;
  /** That the rung took one process. */
  readonly seconds: number;
}

/** One rung of one alternative, and the graph that it starts from. */
export interface RungJob {
  readonly work: ImitationRung;
  readonly from: Graph;
}

/** Trains what the store does not have, in groups that share activation files; by id. */
export async function trainRung(
  imitation: ImitationContext,
  jobs: readonly RungJob[],
  model: string,
): Promise<ReadonlyMap<string, RungResult>> {
  const { session, input } = imitation;
  const files = new ActivationFiles(session, input);
  const done = new Map<string, RungResult>();
  const progress = (note: string, trained?: ProgressEvent['trained']): void =>
    session.context.onProgress({ model, stage: 'train', done: done.size, total: jobs.length, note, trained });
  const finish = ({ alternative }: ImitationRung, trained: ImitationResult): void => {
    const graph = foldAdapters(trained.graph);
    done.set(alternative.id, {
      alternative,
      graph: session.onDisk(graph),
      digest: digestOf(graph),
      nmse: trained.nmse,
      unfolded: session.onDisk(trained.graph),
      seconds: trained.seconds,
    });
  };
  const pending: (RungJob & Pick<ImitationRung, 'wanted'>)[] = [];
  for (const job of jobs) {
    const stored = await load(session, job.work.key);
    if (stored === undefined) pending.push({ ...job, wanted: job.work.wanted });
    else finish(job.work, stored);
  }
  progress(`${done.size} of ${jobs.length} alternatives from the store`);
  for (const group of groupsUnder(pending, ACTIVATION_BYTES, files, ({ wanted }) => wanted)) {
    const wanted = group.flatMap((each) => each.wanted);
    await files.keepOnly(wanted);
    await files.ensure(wanted);
    await Promise.all(
      heaviestFirst(group, session.plan.effort.batch).map(async ({ work, from }) => {
        const job = jobOf(work, from, files, imitation);
        const result = await imitateIn(session.workers, job);
        await save(session, work.key, result);
        finish(work, result);
        const { id } = work.alternative;
        const rung = work.rung + 1;
        progress(rung === 1 ? id : `${id}, rung ${rung}`, { alternative: id, rung });
      }),
    );
  }
  await files.keepOnly([]);
  return done;
}

/**
 * Multiply-accumulates of least squares on a sample, in times of the network's own: a 3 x 3 layer has about nine
 * columns a row.
 */
const SOLVING = 9;

/** So that no worker is left with a long job while the others wait for the next group. */
function heaviestFirst(group: readonly RungJob[], batch: number): RungJob[] {
  const amounts = new Map(
    group.map((job) => {
      const { solve, solveSamples, steps } = job.work;
      const solved = solve.length > 0 ? SOLVING * solveSamples : 0;
      return [job, macsOf(job.from) * (solved + STEP_PASSES * steps * batch)];
    }),
  );
  return [...group].sort((one, other) => amounts.get(other)! - amounts.get(one)!);
}

type Numbers = Omit<ImitationResult, 'graph'>;

/** The graph under the key, the numbers beside it. */
async function save(
  { store }: BuildSession,
  key: string,
  { graph, ...numbers }: ImitationResult,
): Promise<void> {
  await store.put(`${key}-numbers`, encodeJson(numbers));
  await store.put(key, encodeGraph(graph));
}

async function load({ store }: BuildSession, key: string): Promise<ImitationResult | undefined> {
  const graph = await store.get(key);
  const numbers = graph && (await store.get(`${key}-numbers`));
  if (graph === undefined || numbers === undefined) return undefined;
  return { graph: decodeGraph(graph), ...(JSON.parse(Buffer.from(numbers).toString()) as Numbers) };
}

import type { ModelPlan } from '../../config/plan.js';
import { looksAt } from '../../config/quality-metrics.js';
import { quality as builtIn } from '../../measure/metrics.js';
import { concatOutputs, type Outputs, withChangedOutputs } from '../../measure/outputs.js';
import { runSuffix } from '../../measure/run-suffix.js';
import { isKnown, sampleLosses } from '../../measure/sample-losses.js';
import { suffixGraph, suffixInputs } from '../../measure/suffix.js';
import { samplesRunning } from '../../onnx/samples-within.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { keyOf } from '../../store/key.js';
import { turns } from '../../store/turns.js';
import {
  ACTIVATION_BYTES,
  ActivationFiles,
  groupsUnder,
  type WantedActivation,
} from '../inputs/activation-files.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import type { TrainedAlternative } from '../trained-alternative.js';
import type { Judge } from './judge.js';
import { firstSamples, keptForm } from './outputs.js';

const BATCH = 64;

/** What putting one alternative alone into the teacher does to it, on a part of the validation samples. */
export interface AloneQuality {
  /** The metric with this alternative put in; the paper's iacc. */
  readonly iacc: number;
  /** Loss against the teacher on the same samples; positive is worse. */
  readonly loss: number;
  /**
   * Mean share of positions whose class differs from the teacher's; finer than `loss`. 0 where the metric is no matter
   * of classes.
   */
  readonly disagreement: number;
}

/** How outputs for the first `count` validation samples compare with the teacher's. */
export async function comparisonOf(
  model: ModelPlan,
  judge: Judge,
  count: number,
): Promise<(outputs: Outputs) => Promise<AloneQuality>> {
  const teacher = firstSamples(judge.teacher, count, judge.samples.count);
  const labels = judge.labels?.subarray(0, count);
  const teacherValue = await judge.quality.of({ outputs: teacher, labels, teacher });
  const hasClasses = ['classes', 'anything'].includes(looksAt(model.quality.metric));
  return async (outputs) => {
    const iacc = await judge.quality.of({ outputs, labels, teacher });
    return {
      iacc,
      loss: judge.quality.loss(teacherValue, iacc),
      disagreement: hasClasses ? 1 - builtIn('agreement', { outputs, teacher }) : 0,
    };
  };
}

/** Shares of the samples after which it is looked whether they were enough, and the least number of them. */
const PARTS = [1 / 8, 1 / 4, 1 / 2, 1];
const LEAST_PART = 64;

/**
 * iacc of every alternative, the teacher's prefix computed once for all that share a sub-network. Each is judged on
 * more and more samples until its loss is known well enough.
 */
export async function measureQuality(
  session: BuildSession,
  model: ModelPlan,
  teacher: NormalMember,
  judge: Judge,
  trained: readonly TrainedAlternative[],
): Promise<ReadonlyMap<string, AloneQuality>> {
  const { samples } = judge;
  const count = Math.min(session.plan.effort.qualitySamples, samples.count);
  const files = new ActivationFiles(session, model.input);
  const reference = firstSamples(judge.teacher, count, samples.count);
  const tellsBySample = sampleLosses(judge.quality.metric, reference, reference, count) !== undefined;
  const shares = tellsBySample ? PARTS : [1];
  const ends = new Set(
    shares.map((share) => Math.min(count, Math.max(LEAST_PART, Math.ceil(share * count)))),
  );
  const parts = await Promise.all(
    [...ends].map(async (end) => ({
      end,
      reference: firstSamples(judge.teacher, end, samples.count),
      compare: await comparisonOf(model, judge, end),
    })),
  );
  const keyFor = ({ alternative, digest }: TrainedAlternative): string =>
    keyOf('iacc', 4, {
      ...judge.identity,
      alternative: digest,
      from: alternative.replaces.from,
      to: alternative.replaces.to,
      order: samples.order.slice(0, count),
    });
  const wantedBy = ({ alternative }: TrainedAlternative): WantedActivation[] =>
    suffixInputs(teacher.graph, alternative.replaces).map((tensor) => ({
      member: teacher,
      samples,
      tensor,
      count,
    }));

  const form = keptForm(model, teacher.graph);
  // One more than there are workers, so that none waits; not all, since each keeps its outputs until it is known.
  const inTurn = turns(session.workers.atOnce + 1);
  const { name } = model;
  const found = new Map<string, AloneQuality>();
  const pending: TrainedAlternative[] = [];
  for (const each of trained) {
    const stored = await session.store.get(keyFor(each));
    if (stored === undefined) pending.push(each);
    else found.set(each.alternative.id, JSON.parse(Buffer.from(stored).toString()) as AloneQuality);
  }
  for (const group of groupsUnder(pending, ACTIVATION_BYTES, files, wantedBy)) {
    const wanted = group.flatMap(wantedBy);
    await files.keepOnly(wanted);
    await files.ensure(wanted);
    await Promise.all(group.map((each) => inTurn(() => measure(each))));
  }
  await files.keepOnly([]);
  return found;

  function isEnough(outputs: Outputs, reference: Outputs, end: number): boolean {
    const losses = sampleLosses(judge.quality.metric, outputs, reference, end);
    return losses !== undefined && isKnown(losses, count);
  }

  async function measure(each: TrainedAlternative): Promise<void> {
    const { replaces, id } = each.alternative;
    const model = () => writeGraph(suffixGraph(teacher.graph, replaces, each.graph), { batch: 'dynamic' });
    const job = {
      activations: Object.fromEntries(wantedBy(each).map((wanted) => [wanted.tensor, files.path(wanted)])),
      batch: samplesRunning(teacher.graph, BATCH),
      form,
    };
    const run = (start: number, end: number): Promise<Outputs> =>
      runSuffix(session.workers, { ...job, start, count: end - start }, model);
    let suffix = await run(0, parts[0]!.end);
    let [part, ...larger] = parts;
    for (const next of larger) {
      if (isEnough(withChangedOutputs(part!.reference, suffix), part!.reference, part!.end)) break;
      suffix = concatOutputs([suffix, await run(part!.end, next.end)]);
      part = next;
    }
    const result = await part!.compare(withChangedOutputs(part!.reference, suffix));
    await session.store.put(keyFor(each), Buffer.from(JSON.stringify(result)));
    found.set(id, result);
    session.context.onProgress({
      model: name,
      stage: 'measure',
      done: found.size,
      total: trained.length,
      note: `quality of ${id}`,
    });
  }
}

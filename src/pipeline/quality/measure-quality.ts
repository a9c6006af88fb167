import type { ModelPlan } from '../../config/plan.js';
import { isError, looksAt } from '../../config/quality-metrics.js';
import { BespokeError } from '../../errors.js';
import { classLabels } from '../../measure/class-labels.js';
import { asBoxes, boxStatistics, detectionHead, hasBoxes } from '../../measure/detections.js';
import { quality as builtIn, noDetector } from '../../measure/metrics.js';
import { openQuality, type Quality } from '../../measure/open-quality.js';
import { shapesIn } from '../../measure/output-form.js';
import { concatOutputs, type Outputs, withChangedOutputs } from '../../measure/outputs.js';
import { runSuffix } from '../../measure/run-suffix.js';
import { isKnown, sampleLosses } from '../../measure/sample-losses.js';
import { suffixGraph, suffixInputs } from '../../measure/suffix.js';
import { variance } from '../../measure/variance.js';
import type { Graph } from '../../onnx/graph.js';
import { activationBytes, samplesRunning, samplesWithin } from '../../onnx/samples-within.js';
import { sizeOf } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import { turns } from '../../store/turns.js';
import type { BoxScale } from '../../train/retrain/retrain-job.js';
import {
  ACTIVATION_BYTES,
  ActivationFiles,
  groupsUnder,
  type WantedActivation,
} from '../inputs/activation-files.js';
import type { NormalMember } from '../inputs/members.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import { type BuildSession, digestOf } from '../session.js';
import type { TrainedAlternative } from '../trained-alternative.js';
import { firstSamples, isLogits, keptForm, outputsOf, runOutputs } from './outputs.js';

const BATCH = 64;
const VARIANCE_SAMPLES = 256;

/** Quality of networks on the validation samples, and what it is compared with. */
export interface Judge {
  readonly quality: Quality;
  /** All that decides a value besides the network: metric, the module's content, samples. */
  readonly identity: Readonly<Record<string, KeyPart>>;
  /** In the form that the metric looks at: see {@link keptForm}. */
  readonly teacher: Outputs;
  /** Variance of each output of the teacher over all elements and some samples, by name; none where all are logits. */
  readonly variances: ReadonlyMap<string, number>;
  /** Set where the metric looks at the boxes of a detector with one output. */
  readonly boxes: BoxScale | undefined;
  readonly samples: SampleSplit;
  readonly labels: Int32Array | undefined;
  /** Over all validation samples. */
  readonly teacherValue: number;
  /** What counts as a whole point of loss: 1 for shares, the variance of the teacher's outputs for squared errors. */
  readonly unit: number;
  /** What the best constant answer loses; infinite where there is no telling. */
  readonly constantLoss: number;
  of(graph: Graph): Promise<number>;
}

export async function openJudge(
  session: BuildSession,
  model: ModelPlan,
  teacher: NormalMember,
  samples: SampleSplit,
  moduleDigest: string | null,
): Promise<Judge> {
  const quality = await openQuality(model.quality);
  const identity = {
    metric: quality.metric,
    module: moduleDigest,
    teacher: teacher.digest,
    data: samples.digest,
    input: preprocessingOf(model.input),
    order: samples.order.slice(0, samples.count),
  };
  const teacherOutputs = await outputsOf(session, model, teacher.graph, samples, samples.count);
  const labels =
    samples.labels &&
    Int32Array.from(samples.order.slice(0, samples.count), (index) => samples.labels![index]);
  if (looksAt(quality.metric) === 'boxes') assertFindsBoxes(model, teacher, teacherOutputs);
  const of = (outputs: Outputs): Promise<number> => quality.of({ outputs, labels, teacher: teacherOutputs });
  const teacherValue = await of(teacherOutputs);
  return {
    quality,
    identity,
    teacher: teacherOutputs,
    variances: await variancesOf(session, model, teacher, samples, teacherOutputs),
    boxes: await boxScaleOf(session, model, teacher, samples),
    samples,
    labels,
    teacherValue,
    unit: isError(quality.metric) ? varianceOf(teacherOutputs) : 1,
    constantLoss: constantLoss(quality.metric, labels, teacherOutputs, teacherValue),
    of: (graph) =>
      session.json(keyOf('quality', 1, { ...identity, graph: digestOf(graph) }), async () =>
        of(await runOutputs(session, model, graph, samples, samples.count)),
      ),
  };
}

/** Scores in memory at a time for {@link variancesOf}. */
const SCORE_BYTES = 2 ** 26;

/** Where not all was kept, of some samples anew. */
async function variancesOf(
  session: BuildSession,
  model: ModelPlan,
  teacher: NormalMember,
  samples: SampleSplit,
  kept: Outputs,
): Promise<ReadonlyMap<string, number>> {
  const of = (outputs: Outputs) => outputs.map(({ name, data }) => [name, variance(data)] as const);
  const { graph } = teacher;
  if (keptForm(model, graph) === 'scores') return new Map(of(kept));
  if (graph.outputs.every((_, index) => isLogits(model, teacher, index))) return new Map();
  return new Map(of(await someScores(session, model, teacher, samples)));
}

/** Boxes much smaller than the mean count by their own size no more: a share of the mean area. */
const LEAST_AREA = 0.01;

async function boxScaleOf(
  session: BuildSession,
  model: ModelPlan,
  teacher: NormalMember,
  samples: SampleSplit,
): Promise<BoxScale | undefined> {
  if (keptForm(model, teacher.graph) !== 'boxes') return undefined;
  const [output] = await someScores(session, model, teacher, samples);
  const { kind: head } = detectionHead([output!])!;
  if (head !== 'columns' && head !== 'rows') return undefined;
  const { scoreVariance, meanArea } = boxStatistics(output!, head);
  return { head, scoreVariance, leastArea: Math.max(LEAST_AREA * meanArea, Number.EPSILON) };
}

/** All that the teacher gives for the first samples. */
function someScores(
  session: BuildSession,
  model: ModelPlan,
  { graph }: NormalMember,
  samples: SampleSplit,
): Promise<Outputs> {
  const bytes = activationBytes(
    graph,
    graph.outputs.map(({ name }) => name),
  );
  const count = samplesWithin(SCORE_BYTES, bytes, Math.min(VARIANCE_SAMPLES, samples.count));
  return outputsOf(session, model, graph, samples, count, 'scores');
}

/** @throws BespokeError QUALITY_DETECTIONS for a network that is no detector, or that finds nothing in any sample */
function assertFindsBoxes(model: ModelPlan, { graph, name }: NormalMember, outputs: Outputs): void {
  const head = detectionHead(shapesIn('scores', graph));
  if (head === undefined) throw noDetector(shapesIn('scores', graph));
  if (hasBoxes(asBoxes(outputs, head))) return;
  throw new BespokeError({
    code: 'QUALITY_DETECTIONS',
    what: 'the teacher finds no object in any validation sample, so there is nothing to judge students by',
    where: `${model.name}, ${name}`,
    next: 'Use samples that show such objects, and check size, channels and normalisation of data.input.',
  });
}

function constantLoss(
  metric: Quality['metric'],
  labels: Int32Array | undefined,
  teacher: Outputs,
  teacherValue: number,
): number {
  if (isError(metric)) {
    const errors = teacher.map(spread);
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  }
  if (metric === 'top1')
    return labels === undefined ? Number.POSITIVE_INFINITY : teacherValue - mostCommon(labels);
  if (metric !== 'agreement') return Number.POSITIVE_INFINITY;
  const shares = teacher.map((output) => mostCommon(classLabels(output)));
  return 1 - shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Mean squared distance of each element from its own mean over the samples: the error of the best constant answer. */
function spread({ dims, data }: Outputs[number]): number {
  const size = sizeOf(dims);
  const count = data.length / size;
  let total = 0;
  for (let element = 0; element < size; element++) {
    let mean = 0;
    for (let at = element; at < data.length; at += size) mean += data[at] / count;
    for (let at = element; at < data.length; at += size) total += (data[at] - mean) ** 2;
  }
  return total / data.length;
}

/** Share of the class that comes most often. */
function mostCommon(classes: Int32Array): number {
  const counts = new Map<number, number>();
  for (const each of classes) counts.set(each, (counts.get(each) ?? 0) + 1);
  return Math.max(...counts.values()) / classes.length;
}

/** Mean over the outputs, as the metric is. */
function varianceOf(outputs: Outputs): number {
  const variances = outputs.map(({ data }) => variance(data));
  return variances.reduce((sum, value) => sum + value, 0) / variances.length;
}

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

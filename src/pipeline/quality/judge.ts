import type { ModelPlan } from '../../config/plan.js';
import { isError, looksAt } from '../../config/quality-metrics.js';
import { BespokeError } from '../../errors.js';
import { classLabels } from '../../measure/class-labels.js';
import { asBoxes, boxStatistics, detectionHead, hasBoxes } from '../../measure/detections.js';
import { noDetector } from '../../measure/metrics.js';
import { openQuality, type Quality } from '../../measure/open-quality.js';
import { shapesIn } from '../../measure/output-form.js';
import type { Outputs } from '../../measure/outputs.js';
import { variance } from '../../measure/variance.js';
import type { Graph } from '../../onnx/graph.js';
import { activationBytes, samplesWithin } from '../../onnx/samples-within.js';
import { sizeOf } from '../../onnx/tensor.js';
import { keyOf } from '../../store/key.js';
import type { KeyPart } from '../../store/store.js';
import type { BoxScale } from '../../train/retrain/retrain-job.js';
import type { NormalMember } from '../inputs/members.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import { type BuildSession, digestOf } from '../session.js';
import { isLogits, keptForm, outputsOf, runOutputs } from './outputs.js';

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

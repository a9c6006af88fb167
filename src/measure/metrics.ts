import { isError, type QualityMetric } from '../config/quality-metrics.js';
import { BespokeError } from '../errors.js';
import { classLabels } from './class-labels.js';
import { asBoxes, detectionHead, detectionsF1, HEADS } from './detections.js';
import type { Output, Outputs } from './outputs.js';

/** What a model's quality is computed from. All over the same samples. */
export interface Evidence {
  readonly outputs: Outputs;
  /** One class a sample, where the data has labels. */
  readonly labels?: Int32Array | undefined;
  /** The teacher's outputs, in the same order. */
  readonly teacher?: Outputs | undefined;
}

/**
 * top1: share of samples whose class of highest score (first output) is their label.
 * agreement: share of positions whose class of highest score is the teacher's, mean over the outputs.
 * detections: F1 of the boxes against the teacher's; see `detectionsF1`.
 * mse: mean squared difference from the teacher, mean over the outputs; lower is better.
 * @throws BespokeError QUALITY_LABELS, QUALITY_TEACHER, QUALITY_DETECTIONS when what the metric needs is missing or has
 * another size.
 */
export function quality(metric: QualityMetric, evidence: Evidence): number {
  if (metric === 'top1') return top1(evidence);
  if (metric === 'detections') return detections(evidence);
  const pairs = evidence.outputs.map((output, index) => [output, teacherOf(evidence, index)] as const);
  const values = pairs.map(([output, teacher]) =>
    metric === 'agreement'
      ? share(classLabels(output), classLabels(teacher))
      : meanSquare(output.data, teacher.data),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How much worse the student is; positive is worse, whichever way the metric counts. */
export const qualityLoss = (metric: QualityMetric | 'module', teacher: number, student: number): number =>
  isError(metric) ? student - teacher : teacher - student;

function top1({ outputs, labels }: Evidence): number {
  const [output] = outputs;
  const predicted = classLabels(output);
  if (labels?.length === predicted.length) return share(predicted, labels);
  throw new BespokeError({
    code: 'QUALITY_LABELS',
    what: 'top1 needs one label for each vector of class scores',
    where: output.name,
    value: labels === undefined ? 'no labels' : `${labels.length} labels for ${predicted.length} vectors`,
    next: "Provide labels in the data source, or use quality: 'agreement'.",
  });
}

function detections({ outputs, teacher = outputs }: Evidence): number {
  if (outputs[0]?.form === 'boxes') return detectionsF1(outputs[0], teacher[0]!);
  const head = detectionHead(outputs);
  if (head === undefined) throw noDetector(outputs);
  return detectionsF1(asBoxes(outputs, head), asBoxes(teacher, head));
}

/** The error of outputs that hold no boxes. */
export const noDetector = (outputs: readonly Pick<Output, 'name' | 'dims'>[]): BespokeError =>
  new BespokeError({
    code: 'QUALITY_DETECTIONS',
    what: "'detections' needs a detector, and these outputs are not laid out as those of one",
    where: outputs.map(({ name }) => name).join(', '),
    value: outputs.map(({ dims }) => `[${dims.join(', ')}]`).join(' and '),
    accepted: HEADS,
    next: "Use quality: 'mse' or a module of your own.",
  });

function teacherOf({ outputs, teacher }: Evidence, index: number): Output {
  const own = outputs[index];
  const other = teacher?.[index];
  if (other?.data.length === own.data.length) return other;
  throw new BespokeError({
    code: 'QUALITY_TEACHER',
    what: "the teacher's output is missing or has a different size",
    where: own.name,
    value: other?.data.length,
    accepted: `${own.data.length} values`,
  });
}

function share(labels: Int32Array, expected: Int32Array): number {
  let equal = 0;
  for (let index = 0; index < labels.length; index++)
    if (labels[index] === expected[index] && labels[index] >= 0) equal++;
  return equal / labels.length;
}

function meanSquare(values: Float32Array, expected: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index] - expected[index]) ** 2;
  return sum / values.length;
}

import { looksAt } from '../config/quality-metrics.js';
import { classLabels } from './class-labels.js';
import { detectionsF1 } from './detections.js';
import type { Output, Outputs } from './outputs.js';

/**
 * What each sample alone adds to the loss against the teacher: the share of positions with another class, the squared
 * error, or what is missing to an F1 of 1; mean over the outputs. Undefined where a metric cannot be told by sample.
 */
export function sampleLosses(
  metric: string,
  outputs: Outputs,
  teacher: Outputs,
  count: number,
): Float64Array | undefined {
  const of = lossIn(metric, outputs);
  if (of === undefined) return undefined;
  const losses = new Float64Array(count);
  for (const [index, output] of outputs.entries())
    for (const [sample, loss] of of(output, teacher[index]!, count).entries())
      losses[sample] += loss / outputs.length;
  return losses;
}

type LossOf = (own: Output, teacher: Output, count: number) => readonly number[];

function lossIn(metric: string, outputs: Outputs): LossOf | undefined {
  switch (looksAt(metric)) {
    case 'classes':
      return disagreements;
    case 'values':
      return squaredErrors;
    case 'boxes':
      return outputs[0]?.form === 'boxes' ? missed : undefined;
    case 'anything':
      return undefined;
  }
}

const disagreements: LossOf = (own, teacher, count) => {
  const [labels, wanted] = [classLabels(own), classLabels(teacher)];
  return bySample(labels, wanted, count, (label, right) => (label === right && label >= 0 ? 0 : 1));
};

const squaredErrors: LossOf = (own, teacher, count) =>
  bySample(own.data, teacher.data, count, (value, wanted) => (value - wanted) ** 2);

const missed: LossOf = (own, teacher, count) =>
  Array.from({ length: count }, (_, sample) => {
    const of = (output: Output): Output => {
      const size = output.data.length / count;
      return { ...output, data: output.data.subarray(sample * size, (sample + 1) * size) };
    };
    return 1 - detectionsF1(of(own), of(teacher));
  });

function bySample(
  own: ArrayLike<number>,
  wanted: ArrayLike<number>,
  count: number,
  lossOf: (value: number, wanted: number) => number,
): number[] {
  const size = own.length / count;
  return Array.from({ length: count }, (_, sample) => {
    let sum = 0;
    for (let at = sample * size; at < (sample + 1) * size; at++) sum += lossOf(own[at]!, wanted[at]!);
    return sum / size;
  });
}

/** A loss that is known to this share of itself is known well enough to tell that it is not the least. */
const CLOSE_ENOUGH = 0.1;

/**
 * Whether some samples tell the mean loss as exactly as need be: by its standard error, to a tenth of it, or as exactly
 * as `all` samples with one answer each tell a share. What has many answers a sample is known after few of them.
 */
export function isKnown(losses: Float64Array, all: number): boolean {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (losses.length - 1) / losses.length);
  const ofOneAnswer = mean < 1 ? Math.sqrt((mean * (1 - mean)) / all) : 0;
  return mean > 0 && standardError <= Math.max(CLOSE_ENOUGH * mean, ofOneAnswer);
}

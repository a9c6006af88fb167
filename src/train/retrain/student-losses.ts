import type { Loss } from '../step/loss.js';
import type { ComparedOutput } from './retrain-job.js';

/** Softness of the logits that are compared: high enough that the small ones count (Hinton et al. 2015, section 3). */
const TEMPERATURE = 3;

const LABEL_WEIGHT = 0.3;

/**
 * The losses of retraining: KL to the teacher's logits, squared error over the variance at other outputs, that of a
 * detector at its boxes and scores, and cross-entropy at the first output where there are labels and that is one vector
 * of logits a sample.
 */
export function studentLosses(outputs: readonly ComparedOutput[], labelled: boolean): Loss[] {
  const [first] = outputs;
  const compared = outputs.map((output, index): Loss => {
    const common = { tensor: output.name, weight: 1, name: `output${index}` };
    if (output.kind === 'logits') return { ...common, kind: 'distill', temperature: TEMPERATURE };
    if (output.kind === 'values') return { ...common, kind: 'nmse', variance: output.variance };
    const { head, scoreVariance, leastArea } = output;
    return { ...common, kind: 'detection', head, scoreVariance, leastArea };
  });
  if (!labelled || first.kind !== 'logits' || !first.perSample) return compared;
  const labels: Loss = {
    kind: 'cross-entropy',
    tensor: first.name,
    weight: LABEL_WEIGHT,
    name: 'labels',
  };
  return [labels, ...compared];
}

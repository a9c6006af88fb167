import type { Loss } from '../step/loss.js';
import type { ComparedOutput } from './retrain-job.js';

/** Softness of the logits that are compared: high enough that the small ones count (Hinton et al. 2015, section 3). */
const TEMPERATURE = 3;

const LABEL_WEIGHT = 0.3;

/**
 * The losses of retraining: KL to the teacher's logits, squared error over the variance at other outputs; and cross-entropy at the first output where
 * there are labels and that is logits. Without labels the class that the teacher gives takes their place, at every output that is logits: soft
 * answers alone leave the student least sure where the teacher decides narrowly.
 */
export function studentLosses(outputs: readonly ComparedOutput[], labelled: boolean): Loss[] {
  const compared = outputs.map((output, index): Loss => {
    const common = { tensor: output.name, weight: 1, name: `output${index}` };
    return output.kind === 'logits'
      ? { ...common, kind: 'distill', temperature: TEMPERATURE }
      : { ...common, kind: 'nmse', variance: output.variance };
  });
  const classified = (labelled ? outputs.slice(0, 1) : outputs).filter(({ kind }) => kind === 'logits');
  const classes = classified.map(({ name }, index): Loss => {
    const fed = labelled ? 'labels' : `class${index}`;
    return { kind: 'cross-entropy', tensor: name, weight: LABEL_WEIGHT, labels: 'index', name: fed };
  });
  return [...classes, ...compared];
}

import type { Loss } from '../step/loss.js';
import type { RetrainJob } from './retrain-job.js';

/** Softness of the logits that are compared: high enough that the small ones count (Hinton et al. 2015, section 3). */
const TEMPERATURE = 3;

/** Weight of the squared error at the ends of replaced blocks, all together; 0.1 in the reference code of the Bespoke paper. */
const BLOCK_WEIGHT = 0.1;

const LABEL_WEIGHT = 0.3;

/**
 * The losses of retraining: cross-entropy where there are labels, KL to the teacher's logits, normalised squared error at other
 * outputs and at the ends of the replaced blocks. `variances` are those of the teacher's tensors.
 */
export function studentLosses(
  job: Pick<RetrainJob, 'outputs' | 'blockEnds'>,
  labelled: boolean,
  variances: ReadonlyMap<string, number>,
): Loss[] {
  const [first] = job.outputs;
  return [
    ...(labelled && first.kind === 'logits'
      ? [
          {
            kind: 'cross-entropy',
            tensor: first.name,
            weight: LABEL_WEIGHT,
            labels: 'index',
            name: 'labels',
          } as const,
        ]
      : []),
    ...job.outputs.map(
      ({ name, kind }, index): Loss =>
        kind === 'logits'
          ? { kind: 'distill', tensor: name, weight: 1, temperature: TEMPERATURE, name: `output${index}` }
          : { kind: 'nmse', tensor: name, weight: 1, variance: variances.get(name)!, name: `output${index}` },
    ),
    ...job.blockEnds.map(
      (tensor, index): Loss => ({
        kind: 'nmse',
        tensor,
        weight: BLOCK_WEIGHT / job.blockEnds.length,
        variance: variances.get(tensor)!,
        name: `block${index}`,
      }),
    ),
  ];
}

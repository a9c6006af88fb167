import type { ModelPlan } from '../../config/plan.js';
import type { Graph } from '../../onnx/graph.js';
import { keyOf } from '../../store/key.js';
import { type BuildSession, digestOf } from '../session.js';
import { candidateLoss } from './candidate-loss.js';
import type { Judge } from './judge.js';
import { comparisonOf } from './measure-quality.js';
import { runOutputs } from './outputs.js';

/**
 * Loss of a whole student in the unit of the candidates' losses, on the same part of the validation samples: what
 * search predicts of its assignment.
 */
export function wholeLoss(
  session: BuildSession,
  { model, judge }: { readonly model: ModelPlan; readonly judge: Judge },
  student: Graph,
): Promise<number> {
  const { samples } = judge;
  const count = Math.min(session.plan.effort.qualitySamples, samples.count);
  const key = keyOf('whole loss', 1, {
    ...judge.identity,
    student: digestOf(student),
    order: samples.order.slice(0, count),
  });
  return session.json(key, async () => {
    const compare = await comparisonOf(model, judge, count);
    return candidateLoss(await compare(await runOutputs(session, model, student, samples, count)));
  });
}

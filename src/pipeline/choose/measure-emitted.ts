import type { Graph } from '../../onnx/graph.js';
import { convolutionsToNormalise } from '../../train/batch-norm/convolutions.js';
import { foldTrainedBatchNorm } from '../../train/batch-norm/fold.js';
import { insertBatchNorm } from '../../train/batch-norm/insert.js';
import type { ChannelStatistics } from '../../train/batch-norm/statistics.js';
import { costsOf } from '../costs/student.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import type { SearchedTarget } from './searched-target.js';

/**
 * Asks for the latency of everything that a target may emit: each finalist as it is and as retraining leaves it, in the
 * target's precision. The search has not asked for all of them. A profile has to contain them, and a build that takes
 * latencies from a profile has to know before it retrains.
 */
export async function measureEmitted(
  session: BuildSession,
  teacher: NormalMember,
  { target, lowering, search: { finalists } }: SearchedTarget,
): Promise<void> {
  for (const { student } of finalists) {
    for (const form of [student, retrainedForm(student)])
      await costsOf(session, target, teacher, form, { lowered: await lowering.network(form) });
  }
}

/**
 * The network in the structure that retraining gives it: a convolution without a bias has one afterwards. Its function
 * stays.
 */
function retrainedForm(graph: Graph): Graph {
  const statistics = convolutionsToNormalise(graph).map((tensor): [string, ChannelStatistics] => {
    const channels = graph.values.get(tensor)!.dims[1];
    return [tensor, { mean: new Float64Array(channels), variance: new Float64Array(channels).fill(1) }];
  });
  return foldTrainedBatchNorm(insertBatchNorm(graph, new Map(statistics)));
}

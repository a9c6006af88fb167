import type { Graph } from '../../onnx/graph.js';
import { convolutionsToNormalise } from '../batch-norm/convolutions.js';
import { foldTrainedBatchNorm } from '../batch-norm/fold.js';
import { insertBatchNorm } from '../batch-norm/insert.js';
import type { ChannelStatistics } from '../batch-norm/statistics.js';

/**
 * The network in the structure that retraining gives it: a convolution without a bias has one afterwards. Its function
 * stays.
 */
export function retrainedForm(graph: Graph): Graph {
  const statistics = convolutionsToNormalise(graph).map((tensor): [string, ChannelStatistics] => {
    const channels = graph.values.get(tensor)!.dims[1];
    return [tensor, { mean: new Float64Array(channels), variance: new Float64Array(channels).fill(1) }];
  });
  return foldTrainedBatchNorm(insertBatchNorm(graph, new Map(statistics)));
}

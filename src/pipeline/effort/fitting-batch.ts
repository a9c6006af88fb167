import type { Effort } from '../../config/effort.js';
import type { Graph } from '../../onnx/graph.js';
import { allActivationBytes } from '../../onnx/samples-within.js';

/** Activations of a batch that training keeps for the way back, in each process. */
const TRAINING_BYTES = 2 ** 29;
/** The statistics of smaller batches say too little of the samples. */
const LEAST_BATCH = 8;

/** The batch of the effort, halved until the activations of a network for it fit into memory, down to eight. */
export function fittingBatch(network: Graph, { batch: most }: Pick<Effort, 'batch'>): number {
  const sampleBytes = allActivationBytes(network);
  let batch = most;
  while (batch >= 2 * LEAST_BATCH && batch * sampleBytes > TRAINING_BYTES) batch = Math.floor(batch / 2);
  return batch;
}

import { BespokeError } from '../errors.js';
import { decodeModel, encodeModel } from '../onnx/codec.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { batchAgnostic } from '../onnx/normal/batch-agnostic.js';
import { type PrepareOptions, prepareModel } from '../onnx/normal/prepare-model.js';
import { pruneUnused } from '../onnx/prune-unused.js';
import { readGraph } from '../onnx/read-graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { openProbe } from './activation-probe.js';
import { foldConstants } from './fold-constants.js';
import { withShapes } from './learn-shapes.js';
import { probeInput, samplesOf } from './probe-input.js';
import { batchBound, refuseBatchBound } from './refuse-batch-bound.js';

export interface NormalForm {
  readonly graph: Graph;
  /** Whether the file left the batch open. */
  readonly dynamicBatch: boolean;
}

/**
 * Brings a model into normal form: shapes known, constants and batch norm folded, no identity or dropout, float32, every
 * activation in `values` at batch 1, and the same result for each sample at any batch. Holds its thread: call it in a worker.
 * @throws BespokeError MODEL_DYNAMIC_SIZE, MODEL_OPERATOR, MODEL_BATCH, MODEL_INPUT, MODEL_REFUSED and those of `readGraph`
 */
export async function normalForm(bytes: Uint8Array, options: PrepareOptions): Promise<NormalForm> {
  const { where } = options;
  const { model, dynamicBatch } = prepareModel(decodeModel(bytes, where), options);
  const folded = pruneUnused(readGraph(await foldConstants(encodeModel(model), where), { where }));
  const [batch, ...sample] = folded.inputs[0].dims;
  const input = probeInput([Math.max(batch, 2), ...sample]);
  const stated = samplesOf(input, 0, batch);
  const open = batchAgnostic(withShapes(folded, stated, await activationsOf(folded, stated)));
  return { graph: await atBatchOne(open, samplesOf(input, 0, 2), where), dynamicBatch };
}

async function activationsOf(graph: Graph, input: Tensor): Promise<ReadonlyMap<string, Tensor>> {
  const probe = await openProbe(graph);
  try {
    return await probe.run(input);
  } finally {
    await probe.close();
  }
}

/** Shapes at batch 1, after seeing that two samples at once give what each gives alone. */
async function atBatchOne(graph: Graph, input: Tensor, where: string): Promise<Graph> {
  const probe = await openProbe(graph);
  try {
    const [one, other] = [samplesOf(input, 0, 1), samplesOf(input, 1, 1)];
    const alone = [await probe.run(one), await probe.run(other)] as const;
    refuseBatchBound(graph, await probe.run(input), alone, where);
    return withShapes(graph, one, alone[0]);
  } catch (error) {
    throw namingNode(graph, error, where);
  } finally {
    await probe.close();
  }
}

/** ONNX Runtime names the node that failed: the probe's nodes are named by their ids. */
function namingNode(graph: Graph, error: unknown, where: string): unknown {
  if (!(error instanceof BespokeError) || error.code !== 'ENGINE_RUN') return error;
  const id = /Name:'([^']*)'/.exec(error.message)?.[1];
  const node = graph.nodes.find((candidate) => nodeId(candidate) === id);
  return node === undefined ? error : batchBound(node, where, error.message);
}

import { decodeModel, encodeModel } from '../onnx/codec.js';
import type { Graph } from '../onnx/graph.js';
import { batchAgnostic } from '../onnx/normal/batch-agnostic.js';
import { dropNoOps } from '../onnx/normal/drop-no-ops.js';
import { elementwiseOnRows } from '../onnx/normal/elementwise-on-rows.js';
import { foldBatchNorm } from '../onnx/normal/fold-batch-norm.js';
import { freezeShapes } from '../onnx/normal/freeze-shapes.js';
import { type PrepareOptions, prepareModel } from '../onnx/normal/prepare-model.js';
import {
  assertOutputsDependOnInputs,
  assertSupportedOperators,
} from '../onnx/normal/unsupported-operators.js';
import { pruneUnused } from '../onnx/prune-unused.js';
import { graphOf } from '../onnx/read-graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { upgrade } from '../onnx/upgrade/upgrade.js';
import { openProbe, type ProbedActivations, runOnce } from './activation-probe.js';
import { assertBatchable } from './assert-batchable.js';
import { assertSameOutputs } from './assert-same-outputs.js';
import { foldConstants } from './fold-constants.js';
import { withShapes } from './learn-shapes.js';
import { probeInput, probeSamples } from './probe-input.js';

export interface NormalForm {
  readonly graph: Graph;
  /** Whether the file left the batch open. */
  readonly dynamicBatch: boolean;
}

/**
 * Brings a model into normal form: shapes known, constants and batch norm folded, no-ops gone, opset 18 or the file's
 * if newer, computed in float32, every activation in `values` at batch 1, and each sample's result the same in any
 * batch. Deterministic; what comes out is run and compared with the model that went in. Holds its thread: call it in a
 * worker.
 * @throws BespokeError MODEL_DYNAMIC_SIZE, MODEL_OPERATOR, MODEL_BATCH, MODEL_INPUT, MODEL_OUTPUT, MODEL_REFUSED and
 *   those of `readGraph`
 */
export async function normalForm(bytes: Uint8Array, options: PrepareOptions): Promise<NormalForm> {
  const { where } = options;
  const { model, dynamicBatch } = prepareModel(decodeModel(bytes, where), options);
  const folded = decodeModel(await foldConstants(model, where), where);
  assertSupportedOperators(folded.graph?.node ?? [], where);
  const read = pruneUnused(graphOf(folded, { where }));

  const [batch, ...sample] = read.inputs[0].dims;
  const input = probeInput([Math.max(batch, 2), ...sample]);
  const stated = probeSamples(input, 0, batch);
  const activations = await runOnce(read, stated, where);
  const open = simplified(withShapes(read, stated, activations), activations, where);
  const { graph, first } = await atBatchOne(open, probeSamples(input, 0, 2), where);
  const got = batch === 1 ? first : await runOnce(graph, stated, where);
  await assertSameOutputs(encodeModel(model), stated, graph, got, where);
  return { graph, dynamicBatch };
}

/** The rewrites, at the batch that the file states; values that they add at the end are missing. */
function simplified(graph: Graph, activations: ProbedActivations, where: string): Graph {
  const frozen = freezeShapes(graph, activations);
  assertOutputsDependOnInputs(frozen, where);
  return batchAgnostic(elementwiseOnRows(foldBatchNorm(upgrade(dropNoOps(frozen)))));
}

/** Shapes at batch 1, after seeing that two samples at once give what each gives alone. */
async function atBatchOne(
  graph: Graph,
  input: Tensor,
  where: string,
): Promise<{ readonly graph: Graph; readonly first: ProbedActivations }> {
  const probe = await openProbe(graph, where);
  try {
    const [one, other] = [probeSamples(input, 0, 1), probeSamples(input, 1, 1)];
    const alone = [await probe.run(one), await probe.run(other)] as const;
    const known = withShapes(graph, one, alone[0]);
    assertBatchable(known, await probe.run(input), alone, where);
    return { graph: known, first: alone[0] };
  } finally {
    await probe.close();
  }
}

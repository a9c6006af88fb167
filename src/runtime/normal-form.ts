import { BespokeError } from '../errors.js';
import { decodeModel, encodeModel } from '../onnx/codec.js';
import type { ModelProto } from '../onnx/gen/onnx_pb.js';
import type { Graph, ValueType } from '../onnx/graph.js';
import { batchAgnostic } from '../onnx/normal/batch-agnostic.js';
import { dropNoOps } from '../onnx/normal/drop-no-ops.js';
import { elementwiseOnRows } from '../onnx/normal/elementwise-on-rows.js';
import { foldBatchNorm } from '../onnx/normal/fold-batch-norm.js';
import { freezeShapes } from '../onnx/normal/freeze-shapes.js';
import { groupsAsChannels } from '../onnx/normal/groups-as-channels.js';
import { type PrepareOptions, prepareModel } from '../onnx/normal/prepare-model.js';
import {
  assertOutputsDependOnInputs,
  assertSupportedOperators,
} from '../onnx/normal/unsupported-operators.js';
import { pruneUnused } from '../onnx/prune-unused.js';
import { randomTensor } from '../onnx/random-tensor.js';
import { graphOf } from '../onnx/read-graph.js';
import { type DataType, sizeOf, type Tensor } from '../onnx/tensor.js';
import { upgrade } from '../onnx/upgrade/upgrade.js';
import { rngOf } from '../random.js';
import { openProbe, openWithActivations, type ProbedActivations, runOnce } from './activation-probe.js';
import { assertBatchable } from './assert-batchable.js';
import { assertFits } from './assert-fits.js';
import { assertSameOutputs } from './assert-same-outputs.js';
import { foldConstants } from './fold-constants.js';
import { refusedModel } from './refused-model.js';

export interface NormalForm {
  readonly graph: Graph;
  /** Whether the file left the batch open. */
  readonly dynamicBatch: boolean;
  /** What the user should know of the export. */
  readonly warnings: readonly string[];
}

/**
 * Brings a model into normal form: shapes known, constants and batch norm folded, no-ops gone, opset 18 or the file's
 * if newer, computed in float32, every activation in `values` at batch 1, and each sample's result the same in any
 * batch. Deterministic; what comes out is run and compared with the model that went in. Holds its thread: call it in a
 * worker.
 * @throws BespokeError MODEL_DYNAMIC_SIZE, MODEL_OPERATOR, MODEL_BATCH, MODEL_INPUT, MODEL_OUTPUT, MODEL_REFUSED,
 *   MODEL_TOO_LARGE and
 *   those of `readGraph`
 */
export async function normalForm(bytes: Uint8Array, options: PrepareOptions): Promise<NormalForm> {
  const { where } = options;
  const { model, dynamicBatch, warnings } = prepareModel(decodeModel(bytes, where), options);
  await assertModelFits(model, where);
  const folded = decodeModel(await foldConstants(model, where), where);
  assertSupportedOperators(folded.graph?.node ?? [], where);
  const read = pruneUnused(graphOf(folded, { where }));

  const [{ dtype, dims }] = read.inputs;
  const [batch, ...sample] = dims;
  const input = probeInput([Math.max(batch, 2), ...sample], dtype);
  const stated = probeSamples(input, 0, batch);
  const activations = await runOnce(read, stated, where);
  const open = simplified(withShapes(read, stated, activations), activations, where);
  const { graph, first } = await atBatchOne(open, probeSamples(input, 0, 2), where);
  const got = batch === 1 ? first : await runOnce(graph, stated, where);
  await assertSameOutputs(encodeModel(model), stated, graph, got, where);
  return { graph, dynamicBatch, warnings };
}

/**
 * Refuses a model whose activations, or constants that are computed, would not fit into memory: folding and probing it
 * would make them.
 */
async function assertModelFits(model: ModelProto, where: string): Promise<void> {
  const graph = model.graph!;
  const [{ type }] = graph.input;
  const dims = type?.value.case === 'tensorType' ? (type.value.value.shape?.dim ?? []) : [];
  const sizes = dims.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : -1));
  assertFits(new Map([[graph.input[0].name, sizes]]), 2, where);
  const session = await openWithActivations(model).catch((error: unknown) => {
    throw error instanceof BespokeError ? refusedModel(model, error.cause as Error, where) : error;
  });
  try {
    assertFits(session.outputShapes ?? new Map(), 2, where);
  } finally {
    await session.close();
  }
}

/** The rewrites, at the batch that the file states; values that they add at the end are missing. */
function simplified(graph: Graph, activations: ProbedActivations, where: string): Graph {
  const frozen = freezeShapes(graph, activations);
  assertOutputsDependOnInputs(frozen, where);
  return batchAgnostic(groupsAsChannels(elementwiseOnRows(foldBatchNorm(upgrade(dropNoOps(frozen))))));
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

/** The graph with the types and shapes that a run has shown. */
function withShapes(graph: Graph, input: Tensor, activations: ReadonlyMap<string, Tensor>): Graph {
  const values = new Map<string, ValueType>();
  const typeOf = ({ dtype, dims }: Tensor): ValueType => ({ dtype, dims: [...dims] });
  const inputs = graph.inputs.map(({ name }) => ({ name, ...typeOf(input) }));
  for (const { name, dtype, dims } of inputs) values.set(name, { dtype, dims });
  for (const { outputs } of graph.nodes) {
    for (const name of outputs) {
      const tensor = activations.get(name);
      if (tensor !== undefined) values.set(name, typeOf(tensor));
    }
  }
  const outputs = graph.outputs.map((output) => ({ ...output, ...values.get(output.name) }));
  return { ...graph, inputs, outputs, values };
}

/** Samples of random values, always the same, for learning a graph's shapes. */
export const probeInput = (dims: readonly number[], dtype: DataType = 'float32'): Tensor =>
  randomTensor({ dtype, dims }, rngOf(0, 'probe'));

/** Some of the samples of a batch. */
export function probeSamples({ dtype, data, dims }: Tensor, first: number, count: number): Tensor {
  const size = sizeOf(dims.slice(1));
  return { dtype, dims: [count, ...dims.slice(1)], data: data.slice(first * size, (first + count) * size) };
}

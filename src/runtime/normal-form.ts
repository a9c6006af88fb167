import { BespokeError } from '../errors.js';
import { decodeModel } from '../onnx/codec.js';
import { dataTypeOf } from '../onnx/data-types.js';
import type { ModelProto, TypeProto_Tensor } from '../onnx/gen/onnx_pb.js';
import type { Graph, ValueType } from '../onnx/graph.js';
import { type Stretch, stretchesOf, wiresOf, wiresOfProto } from '../onnx/index-bounds.js';
import { asOneNode } from '../onnx/normal/as-one-node.js';
import { batchAgnostic } from '../onnx/normal/batch-agnostic.js';
import { dropNoOps } from '../onnx/normal/drop-no-ops.js';
import { elementwiseOnRows } from '../onnx/normal/elementwise-on-rows.js';
import { foldAffine, foldBatchNorm } from '../onnx/normal/fold-affine.js';
import { fixedValues, freezeShapes } from '../onnx/normal/freeze-shapes.js';
import { groupsAsChannels } from '../onnx/normal/groups-as-channels.js';
import { type PrepareOptions, prepareModel } from '../onnx/normal/prepare-model.js';
import {
  assertOutputsDependOnInputs,
  assertSupportedOperators,
} from '../onnx/normal/unsupported-operators.js';
import type { OpenAxis } from '../onnx/open-sizes.js';
import type { PackedInput } from '../onnx/packed-inputs.js';
import { pruneUnused } from '../onnx/prune-unused.js';
import { randomTensor } from '../onnx/random-tensor.js';
import { graphOf } from '../onnx/read-graph.js';
import { type DataType, sizeOf, type Tensor } from '../onnx/tensor.js';
import { upgrade } from '../onnx/upgrade/upgrade.js';
import { modelOf } from '../onnx/write-graph.js';
import { rngOf } from '../random.js';
import {
  openProbe,
  openWithActivations,
  outputsOfModel,
  type ProbeOptions,
  probe,
  runOnce,
} from './activation-probe.js';
import { batchableCheck } from './assert-batchable.js';
import { assertFits } from './assert-fits.js';
import { assertSameOutputs } from './assert-same-outputs.js';
import { foldConstants } from './fold-constants.js';
import { withMappedWeights } from './mapped-weights.js';
import { type FileAtSizes, openSizes, type TiedSize, type TriedSizes } from './open-sizes.js';
import { refusedModel } from './refused-model.js';

export interface NormalForm {
  readonly graph: Graph;
  /** The same with the operators of the file, where the normal form has cheaper ones: what the file's latency is. */
  readonly asExported: Graph | undefined;
  /** Whether the file left the batch open. */
  readonly dynamicBatch: boolean;
  /** Where the file leaves height or width open: what is open in the graph too, or why it is not. */
  readonly sizes: TriedSizes | TiedSize | undefined;
  /** Of a model that takes several inputs, or integers: what the graph's one input, a row of numbers, stands for. */
  readonly packing: readonly PackedInput[] | undefined;
  /** What the user should know of the export. */
  readonly warnings: readonly string[];
}

/** What is held in memory at a time; other bounds than the usual ones are for tests. */
export interface NormalFormMemory {
  /** Bytes of a weight from which on it is mapped from a file. */
  readonly mappedBytes?: number;
  /** Bytes of activations from which on a graph is run in parts. */
  readonly activationBytes?: number;
}

/**
 * Brings a model into normal form: shapes known, constants, batch norm and other factors and summands by channel
 * folded, written-out functions in one node, no-ops gone, opset 18 or the file's if newer, computed in float32, every
 * activation in `values` at batch 1, and each sample's result the same in any batch. Deterministic; what comes out is
 * run and compared with the model that went in. Where the file leaves height or width open, the graph takes other
 * sizes if its operators can, and is compared at two of them. Several inputs, and one of integers, become one, see
 * {@link PackedInput}. Holds its thread: call it in a worker.
 * @throws BespokeError MODEL_DYNAMIC_SIZE, MODEL_OPERATOR, MODEL_BATCH, MODEL_INPUT, MODEL_FIXED_INPUT, MODEL_OUTPUT,
 *   MODEL_REFUSED, MODEL_TOO_LARGE, TEMPORARY_FOLDER and those of `readGraph`
 */
export function normalForm(
  bytes: Uint8Array,
  options: PrepareOptions,
  { mappedBytes, activationBytes }: NormalFormMemory = {},
): Promise<NormalForm> {
  const model = decodeModel(bytes, options.where);
  const { where } = options;
  return withMappedWeights(async (weights) => {
    const probing = { where, weights, activationBytes };
    const { openAxes, ...fixed } = await inNormalForm(model, options, probing);
    if (openAxes.length === 0) return { ...fixed, sizes: undefined };
    const opened = await openSizes(fixed.graph, openAxes, fileAtSizes(bytes, openAxes, options, probing));
    if ('tied' in opened) return { ...fixed, sizes: opened.tied };
    return { ...fixed, ...opened };
  }, mappedBytes);
}

function fileAtSizes(
  bytes: Uint8Array,
  openAxes: readonly OpenAxis[],
  options: PrepareOptions,
  probing: ProbeOptions,
): FileAtSizes {
  const { where, weights } = probing;
  const [{ axis, name }] = openAxes as readonly [OpenAxis];
  const height = name === 'height' ? axis : axis - 1;
  const at = (dims: readonly number[]): [ModelProto, PrepareOptions] => [
    decodeModel(bytes, where),
    { ...options, inputSize: [dims[height], dims[height + 1]] },
  ];
  return {
    async outputs(input) {
      const { model } = prepareModel(...at(input.dims));
      await assertModelFits(model, probing);
      return outputsOfModel(model, input, weights);
    },
    normalForm: async (dims) => (await inNormalForm(...at(dims), probing)).graph,
    outputsOfGraph: (graph, sizes, input) =>
      outputsOfModel(modelOf(graph, { openSizes: sizes }), input, weights),
    async assertBatchable(graph) {
      const [{ dims, dtype }] = graph.inputs;
      await atBatchOne(graph, probeInput([2, ...dims.slice(1)], dtype), probing);
    },
    probeInput,
  };
}

async function inNormalForm(
  decoded: ModelProto,
  options: PrepareOptions,
  probing: ProbeOptions,
): Promise<Omit<NormalForm, 'sizes'> & { readonly openAxes: readonly OpenAxis[] }> {
  const { where, weights } = probing;
  const { model, packing, ...prepared } = prepareModel(decoded, options);
  await assertModelFits(model, probing);
  const folded = await foldConstants(model, weights, where);
  assertSupportedOperators(folded.graph?.node ?? [], where);
  await assertModelFits(folded, probing);

  const { dtype, dims } = inputOf(model);
  const [batch, ...sample] = dims;
  const type: ValueType = { dtype, dims: [Math.max(batch, 2), ...sample] };
  const used = packing && stretchesOf(wiresOfProto(folded.graph!), folded.graph!.input[0].name, type);
  const input = probeInput(type.dims, dtype, used);
  const stated = probeSamples(input, 0, batch);
  // This maps all weights at once: before they are in memory too. Where it fails, what comes next says why.
  const [wanted] = await Promise.allSettled([outputsOfModel(model, stated, weights)]);
  weights.takeIn(folded);
  const read = pruneUnused(graphOf(folded, { where }));
  const { types, tensors } = await runOnce(read, stated, fixedValues(read), probing);
  const { open, plain } = simplified(withShapes(read, stated, types), tensors, where);
  const { graph, first } = await atBatchOne(open, probeSamples(input, 0, 2), probing);
  const got = batch === 1 ? first : (await runOnce(graph, stated, outputsOf(graph), probing)).tensors;
  if (wanted.status === 'rejected') throw wanted.reason;
  assertSameOutputs(graph, got, wanted.value, where);
  const asExported = plain && (await shapedAtOne(plain, probeSamples(input, 0, 1), probing));
  const stretches = packing && stretchesOf(wiresOf(graph), graph.inputs[0].name, graph.inputs[0]);
  const bounded = packing?.map((each) => ({
    ...each,
    below: stretches?.find(({ start }) => start === each.offset)?.below,
  }));
  return { graph, asExported, packing: bounded, ...prepared };
}

/** The only input of a prepared model, all sizes known. */
function inputOf(model: ModelProto): ValueType {
  const { elemType, shape } = model.graph!.input[0].type!.value.value as TypeProto_Tensor;
  return { dtype: dataTypeOf(elemType)!, dims: (shape?.dim ?? []).map(({ value }) => Number(value.value)) };
}

const outputsOf = ({ outputs }: Graph): ReadonlySet<string> => new Set(outputs.map(({ name }) => name));

/**
 * Refuses a model whose activations, or constants that are computed, would not fit into memory: folding and probing it
 * would make them.
 */
async function assertModelFits(
  model: ModelProto,
  { where, weights }: Pick<ProbeOptions, 'where' | 'weights'>,
): Promise<void> {
  const graph = model.graph!;
  assertFits(new Map([[graph.input[0].name, inputOf(model).dims]]), 2, where);
  const session = await openWithActivations(model, weights).catch((error: unknown) => {
    throw error instanceof BespokeError && error.code === 'ENGINE_OPEN'
      ? refusedModel(model, error.cause as Error, where)
      : error;
  });
  try {
    assertFits(session.outputShapes ?? new Map(), 2, where);
  } finally {
    await session.close();
  }
}

/**
 * The rewrites, at the batch that the file states; values that they add at the end are missing.
 * @returns with the operators of the file too, where there are cheaper ones
 */
function simplified(
  graph: Graph,
  known: ReadonlyMap<string, Tensor>,
  where: string,
): { readonly open: Graph; readonly plain: Graph | undefined } {
  const frozen = freezeShapes(graph, known);
  assertOutputsDependOnInputs(frozen, where);
  const asOpened = foldBatchNorm(upgrade(dropNoOps(frozen)));
  const cheaper = foldAffine(asOneNode(asOpened));
  const lastly = (form: Graph): Graph => batchAgnostic(groupsAsChannels(elementwiseOnRows(form)));
  return { open: lastly(cheaper), plain: cheaper === asOpened ? undefined : lastly(asOpened) };
}

async function shapedAtOne(graph: Graph, input: Tensor, probing: ProbeOptions): Promise<Graph> {
  const { types } = await runOnce(graph, input, new Set(), probing);
  return withShapes(graph, input, types);
}

/** Shapes and outputs at batch 1, after seeing that two samples at once give what each gives alone. */
async function atBatchOne(
  graph: Graph,
  input: Tensor,
  probing: ProbeOptions,
): Promise<{ readonly graph: Graph; readonly first: ReadonlyMap<string, Tensor> }> {
  const opened = await openProbe(graph, probing);
  try {
    const [one, other] = [probeSamples(input, 0, 1), probeSamples(input, 1, 1)];
    const { types, tensors } = await probe(opened, one, outputsOf(graph));
    const known = withShapes(graph, one, types);
    await opened.run([one, other, input], batchableCheck(known, probing.where));
    return { graph: known, first: tensors };
  } finally {
    await opened.close();
  }
}

/** The graph with the types and shapes that a run has shown. */
function withShapes(graph: Graph, input: Tensor, types: ReadonlyMap<string, ValueType>): Graph {
  const values = new Map<string, ValueType>();
  const { dtype, dims } = input;
  const inputs = graph.inputs.map(({ name }) => ({ name, dtype, dims: [...dims] }));
  for (const { name, dtype, dims } of inputs) values.set(name, { dtype, dims });
  for (const { outputs } of graph.nodes) {
    for (const name of outputs) {
      const type = types.get(name);
      if (type !== undefined) values.set(name, type);
    }
  }
  const outputs = graph.outputs.map((output) => ({ ...output, ...values.get(output.name) }));
  return { ...graph, inputs, outputs, values };
}

/** Samples of random values, always the same, for learning a graph's shapes. */
export const probeInput = (
  dims: readonly number[],
  dtype: DataType = 'float32',
  stretches: readonly Stretch[] = [],
): Tensor => randomTensor({ dtype, dims }, rngOf(0, 'probe'), stretches);

/** Some of the samples of a batch. */
export function probeSamples({ dtype, data, dims }: Tensor, first: number, count: number): Tensor {
  const size = sizeOf(dims.slice(1));
  return { dtype, dims: [count, ...dims.slice(1)], data: data.slice(first * size, (first + count) * size) };
}

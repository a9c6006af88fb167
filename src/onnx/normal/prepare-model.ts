import { create } from '@bufbuild/protobuf';
import { BespokeError } from '../../errors.js';
import { assertSoundWeights } from '../assert-sound-weights.js';
import {
  type GraphProto,
  type ModelProto,
  type TensorProto,
  TensorProto_DataType,
  TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
} from '../gen/onnx_pb.js';
import type { OpenAxis } from '../open-sizes.js';
import type { PackedInput } from '../packed-inputs.js';
import { type ReadExternal, readTensor } from '../read-tensor.js';
import type { Tensor } from '../tensor.js';
import { toFloat32Model } from './float32-model.js';
import { inInferenceForm } from './inference-form.js';
import { inputDims, type SizeOption } from './input-dims.js';
import { type FixedValue, fixInput, inputType, packInputs } from './pack-inputs.js';
import { takeInExternal } from './take-in-external.js';

/** Newest version of the file format that ONNX Runtime 1.30 reads. */
const NEWEST_IR = 13n;

export interface PrepareOptions {
  readonly where: string;
  readonly inputSize?: readonly [number, number] | undefined;
  /** How messages name what gives it. */
  readonly sizeOption?: SizeOption | undefined;
  /** Length of sequences: what dimensions that stay open, besides the batch, are taken for. */
  readonly length?: number | undefined;
  /** Inputs that are the same for all samples, by their names: they become weights. */
  readonly fixed?: Readonly<Record<string, FixedValue>> | undefined;
  readonly readExternal?: ReadExternal | undefined;
}

export interface PreparedModel {
  readonly model: ModelProto;
  readonly dynamicBatch: boolean;
  /** Height and width where the file leaves them open. */
  readonly openAxes: readonly OpenAxis[];
  /** Of a model that takes several inputs, or integers: those that its one row stands for, in the order of the file. */
  readonly packing: readonly PackedInput[] | undefined;
  /** What the user should know of the export. */
  readonly warnings: readonly string[];
}

/**
 * A decoded model made ready for constant folding, in place: weights inside the file and no longer inputs, computed in
 * float32, its inputs with shapes that are known, no shapes stated elsewhere. Several inputs, and one of integers,
 * become one: see {@link PackedInput}.
 * @throws BespokeError MODEL_INPUT, MODEL_FIXED_INPUT, MODEL_DYNAMIC_SIZE, MODEL_INPUT_SIZE, MODEL_EXTERNAL_DATA, …
 */
export function prepareModel(model: ModelProto, options: PrepareOptions): PreparedModel {
  const graph = model.graph as GraphProto;
  refuseOldOpset(model, options.where);
  refuseReservedNames(graph, options.where);
  takeInExternal(graph, options.where, options.readExternal);
  const weights = new Set([
    ...graph.initializer.map(({ name }) => name),
    ...graph.sparseInitializer.map(({ values }) => values?.name ?? ''),
  ]);
  graph.input = graph.input.filter(({ name }) => !weights.has(name));
  if (model.irVersion < 4n) model.irVersion = 4n;
  // Newer versions added types and fields that nothing here has, or that reading refuses by name.
  if (model.irVersion > NEWEST_IR) model.irVersion = NEWEST_IR;
  toFloat32Model(model);
  assertSoundWeights(floatWeights(graph, options.where), options.where);
  const warnings = inInferenceForm(graph);
  graph.valueInfo = [];
  model.metadataProps = [];
  const { packing, ...input } = takeInputs(graph, options);
  for (const output of graph.output) {
    if (output.type?.value.case === 'tensorType') delete output.type.value.value.shape;
  }
  return { model, ...input, packing, warnings };
}

/** Objects cannot have a key of this name, and ONNX Runtime's are keyed by the names of tensors. */
function refuseReservedNames({ input, output, node, initializer }: GraphProto, where: string): void {
  const names = [...input, ...output, ...initializer].map(({ name }) => name);
  if (![...names, ...node.flatMap((each) => each.output)].includes('__proto__')) return;
  throw new BespokeError({
    code: 'MODEL_NAME',
    what: 'a tensor has a name that JavaScript cannot use',
    where,
    value: '__proto__',
    next: 'Rename it and export the model again.',
  });
}

/** Before opset 7, broadcasting was asked for by attributes. */
function refuseOldOpset(model: ModelProto, where: string): void {
  const opset = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version;
  if (opset === undefined || opset >= 7n) return;
  throw new BespokeError({
    code: 'MODEL_OPSET',
    what: 'the opset of the model is too old',
    where,
    value: Number(opset),
    accepted: 'opset 7 or newer',
    next: 'Export it again, for example with opset 18, or convert it with onnx.version_converter.',
  });
}

/** Checked before folding, while weights have the names of the file. */
function* floatWeights(
  { initializer, node }: GraphProto,
  where: string,
): Generator<readonly [string, Tensor]> {
  const isFloat = ({ dataType }: TensorProto): boolean =>
    dataType === TensorProto_DataType.FLOAT || dataType === TensorProto_DataType.DOUBLE;
  const constants = node.filter(({ opType }) => opType === 'Constant');
  for (const tensor of initializer) {
    if (isFloat(tensor))
      yield [tensor.name, readTensor(tensor, { where: `${where}: weight '${tensor.name}'` })];
  }
  for (const { attribute, output } of constants) {
    const tensor = attribute[0]?.t;
    if (tensor !== undefined && isFloat(tensor)) yield [output[0], readTensor(tensor, { where })];
  }
}

/** Shapes made known, fixed inputs made weights, and what is left made one input, in place. */
function takeInputs(
  graph: GraphProto,
  { where, inputSize, length, fixed = {}, sizeOption }: PrepareOptions,
): Pick<PreparedModel, 'dynamicBatch' | 'openAxes' | 'packing'> {
  const unknown = Object.keys(fixed).find((name) => !graph.input.some((input) => input.name === name));
  if (unknown !== undefined)
    throw new BespokeError({
      code: 'MODEL_FIXED_INPUT',
      what: 'the model has no input of this name to be fixed',
      where,
      value: unknown,
      accepted: graph.input.map(({ name }) => name).join(', '),
    });
  const inputs = graph.input.map((input) => {
    const dtype = inputType(input, where);
    const dims = statedDims(input);
    const place = `${where}: input '${input.name}'`;
    return { name: input.name, dtype, ...inputDims(dims, inputSize, place, { option: sizeOption, length }) };
  });
  for (const info of inputs)
    if (fixed[info.name] !== undefined) fixInput(graph, info, fixed[info.name]!, where);
  const fed = inputs.filter(({ name }) => fixed[name] === undefined);
  const [first] = fed;
  if (first === undefined)
    throw new BespokeError({
      code: 'MODEL_INPUT',
      what: inputs.length === 0 ? 'the model has no input' : 'all inputs of the model are fixed',
      where,
      accepted: 'a model with an input',
    });
  const { dynamicBatch } = first;
  if (fed.length === 1 && ['float32', 'uint8'].includes(first.dtype)) {
    setDims(graph.input[0]!, first.dims);
    return { dynamicBatch, openAxes: first.openAxes, packing: undefined };
  }
  const other = fed.find(
    ({ dims, ...info }) => dims[0] !== first.dims[0] || info.dynamicBatch !== dynamicBatch,
  );
  if (other !== undefined)
    throw new BespokeError({
      code: 'MODEL_INPUT',
      what: `the inputs '${first.name}' and '${other.name}' differ in their first dimension, the batch`,
      where,
      value: [first, other].map(({ dims, ...info }) => (info.dynamicBatch ? 'open' : dims[0])),
      accepted: 'inputs with the same batch in front',
    });
  const infos = fed.map(({ name, dtype, dims }) => ({ name, dtype, dims }));
  return { dynamicBatch, openAxes: [], packing: packInputs(graph, infos) };
}

function statedDims(input: ValueInfoProto): number[] {
  if (input.type?.value.case !== 'tensorType') return [];
  return (input.type.value.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' && value.value > 0n ? Number(value.value) : -1,
  );
}

function setDims(input: ValueInfoProto, dims: readonly number[]): void {
  const shape = input.type?.value.case === 'tensorType' ? input.type.value.value.shape : undefined;
  if (shape === undefined) return;
  shape.dim = dims.map((dim) =>
    create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: BigInt(dim) } }),
  );
}

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
import { type ReadExternal, readTensor } from '../read-tensor.js';
import type { Tensor } from '../tensor.js';
import { toFloat32Model } from './float32-model.js';
import { inInferenceForm } from './inference-form.js';
import { inputDims, type SizeOption } from './input-dims.js';
import { takeInExternal } from './take-in-external.js';

/** Newest version of the file format that ONNX Runtime 1.30 reads. */
const NEWEST_IR = 13n;

export interface PrepareOptions {
  readonly where: string;
  readonly inputSize?: readonly [number, number] | undefined;
  /** How messages name what gives it. */
  readonly sizeOption?: SizeOption | undefined;
  readonly readExternal?: ReadExternal | undefined;
}

export interface PreparedModel {
  readonly model: ModelProto;
  readonly dynamicBatch: boolean;
  /** Height and width where the file leaves them open. */
  readonly openAxes: readonly OpenAxis[];
  /** What the user should know of the export. */
  readonly warnings: readonly string[];
}

/**
 * A decoded model made ready for constant folding, in place: weights inside the file and no longer inputs, computed in
 * float32, its one input with a shape that is known, no shapes stated elsewhere.
 * @throws BespokeError MODEL_INPUT, MODEL_DYNAMIC_SIZE, MODEL_INPUT_SIZE, MODEL_EXTERNAL_DATA, …
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
  const input = onlyInput(graph, options.where);
  const { dims, dynamicBatch, openAxes } = inputDims(
    statedDims(input),
    options.inputSize,
    `${options.where}: input '${input.name}'`,
    options.sizeOption,
  );
  setDims(input, dims);
  for (const output of graph.output) {
    if (output.type?.value.case === 'tensorType') delete output.type.value.value.shape;
  }
  return { model, dynamicBatch, openAxes, warnings };
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

/** Pixels may come as bytes, which the model casts. */
const INPUT_TYPES: ReadonlySet<number> = new Set([TensorProto_DataType.FLOAT, TensorProto_DataType.UINT8]);

function onlyInput(graph: GraphProto, where: string): ValueInfoProto {
  const [input, ...others] = graph.input;
  if (input === undefined || others.length > 0) {
    throw new BespokeError({
      code: 'MODEL_INPUT',
      what: input === undefined ? 'the model has no input' : 'the model has more than one input',
      where,
      value: graph.input.map(({ name }) => name).join(', '),
      accepted: 'a model with one input, the image or vector',
    });
  }
  const type = input.type?.value;
  if (type?.case !== 'tensorType' || !INPUT_TYPES.has(type.value.elemType)) {
    throw new BespokeError({
      code: 'MODEL_INPUT',
      what: `the input '${input.name}' is neither floating-point numbers nor bytes`,
      where,
      value: type?.case === 'tensorType' ? TensorProto_DataType[type.value.elemType] : type?.case,
      accepted: 'a float32, float16 or uint8 tensor',
      next: 'Export the model with an input of one of these types.',
    });
  }
  return input;
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

import { create } from '@bufbuild/protobuf';
import { BespokeError } from '../../errors.js';
import {
  type GraphProto,
  type ModelProto,
  TensorProto_DataType,
  TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
} from '../gen/onnx_pb.js';
import type { ReadExternal } from '../read-tensor.js';
import { toFloat32Model } from './float32-model.js';
import { inputDims } from './input-dims.js';
import { takeInExternal } from './take-in-external.js';

export interface PrepareOptions {
  readonly where: string;
  readonly inputSize?: readonly [number, number] | undefined;
  readonly readExternal?: ReadExternal | undefined;
}

export interface PreparedModel {
  readonly model: ModelProto;
  readonly dynamicBatch: boolean;
}

/**
 * A decoded model made ready for constant folding, in place: weights inside the file and no longer inputs, computed in
 * float32, its one input with a shape that is known, no shapes stated elsewhere.
 * @throws BespokeError MODEL_INPUT, MODEL_DYNAMIC_SIZE, MODEL_INPUT_SIZE, MODEL_EXTERNAL_DATA, …
 */
export function prepareModel(model: ModelProto, options: PrepareOptions): PreparedModel {
  const graph = model.graph as GraphProto;
  takeInExternal(graph, options.where, options.readExternal);
  const weights = new Set([
    ...graph.initializer.map(({ name }) => name),
    ...graph.sparseInitializer.map(({ values }) => values?.name ?? ''),
  ]);
  graph.input = graph.input.filter(({ name }) => !weights.has(name));
  if (model.irVersion < 4n) model.irVersion = 4n;
  toFloat32Model(model);
  graph.valueInfo = [];
  model.metadataProps = [];
  const input = onlyInput(graph, options.where);
  const { dims, dynamicBatch } = inputDims(
    statedDims(input),
    options.inputSize,
    `${options.where}: input '${input.name}'`,
  );
  setDims(input, dims);
  for (const output of graph.output) {
    if (output.type?.value.case === 'tensorType') delete output.type.value.value.shape;
  }
  return { model, dynamicBatch };
}

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
  if (type?.case !== 'tensorType' || type.value.elemType !== TensorProto_DataType.FLOAT) {
    throw new BespokeError({
      code: 'MODEL_INPUT',
      what: `the input '${input.name}' is not float32`,
      where,
      value: type?.case === 'tensorType' ? TensorProto_DataType[type.value.elemType] : type?.case,
      accepted: 'a float32 or float16 tensor',
      next: 'Export the model without its preprocessing and say it in data.input.',
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

import { create } from '@bufbuild/protobuf';
import { BespokeError } from '../../errors.js';
import { dataTypeOf, dataTypes } from '../data-types.js';
import { freeName } from '../free-name.js';
import {
  type GraphProto,
  NodeProtoSchema,
  TensorProto_DataType,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../gen/onnx_pb.js';
import type { ValueInfo } from '../graph.js';
import { type PackedInput, packedSize, rowLength } from '../packed-inputs.js';
import { tensorOf } from '../random-tensor.js';
import { type DataType, int64 } from '../tensor.js';
import { writeAttribute } from '../write-attribute.js';
import { writeTensor } from '../write-tensor.js';

/** What one sample has at an input that is the same for all: one number throughout, or each of its values. */
export type FixedValue = number | readonly number[];

const PACKED_TYPES: readonly DataType[] = ['float32', 'int64', 'int32', 'bool', 'uint8'];

/** The type of an input of a file. @throws BespokeError MODEL_INPUT */
export function inputType({ name, type }: ValueInfoProto, where: string): DataType {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  const dtype = tensor && dataTypeOf(tensor.elemType);
  if (dtype !== undefined && PACKED_TYPES.includes(dtype)) return dtype;
  throw new BespokeError({
    code: 'MODEL_INPUT',
    what: `the input '${name}' has a type that cannot be fed`,
    where,
    value: tensor === undefined ? type?.value.case : TensorProto_DataType[tensor.elemType],
    accepted: 'a tensor of float32, float16, int64, int32, bool or uint8',
    next: 'Export the model with an input of one of these types.',
  });
}

/**
 * An input that is the same for all samples made a weight, in place.
 * @param info shape at batch 1
 * @throws BespokeError MODEL_FIXED_INPUT
 */
export function fixInput(graph: GraphProto, info: ValueInfo, value: FixedValue, where: string): void {
  const { name, dtype, dims } = info;
  const size = packedSize(info);
  const values = typeof value === 'number' ? new Array<number>(size).fill(value) : value;
  const refuse = (what: string, given: unknown, accepted: string): never => {
    throw new BespokeError({
      code: 'MODEL_FIXED_INPUT',
      what,
      where: `${where}: ${name}`,
      value: given,
      accepted,
    });
  };
  if (values.length !== size)
    refuse('the fixed values are not those of one sample', values.length, `a number, or ${size} of them`);
  const wrong = dtype === 'float32' ? undefined : values.find((each) => !fitsType(each, dtype));
  if (wrong !== undefined) refuse(`the input takes ${dtype}`, wrong, 'whole numbers of this type');
  graph.input = graph.input.filter((input) => input.name !== name);
  graph.initializer.push(writeTensor(name, tensorOf({ dtype, dims: [1, ...dims.slice(1)] }, values)));
}

/** Least and largest integers of the types that an input may have. */
const RANGES: Partial<Readonly<Record<DataType, readonly [number, number]>>> = {
  bool: [0, 1],
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

function fitsType(value: number, dtype: DataType): boolean {
  const [least, largest] = RANGES[dtype] ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return Number.isInteger(value) && value >= least && value <= largest;
}

/**
 * One row of float32 in the place of the inputs, from which each is cut, in place. They lie in it by their names, so
 * that members of a pool whose files list them otherwise take the same row.
 * @param infos the inputs of the graph, at the batch that the file states
 */
export function packInputs(graph: GraphProto, infos: readonly ValueInfo[]): readonly PackedInput[] {
  const taken = new Set([
    ...infos.map(({ name }) => name),
    ...graph.node.flatMap(({ output }) => output),
    ...graph.initializer.map(({ name }) => name),
  ]);
  const fresh = (base: string): string => {
    const name = freeName(base, taken);
    taken.add(name);
    return name;
  };
  const weight = (base: string, values: readonly number[]): string => {
    const name = fresh(base);
    graph.initializer.push(writeTensor(name, int64(values)));
    return name;
  };
  const node = (opType: string, input: string[], output: string, to?: number) =>
    create(NodeProtoSchema, {
      opType,
      input,
      output: [output],
      attribute: to === undefined ? [] : [writeAttribute('to', { type: 'int', value: to })],
    });
  const row = fresh('inputs');
  const one = weight('inputs.axis', [1]);
  let offset = 0;
  const packed = [...infos]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((info): PackedInput => {
      const placed = { ...info, dims: [1, ...info.dims.slice(1)], offset };
      offset += packedSize(info);
      return placed;
    });
  const cuts = packed.flatMap((input) => {
    const { name, dtype, dims, offset } = input;
    const [start, end] = [offset, offset + packedSize(input)].map((bound) =>
      weight(`${name}.bound`, [bound]),
    );
    const steps: [string, string[], number?][] = [['Slice', [start!, end!, one]]];
    if (dims.length !== 2) steps.push(['Reshape', [weight(`${name}.shape`, [-1, ...dims.slice(1)])]]);
    if (dtype !== 'float32') steps.push(['Cast', [], dataTypes[dtype].code]);
    let from = row;
    return steps.map(([opType, weights, to], index) => {
      const made = index === steps.length - 1 ? name : fresh(`${name}.${opType.toLowerCase()}`);
      const step = node(opType, [from, ...weights], made, to);
      from = made;
      return step;
    });
  });
  graph.node = [...cuts, ...graph.node];
  const dim = [infos[0]!.dims[0]!, rowLength(infos)].map((size) => ({
    value: { case: 'dimValue' as const, value: BigInt(size) },
  }));
  const tensor = { elemType: TensorProto_DataType.FLOAT, shape: { dim } };
  graph.input = [
    create(ValueInfoProtoSchema, { name: row, type: { value: { case: 'tensorType', value: tensor } } }),
  ];
  return infos.map(({ name }) => packed.find((input) => input.name === name)!);
}

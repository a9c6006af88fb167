import { dataTypes } from './data-types.js';
import type { GraphProto } from './gen/onnx_pb.js';
import { type Graph, type GraphNode, intAttribute, type ValueType } from './graph.js';
import { readAttribute } from './read-attribute.js';
import { readTensor } from './read-tensor.js';
import { sizeOf, type Tensor } from './tensor.js';

/** What a stretch of a model's input is used as. A whole input is one stretch, unless Slices cut it into several. */
export interface Stretch {
  /** Values of a sample, from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
  /** Whether they are, or become, integers. */
  readonly isInteger: boolean;
  /** Rows of the smallest embedding that they select from. */
  readonly below: number | undefined;
}

/** What of a graph, or of a file that is not read yet, says how its inputs are used. */
export interface Wires {
  readonly nodes: readonly Pick<GraphNode, 'opType' | 'domain' | 'inputs' | 'outputs' | 'attributes'>[];
  /** Shape of a weight; undefined for an activation. */
  weightDims(name: string): readonly number[] | undefined;
  /** Numbers of a small weight. */
  numbers(name: string): readonly number[] | undefined;
}

export const wiresOf = ({ nodes, initializers }: Graph): Wires => ({
  nodes,
  weightDims: (name) => initializers.get(name)?.dims,
  numbers: (name) => numbersOf(initializers.get(name)),
});

const numbersOf = (tensor: Tensor | undefined): number[] | undefined =>
  tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);

/** Those of a model whose constants are folded; weights that lie in other files are not read. */
export function wiresOfProto({ node, initializer }: GraphProto): Wires {
  const weights = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  return {
    nodes: node.map(({ opType, domain, input, output, attribute }) => ({
      opType,
      domain: domain === 'ai.onnx' ? '' : domain,
      inputs: input,
      outputs: output,
      attributes: Object.fromEntries(
        attribute
          .filter(({ name }) => ['axis', 'to'].includes(name))
          .map((each) => [each.name, readAttribute(each, { where: each.name })]),
      ),
    })),
    weightDims: (name) => weights.get(name)?.dims.map(Number),
    numbers(name) {
      const tensor = weights.get(name);
      return tensor === undefined || tensor.externalData.length > 0
        ? undefined
        : numbersOf(readTensor(tensor, { where: name }));
    },
  };
}

/** The stretches of an input, in order. */
export function stretchesOf(wires: Wires, name: string, { dtype, dims }: ValueType): Stretch[] {
  const whole = [{ start: 0, end: sizeOf(dims.slice(1)), ...usesOf(wires, name, !dtype.includes('float')) }];
  if (dims.length !== 2) return whole;
  const readers = wires.nodes.filter(({ inputs }) => inputs.includes(name));
  const cuts = readers.flatMap(({ opType, domain, inputs, outputs }) => {
    const [start, end, axis, step = 1] = inputs.slice(1).map((bound) => wires.numbers(bound)?.[0]);
    if (opType !== 'Slice' || domain !== '' || axis !== 1 || step !== 1 || start === undefined) return [];
    return [{ start, end: Math.min(end!, dims[1]!), ...usesOf(wires, outputs[0]!, false) }];
  });
  const sorted = cuts.sort((left, right) => left.start - right.start);
  const isApart = sorted.every(({ start }, index) => index === 0 || start >= sorted[index - 1]!.end);
  return cuts.length > 0 && cuts.length === readers.length && isApart ? sorted : whole;
}

/** Operators behind which the same numbers are. */
const MOVING = new Set([
  'Cast',
  'Reshape',
  'Unsqueeze',
  'Squeeze',
  'Flatten',
  'Transpose',
  'Identity',
  'Expand',
]);

function usesOf(wires: Wires, tensor: string, given: boolean): Pick<Stretch, 'isInteger' | 'below'> {
  const made = new Set([tensor]);
  const makers = new Map(wires.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  let isInteger = given;
  let below: number | undefined;
  for (const node of wires.nodes) {
    const { opType, domain, inputs, outputs } = node;
    if (domain !== '') continue;
    if (MOVING.has(opType) && made.has(inputs[0]!)) {
      made.add(outputs[0]!);
      if (opType === 'Cast' && INTEGER_CODES.has(Number(node.attributes.to?.value))) isInteger = true;
    }
    if (opType !== 'Gather' || !made.has(inputs[1]!)) continue;
    const rows = rowsOf(inputs[0]!, intAttribute(node as GraphNode, 'axis', 0));
    if (rows !== undefined) below = Math.min(below ?? rows, rows);
  }
  return { isInteger, below };

  /** Size of a weight along an axis, behind a Cast or a DequantizeLinear too. */
  function rowsOf(name: string, axis: number): number | undefined {
    const dims = wires.weightDims(name);
    if (dims !== undefined) return dims.at(axis);
    const maker = makers.get(name);
    return maker !== undefined && ['Cast', 'DequantizeLinear', 'Identity'].includes(maker.opType)
      ? rowsOf(maker.inputs[0]!, axis)
      : undefined;
  }
}

const INTEGER_CODES: ReadonlySet<number> = new Set(
  (['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'bool'] as const).map(
    (dtype) => dataTypes[dtype].code,
  ),
);

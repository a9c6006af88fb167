import { freeName } from './free-name.js';
import { FLOAT, type Graph, type GraphNode, type ValueInfo, type ValueType } from './graph.js';
import { pruneUnused } from './prune-unused.js';
import { int64, sizeOf, type Tensor } from './tensor.js';

/**
 * One of the inputs of a model that takes several, or integers. Normal form takes one row of float32 in their place,
 * [N, L], and each input is a stretch of it: training, recording and judging know networks with one input only.
 */
export interface PackedInput extends ValueInfo {
  /** Where its values begin in the row. */
  readonly offset: number;
  /** Its values are whole numbers from 0 to below this: indices of an embedding. */
  readonly below?: number | undefined;
}

/** Integers beyond are not exact in float32. */
export const LARGEST_PACKED = 2 ** 24;

/** Values of a sample. */
export const packedSize = ({ dims }: ValueType): number => sizeOf(dims.slice(1));

/** Length of the row. */
export const rowLength = (inputs: readonly ValueType[]): number =>
  inputs.reduce((sum, input) => sum + packedSize(input), 0);

/**
 * A graph that takes a row as one that takes the inputs: what cuts them out of the row goes, and where something else
 * reads the row, it is put together from them.
 */
export function unpacked(graph: Graph, inputs: readonly PackedInput[]): Graph {
  const [{ name: row }] = graph.inputs as readonly [ValueInfo];
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const names = new Map<string, string>();
  const within = new Map<string, PackedInput>();
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const input = stretchOf(node, graph, row, inputs) ?? rearranged(node, within);
    const [made] = node.outputs as readonly [string];
    if (input !== undefined) {
      within.set(made, input);
      const type = graph.values.get(made);
      if (type?.dtype === input.dtype && type.dims.join() === input.dims.join() && !outputs.has(made)) {
        names.set(made, input.name);
        continue;
      }
    }
    nodes.push({ ...node, inputs: node.inputs.map((name) => names.get(name) ?? name) });
  }
  const packing = packed(inputs, row, new Set([...graph.values.keys(), ...graph.initializers.keys()]));
  return pruneUnused({
    ...graph,
    inputs: inputs.map(({ name, dtype, dims }) => ({ name, dtype, dims })),
    nodes: [...packing.nodes, ...nodes],
    initializers: new Map([...graph.initializers, ...packing.initializers]),
    values: new Map<string, ValueType>([
      ...[...graph.values].filter(([name]) => !names.has(name)),
      ...inputs.map(({ name, dtype, dims }) => [name, { dtype, dims }] as const),
      ...packing.values,
    ]),
  });
}

/** The input that a node takes out of the row, if it does that. */
function stretchOf(
  { opType, domain, inputs: [source, ...bounds] }: GraphNode,
  { initializers }: Graph,
  row: string,
  inputs: readonly PackedInput[],
): PackedInput | undefined {
  if (opType !== 'Slice' || domain !== '' || source !== row) return undefined;
  const [start, end, axis, step = 1] = bounds.map((name) => Number(initializers.get(name)?.data[0]));
  if (axis !== 1 || step !== 1) return undefined;
  return inputs.find((input) => input.offset === start && input.offset + packedSize(input) === end);
}

const rearranged = (
  { opType, domain, inputs: [source] }: GraphNode,
  within: ReadonlyMap<string, PackedInput>,
): PackedInput | undefined =>
  domain === '' && ['Reshape', 'Cast'].includes(opType) ? within.get(source!) : undefined;

/** The row, made of the inputs. */
function packed(
  inputs: readonly PackedInput[],
  row: string,
  taken: ReadonlySet<string>,
): Pick<Graph, 'nodes' | 'initializers' | 'values'> {
  const nodes: GraphNode[] = [];
  const initializers = new Map<string, Tensor>();
  const values = new Map<string, ValueType>();
  const sorted = [...inputs].sort((left, right) => left.offset - right.offset);
  const parts = sorted.map((input) => {
    const size = packedSize(input);
    const [shape, floats, flat] = ['length', 'float', 'flat'].map((word) =>
      freeName(`${input.name}.${word}`, taken),
    ) as [string, string, string];
    initializers.set(shape, int64([-1, size]));
    values.set(floats, { dtype: 'float32', dims: input.dims });
    values.set(flat, { dtype: 'float32', dims: [1, size] });
    const to = { type: 'int', value: FLOAT } as const;
    nodes.push(
      { opType: 'Cast', domain: '', inputs: [input.name], outputs: [floats], attributes: { to } },
      { opType: 'Reshape', domain: '', inputs: [floats, shape], outputs: [flat], attributes: {} },
    );
    return flat;
  });
  values.set(row, { dtype: 'float32', dims: [1, rowLength(inputs)] });
  const axis = { type: 'int', value: 1 } as const;
  nodes.push({ opType: 'Concat', domain: '', inputs: parts, outputs: [row], attributes: { axis } });
  return { nodes, initializers, values };
}

import { type Attribute, type Graph, type GraphNode, nodeId } from './graph.js';
import { pruneUnused } from './prune-unused.js';
import { int64, type Tensor } from './tensor.js';

/** A dimension of the input that a file leaves open, besides the batch. */
export interface OpenAxis {
  readonly axis: number;
  readonly name: 'height' | 'width';
}

/** Dimensions that are open besides the batch. */
export interface OpenSizes {
  readonly input: readonly OpenAxis[];
  /** Axes of each output that depend on them. */
  readonly outputs: readonly (readonly number[])[];
}

/** A graph that takes other sizes of its input, or the operator that is tied to one. */
export type Opened = { readonly graph: Graph; readonly sizes: OpenSizes } | { readonly tied: string };

/**
 * Makes a graph in normal form take other sizes: constants that its size has decided are written without it, where they
 * can be. What they are at another size says which these are.
 * @param graph the graph itself comes back where no constant depends on the size
 * @param other the normal form of the same file where each of the `open` axes has another size
 */
export function openedSizes(graph: Graph, other: Graph, open: readonly OpenAxis[]): Opened {
  const initializers = new Map(graph.initializers);
  const nodes: GraphNode[] = [];
  for (const [index, node] of graph.nodes.entries()) {
    const twin = other.nodes[index];
    if (twin === undefined || !isSameNode(node, twin)) return { tied: nodeText(node) };
    const differing = node.inputs.flatMap((name, at) =>
      isSameWeight(graph.initializers.get(name), other.initializers.get(twin.inputs[at]!)) ? [] : [at],
    );
    if (differing.length === 0) {
      nodes.push(node);
      continue;
    }
    const shape =
      differing.join() === '1' && node.opType === 'Reshape' ? shapeOf(node, graph, other) : undefined;
    if (shape === undefined) return { tied: nodeText(node) };
    const name = `${nodeId(node)}.open`;
    initializers.set(name, int64(shape));
    nodes.push({ ...node, inputs: [node.inputs[0]!, name] });
  }
  const outputs = graph.outputs.map(({ dims }, index) => differingAxes(dims, other.outputs[index]!.dims));
  const sizes = { input: open, outputs };
  const isAsItWas = nodes.every((node, index) => node === graph.nodes[index]);
  return { graph: isAsItWas ? graph : pruneUnused({ ...graph, nodes, initializers }), sizes };
}

/** How messages name a node. */
export const nodeText = (node: GraphNode): string => `${node.opType} (${node.label ?? nodeId(node)})`;

/**
 * The shape of a Reshape with 0 for what its input has in the same place, and -1 once; undefined where that is not
 * enough.
 */
function shapeOf(node: GraphNode, graph: Graph, other: Graph): number[] | undefined {
  const [input, shapeName] = node.inputs;
  const [output] = node.outputs;
  // -1 is where the batch is.
  const known = Array.from(graph.initializers.get(shapeName!)!.data, Number);
  const [from, to] = [graph, other].map(({ values }) => values.get(input!)?.dims);
  const [made, madeThere] = [graph, other].map(({ values }) => values.get(output!)?.dims);
  if (!from || !to || !made || !madeThere) return undefined;
  const shape = made.map((size, axis) => {
    if (known[axis] !== -1 && size === madeThere[axis]) return size;
    return from[axis] === size && to[axis] === madeThere[axis] ? 0 : -1;
  });
  return shape.filter((size) => size < 0).length > 1 ? undefined : shape;
}

const differingAxes = (dims: readonly number[], others: readonly number[]): number[] =>
  dims.flatMap((size, axis) => (size === others[axis] ? [] : [axis]));

const isSameNode = (node: GraphNode, other: GraphNode): boolean =>
  node.opType === other.opType &&
  node.domain === other.domain &&
  node.inputs.join('\n') === other.inputs.join('\n') &&
  node.outputs.join('\n') === other.outputs.join('\n') &&
  attributesText(node) === attributesText(other);

const attributesText = ({ attributes }: GraphNode): string =>
  JSON.stringify(
    Object.keys(attributes)
      .sort()
      .map((name) => [name, attributeText(attributes[name]!)]),
  );

function attributeText({ type, value }: Attribute): unknown {
  if (type !== 'tensor') return [type, value];
  const { dtype, dims, data } = value as Tensor;
  return [dtype, dims, Array.from(data, String)];
}

function isSameWeight(weight: Tensor | undefined, other: Tensor | undefined): boolean {
  if (weight === undefined || other === undefined) return weight === other;
  return (
    weight.dtype === other.dtype &&
    weight.dims.join() === other.dims.join() &&
    Buffer.compare(bytesOf(weight), bytesOf(other)) === 0
  );
}

const bytesOf = ({ data }: Tensor): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

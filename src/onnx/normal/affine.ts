import { floatAttribute, type Graph, type GraphNode } from '../graph.js';
import { sizeOf, type Tensor } from '../tensor.js';

/** y = scale x + shift, by channel: both have one element for each, or one for all. */
export interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

const ONE = Float64Array.of(1);
const ZERO = Float64Array.of(0);

export const IDENTITY: Affine = { scale: ONE, shift: ZERO };

/** `last` behind `first`. */
export function behind(first: Affine, last: Affine): Affine {
  return {
    scale: zip(last.scale, first.scale, (outer, inner) => outer * inner),
    shift: zip(
      zip(last.scale, first.shift, (outer, inner) => outer * inner),
      last.shift,
      (a, b) => a + b,
    ),
  };
}

/** Two vectors of the same length, or of which one has a single element, element by element. */
export function zip(
  left: Float64Array,
  right: Float64Array,
  of: (a: number, b: number) => number,
): Float64Array {
  return Float64Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    of(left[left.length === 1 ? 0 : index], right[right.length === 1 ? 0 : index]),
  );
}

/** What a node is an affine function of, and which: batch norm, or arithmetic with a constant. Needs `values`. */
export function affineNode(graph: Graph, node: GraphNode): (Affine & { readonly input: string }) | undefined {
  if (node.domain !== '') return undefined;
  const found = node.opType === 'BatchNormalization' ? batchNorm(graph, node) : arithmetic(graph, node);
  const areFinite = found && [...found.scale, ...found.shift].every(Number.isFinite);
  return areFinite ? found : undefined;
}

/** y = (x - mean) gamma / sqrt(variance + epsilon) + beta */
function batchNorm({ initializers }: Graph, node: GraphNode): ReturnType<typeof affineNode> {
  const [gamma, beta, mean, variance] = node.inputs
    .slice(1, 5)
    .map((name) => numbers(initializers.get(name)));
  if (!gamma || !beta || !mean || !variance) return undefined;
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  const scale = zip(gamma, variance, (factor, spread) => factor / Math.sqrt(spread + epsilon));
  const moved = zip(mean, scale, (middle, factor) => middle * factor);
  return { input: node.inputs[0], scale, shift: zip(beta, moved, (a, b) => a - b) };
}

function arithmetic(graph: Graph, { opType, inputs, outputs }: GraphNode): ReturnType<typeof affineNode> {
  const at = inputs.findIndex((name) => graph.initializers.has(name));
  const input = inputs[1 - at];
  const dims = graph.values.get(input)?.dims;
  if (inputs.length !== 2 || dims === undefined || dims.join() !== graph.values.get(outputs[0])?.dims.join())
    return undefined;
  const constant = byChannel(graph.initializers.get(inputs[at]), dims);
  if (constant === undefined) return undefined;
  switch (opType) {
    case 'Add':
      return { input, scale: ONE, shift: constant };
    case 'Sub':
      return at === 1
        ? { input, scale: ONE, shift: constant.map((value) => -value) }
        : { input, scale: Float64Array.of(-1), shift: constant };
    case 'Mul':
      return { input, scale: constant, shift: ZERO };
    case 'Div':
      return at === 1 ? { input, scale: constant.map((value) => 1 / value), shift: ZERO } : undefined;
    default:
      return undefined;
  }
}

/** The values of a constant that is the same for all but the channels, axis 1, of what it is combined with. */
function byChannel(constant: Tensor | undefined, dims: readonly number[]): Float64Array | undefined {
  const values = numbers(constant);
  if (constant === undefined || values === undefined || constant.dims.length > dims.length) return undefined;
  if (values.length === 1) return values;
  const axis = constant.dims.length - (dims.length - 1);
  return values.length === dims[1] && constant.dims[axis] === values.length ? values : undefined;
}

const numbers = (tensor: Tensor | undefined): Float64Array | undefined =>
  tensor?.dtype === 'float32' && sizeOf(tensor.dims) > 0
    ? Float64Array.from(tensor.data as Float32Array)
    : undefined;

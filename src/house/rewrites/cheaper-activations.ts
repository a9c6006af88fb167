import type { Attribute, GraphNode } from '../../onnx/graph.js';
import { type ScalarFunction, scalarFunctions } from '../../onnx/scalar/scalar-functions.js';
import { scalarValue } from '../../onnx/scalar/scalar-node.js';
import { float32, sizeOf, type Tensor } from '../../onnx/tensor.js';
import type { Draft } from '../drafts/draft.js';
import type { Rewrite, RewrittenLayer, Site } from './rewrite.js';

interface Candidate {
  readonly opType: string;
  readonly cost: number;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Scalar inputs behind the first. */
  readonly bounds?: readonly number[];
}

const float = (value: number): Attribute => ({ type: 'float', value });

/** Relu costs next to nothing: engines do it within the convolution in front. */
const CANDIDATES: readonly Candidate[] = [
  { opType: 'Relu', cost: 0.25 },
  { opType: 'LeakyRelu', cost: 0.3, attributes: { alpha: float(0.1) } },
  { opType: 'Clip', cost: 0.25, bounds: [-1, 1] },
  {
    opType: 'HardSigmoid',
    cost: 1,
    attributes: { alpha: float(1 / 6), beta: float(0.5) },
  },
  { opType: 'HardSwish', cost: 2 },
];

/**
 * A Relu that stands for a bounded gate, or anything as far off, is no approximation that layers behind can make up
 * for.
 */
const LARGEST_LOSS = 0.35;
/** What an element costs in multiply-accumulates, see {@link latencyWork}, for each unit of a function's cost. */
const UNIT_MACS = 8;

/**
 * Activation functions that a cheaper one is like: HardSwish, Swish, Gelu, Mish by Relu, LeakyRelu or HardSwish,
 * Sigmoid by HardSigmoid, Tanh by Clip.
 */
export function cheaperActivations({ graph }: Draft): readonly Site[] {
  const ends = new Set(graph.outputs.map(({ name }) => name));
  return scalarFunctions(graph).flatMap((scalar): Site[] => {
    const type = graph.values.get(scalar.from)!;
    const elements = sizeOf(type.dims);
    if (ends.has(scalar.to) || type.dtype !== 'float32') return [];
    const rewrites = CANDIDATES.flatMap((candidate): Rewrite[] => {
      const loss = lossOf(scalar, candidate);
      if (candidate.cost >= 0.75 * scalar.cost || !(loss <= LARGEST_LOSS)) return [];
      const work = candidate.cost * UNIT_MACS * elements;
      return [{ loss, work, apply: (fresh) => replacement(scalar, candidate, fresh) }];
    });
    return rewrites.length === 0
      ? []
      : [{ tensor: scalar.to, work: scalar.cost * UNIT_MACS * elements, rewrites }];
  });
}

/** Squared difference over variance, for inputs that are normal with mean 0 and deviation 1.5. */
function lossOf(scalar: ScalarFunction, { opType, attributes = {}, bounds = [] }: Candidate): number {
  let [weights, sum, squares, difference] = [0, 0, 0, 0];
  for (let x = -6; x <= 6; x += 0.125) {
    const weight = Math.exp(-0.5 * (x / 1.5) ** 2);
    const wanted = scalar.at(x);
    weights += weight;
    sum += weight * wanted;
    squares += weight * wanted * wanted;
    difference += weight * (wanted - scalarValue({ opType, attributes }, [x, ...bounds])) ** 2;
  }
  const variance = squares - (sum * sum) / weights;
  return variance > 1e-12 ? difference / variance : Number.NaN;
}

function replacement(
  { from, to, nodes }: ScalarFunction,
  { opType, attributes = {}, bounds = [] }: Candidate,
  fresh: (base: string) => string,
): RewrittenLayer {
  const weights = bounds.map((bound): [string, Tensor] => [
    fresh(`${to}.bound`),
    float32(Float32Array.of(bound), []),
  ]);
  const node: GraphNode = {
    opType,
    domain: '',
    inputs: [from, ...weights.map(([name]) => name)],
    outputs: [to],
    attributes,
  };
  return { removes: nodes, nodes: [node], weights, values: [] };
}

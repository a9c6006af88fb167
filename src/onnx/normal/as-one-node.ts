import type { Attribute, Graph, GraphNode } from '../graph.js';
import { pruneUnused } from '../prune-unused.js';
import { type ScalarFunction, scalarFunctions } from '../scalar/scalar-functions.js';
import { scalarValue } from '../scalar/scalar-node.js';
import { WEBGPU_KERNELS } from '../webgpu-kernels.js';

type Known = Pick<GraphNode, 'opType' | 'attributes'>;

const float = (value: number): Attribute => ({ type: 'float', value });

const KNOWN: readonly Known[] = [
  { opType: 'HardSwish', attributes: {} },
  { opType: 'HardSigmoid', attributes: { alpha: float(1 / 6), beta: float(0.5) } },
];

/** From where no written-out function of the list is linear to where all are; the quickest to tell first. */
const POINTS: readonly number[] = [
  1,
  -1,
  ...Array.from({ length: 129 }, (_, index) => index / 8 - 8),
  -100,
  100,
];

/**
 * Activation functions that exporters write out in several nodes, `x * clip(x + 3, 0, 6) / 6`, as the operator that
 * ONNX has for them: one pass over memory in place of four, and ONNX Runtime computes it within a convolution. Where
 * the opset is too new for a kernel on graphics cards they stay as they are. Needs `values`.
 */
export function asOneNode(graph: Graph): Graph {
  const opset = graph.opsets.get('') ?? 0;
  const known = KNOWN.filter(({ opType }) => opset < WEBGPU_KERNELS.get(opType)!.below);
  const nodeOf = (scalar: ScalarFunction): Known | undefined =>
    scalar.nodes.length > 1 ? known.find((each) => isSame(scalar, each)) : undefined;
  const made = new Map<string, GraphNode>();
  const gone = new Set<string>();
  for (const scalar of scalarFunctions(graph, (each) => nodeOf(each) !== undefined)) {
    const { opType, attributes } = nodeOf(scalar)!;
    for (const id of scalar.nodes) gone.add(id);
    made.set(scalar.to, { opType, domain: '', inputs: [scalar.from], outputs: [scalar.to], attributes });
  }
  if (made.size === 0) return graph;
  const nodes = graph.nodes.flatMap(
    (node) => made.get(node.outputs[0]) ?? (gone.has(node.outputs[0]) ? [] : node),
  );
  return pruneUnused({ ...graph, nodes });
}

/** To the digits that float32 constants in between leave. */
const isSame = (scalar: ScalarFunction, known: Known): boolean =>
  POINTS.every((x) => Math.abs(scalar.at(x) - scalarValue(known, [x])) <= 1e-5 * Math.max(1, Math.abs(x)));

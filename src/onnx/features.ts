import { type Graph, type GraphNode, intAttribute, nodeId } from './graph.js';

/** What keeps each vector along the last axis apart, or only shifts and scales it. */
const PASSED = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Identity',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
]);

/**
 * The features that a network decides by: what the last linear layer in front of its first output reads, vectors of
 * shape [N, C] or [N, T, C], or one below the other. Undefined where its end is built in another way.
 */
export function featuresOf(graph: Graph): string | undefined {
  const makers = new Map(graph.nodes.map((node) => [nodeId(node), node]));
  const isConstant = (name: string): boolean => name === '' || graph.initializers.has(name);
  let name = graph.outputs[0]?.name;
  for (let node = name && makers.get(name); node; node = makers.get(name)) {
    const [first] = node.inputs;
    if (isLinear(node, isConstant)) {
      const rank = graph.values.get(first)?.dims.length;
      return rank === 2 || rank === 3 ? first : undefined;
    }
    if (node.domain !== '' || !PASSED.has(node.opType)) return undefined;
    const varying = node.inputs.filter((input) => !isConstant(input));
    if (varying.length !== 1) return undefined;
    name = varying[0];
  }
  return undefined;
}

function isLinear(node: GraphNode, isConstant: (name: string) => boolean): boolean {
  const { opType, domain, inputs } = node;
  const isProduct = opType === 'MatMul' || (opType === 'Gemm' && intAttribute(node, 'transA', 0) === 0);
  return domain === '' && isProduct && !isConstant(inputs[0]) && isConstant(inputs[1]);
}

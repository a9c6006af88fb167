import { type GraphNode, intAttribute } from '../graph.js';
import { int64, sizeOf } from '../tensor.js';
import type { UpgradeContext, UpgradeRule } from './rule.js';

/**
 * Until opset 13 these worked on the input flattened to two dimensions in front of `axis` (1 unless given): on all
 * later dimensions together. Since then `axis` (-1 unless given) is the only one.
 */
export const softmaxRule: UpgradeRule = {
  opTypes: ['Softmax', 'LogSoftmax', 'Hardmax'],
  below: 13,
  rewrite(node, context) {
    const dims = context.graph.values.get(node.inputs[0])?.dims ?? [];
    const stated = intAttribute(node, 'axis', 1);
    const axis = stated < 0 ? stated + dims.length : stated;
    const wide = dims.findIndex((dim, index) => index >= axis && dim > 1);
    const only = wide < 0 ? axis : wide;
    return sizeOf(dims.slice(axis)) === (dims[only] ?? 1)
      ? [withAxis(node, only)]
      : flattened(node, dims, axis, context);
  },
};

const withAxis = (node: GraphNode, axis: number): GraphNode => ({
  ...node,
  attributes: { ...node.attributes, axis: { type: 'int', value: axis } },
});

function flattened(
  node: GraphNode,
  dims: readonly number[],
  axis: number,
  context: UpgradeContext,
): GraphNode[] {
  const [output] = node.outputs;
  const rows = [sizeOf(dims.slice(0, axis)), sizeOf(dims.slice(axis))];
  const flat = context.addValue(node, 'flat', rows);
  const flatOutput = context.addValue(node, 'flat_output', rows);
  const reshape = (from: string, to: string, suffix: string, shape: readonly number[]): GraphNode => ({
    opType: 'Reshape',
    domain: '',
    inputs: [from, context.addWeight(node, suffix, int64(shape))],
    outputs: [to],
    attributes: {},
  });
  return [
    reshape(node.inputs[0], flat, 'flat_shape', rows),
    { ...withAxis(node, 1), inputs: [flat], outputs: [flatOutput] },
    reshape(flatOutput, output, 'shape', dims),
  ];
}

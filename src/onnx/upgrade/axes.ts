import { intsAttribute } from '../graph.js';
import { int64 } from '../tensor.js';
import { type UpgradeRule, without } from './rule.js';

const rule = (opTypes: readonly string[], below: number): UpgradeRule => ({
  opTypes,
  below,
  rewrite(node, context) {
    if (node.attributes.axes === undefined) return [node];
    const axes = int64(intsAttribute(node, 'axes', []));
    const inputs = [node.inputs[0], context.addWeight(node, 'axes', axes)];
    return [{ ...node, inputs, attributes: without(node, 'axes') }];
  },
});

/** `axes` became an input: of Squeeze, Unsqueeze, ReduceSum in opset 13, of the other reductions in 18. */
export const axesRules: readonly UpgradeRule[] = [
  rule(['Squeeze', 'Unsqueeze', 'ReduceSum'], 13),
  rule(
    [
      'ReduceL1',
      'ReduceL2',
      'ReduceLogSum',
      'ReduceLogSumExp',
      'ReduceMax',
      'ReduceMean',
      'ReduceMin',
      'ReduceProd',
      'ReduceSumSquare',
    ],
    18,
  ),
];

import { BespokeError } from '../../errors.js';
import { type GraphNode, intAttribute, nodeId } from '../graph.js';
import { type UpgradeRule, without } from './rule.js';

/** BatchNormalization: statistics per pixel went in opset 9, outputs other than the first mean training since 14. */
const batchNormalization: UpgradeRule = {
  opTypes: ['BatchNormalization'],
  below: 14,
  rewrite(node) {
    if (intAttribute(node, 'spatial', 1) === 0) throw perPixel(node);
    return [{ ...node, outputs: node.outputs.slice(0, 1), attributes: without(node, 'spatial', 'is_test') }];
  },
};

const perPixel = (node: GraphNode): BespokeError =>
  new BespokeError({
    code: 'MODEL_OPERATOR',
    what: 'batch norm with statistics for every pixel (spatial = 0)',
    where: `node '${node.label ?? nodeId(node)}' (BatchNormalization)`,
    accepted: 'statistics for every channel',
    next: 'Export the model with opset 9 or newer.',
  });

/** Dropout, opset 12: `ratio` became an input. It does nothing in inference, so it is gone with the no-ops. */
const dropout: UpgradeRule = {
  opTypes: ['Dropout'],
  below: 12,
  rewrite: (node) => [{ ...node, attributes: without(node, 'ratio') }],
};

/** Scatter was renamed in opset 11. */
const scatter: UpgradeRule = {
  opTypes: ['Scatter'],
  below: 11,
  rewrite: (node) => [{ ...node, opType: 'ScatterElements' }],
};

export const retiredFormRules: readonly UpgradeRule[] = [batchNormalization, dropout, scatter];

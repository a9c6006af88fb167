import type { GraphNode } from '../../onnx/graph.js';
import { type OperatorTrait, operatorsThatAre } from '../../onnx/operators.js';
import type { ChannelRule } from './channel-rule.js';
import { broadcastChannels } from './rules/broadcast.js';
import { channelwise, groupNormalization, normalization, resize, softmax } from './rules/channelwise.js';
import { concat } from './rules/concat.js';
import { conv, convTranspose } from './rules/conv.js';
import { gemm, matMul } from './rules/dense.js';
import { depthToSpace } from './rules/depth-to-space.js';
import { pad } from './rules/pad.js';
import { reduce, transpose } from './rules/reduce.js';
import { reorderOnly, reshape } from './rules/reshape.js';
import { slice } from './rules/slice.js';
import { split } from './rules/split.js';

const family = (rule: ChannelRule, operators: string) =>
  operators.split(' ').map((operator) => [operator, rule] as const);

const all = (rule: ChannelRule, trait: OperatorTrait) =>
  operatorsThatAre(trait).map((operator) => [operator, rule] as const);

const RULES: ReadonlyMap<string, ChannelRule> = new Map([
  ...family(conv, 'Conv'),
  ...family(convTranspose, 'ConvTranspose'),
  ...family(gemm, 'Gemm'),
  ...family(matMul, 'MatMul'),
  ...all(channelwise, 'unary'),
  ...all(channelwise, 'pool'),
  ...family(channelwise, 'Identity Dropout'),
  ...family(normalization, 'BatchNormalization InstanceNormalization'),
  ...family(groupNormalization, 'GroupNormalization'),
  ...family(depthToSpace, 'DepthToSpace SpaceToDepth'),
  ...family(resize, 'Resize'),
  ...family(softmax, 'Softmax LogSoftmax'),
  ...all(broadcastChannels, 'binary'),
  ...family(concat, 'Concat'),
  ...family(split, 'Split'),
  ...family(slice, 'Slice'),
  ...family(pad, 'Pad'),
  ...family(reshape, 'Reshape'),
  ...family(reorderOnly, 'Flatten Squeeze Unsqueeze'),
  ...all(reduce, 'reduction'),
  ...family(transpose, 'Transpose'),
]);

/** How channels pass through a node; undefined when nothing is known of its operator. */
export const channelRule = (node: GraphNode): ChannelRule | undefined =>
  node.domain === '' ? RULES.get(node.opType) : undefined;

import { type GraphNode, intAttribute, stringAttribute } from '../../../onnx/graph.js';
import type { GraphBuilder } from '../builder.js';
import type { GradientRule } from '../rule.js';

type Dims = [number, number, number, number];

/** Squares of positions to channels, and back (pixel shuffle; Shi et al., arXiv:1609.05158). */
export const depthToSpace: GradientRule = {
  opTypes: ['DepthToSpace', 'SpaceToDepth'],
  gradients: ({ builder, node, dy }) => [
    () => (node.opType === 'DepthToSpace' ? toDepth(builder, node, dy) : toSpace(builder, node, dy)),
  ],
};

function toDepth(builder: GraphBuilder, node: GraphNode, dy: string): string {
  const block = intAttribute(node, 'blocksize', 1);
  const [batch, channels, height, width] = builder.dims(dy) as Dims;
  const [rows, columns] = [height / block, width / block];
  const cut = builder.reshape(dy, [batch, channels, rows, block, columns, block]);
  const order = stringAttribute(node, 'mode', 'DCR') === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
  return builder.reshape(builder.transpose(cut, order), [batch, channels * block * block, rows, columns]);
}

function toSpace(builder: GraphBuilder, node: GraphNode, dy: string): string {
  const block = intAttribute(node, 'blocksize', 1);
  const [batch, depth, rows, columns] = builder.dims(dy) as Dims;
  const channels = depth / (block * block);
  const cut = builder.reshape(dy, [batch, block, block, channels, rows, columns]);
  const woven = builder.transpose(cut, [0, 3, 4, 1, 5, 2]);
  return builder.reshape(woven, [batch, channels, rows * block, columns * block]);
}

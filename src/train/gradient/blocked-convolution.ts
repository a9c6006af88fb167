import { type GraphNode, intAttribute, type ValueType } from '../../onnx/graph.js';
import { sizeOf } from '../../onnx/tensor.js';
import { BLOCKED_DOMAIN } from '../../runtime/channel-block.js';
import type { ArithmeticBuilder } from './arithmetic-builder.js';
import { attribute } from './attribute.js';

/** Most that filling blocks up with zeros may multiply the work by; with more, a plain convolution is as fast. */
export const MOST_PADDING = 1.35;

/**
 * Places a convolution whose weights are computed as one on blocks of channels, and says whether it did. ONNX Runtime
 * does so by itself where weights are constant, which those in training are not.
 */
export function placeBlockedConvolution(
  builder: ArithmeticBuilder,
  node: GraphNode,
  [type]: readonly ValueType[],
): boolean {
  const block = builder.channelBlock;
  if (block === undefined || node.opType !== 'Conv' || node.domain !== '') return false;
  const [x, w, bias] = node.inputs as [string, string, string?];
  if (builder.constantAt(w) !== undefined || type!.dtype !== 'float32') return false;
  const [rows, columns, ...kernel] = builder.dims(w) as [number, number, ...number[]];
  const channels = builder.dims(x)[1]!;
  const group = intAttribute(node, 'group', 1);
  const depthwise = group === channels && group === rows;
  // A plain 1 x 1 convolution is a matrix product already.
  if (kernel.length !== 2 || !(depthwise || (group === 1 && sizeOf(kernel) > 1))) return false;

  // A few input channels are read as they lie.
  const dense = !depthwise && columns >= block;
  const outer = dense ? builder.wholeBlocks(columns) : columns;
  const whole = builder.wholeBlocks(rows);
  if ((whole / rows) * (outer / columns) > MOST_PADDING) return false;

  const filter = filterInBlocks(builder, w, { rows: whole, columns: outer, block });
  const input = dense || depthwise ? builder.inBlocks(x) : x;
  const shift = bias ? [builder.pad(bias, [0], [whole - rows])] : [];
  const { group: _, ...attributes } = node.attributes;
  const y = builder.add('Conv', [input, filter, ...shift], [type!.dims[0]!, whole, ...type!.dims.slice(2)], {
    domain: BLOCKED_DOMAIN,
    attributes: { ...attributes, group: attribute.int(depthwise ? whole : 1) },
  });
  builder.place(
    {
      opType: 'ReorderOutput',
      domain: BLOCKED_DOMAIN,
      inputs: [y],
      outputs: node.outputs,
      attributes: { channels: attribute.int(rows) },
    },
    [type!],
  );
  return true;
}

/**
 * w[O, I, …kernel] as the blocked operator takes it: [O / block, I / block, …kernel, block of I, block of O], or, where
 * I is no whole number of blocks, [O / block, I, …kernel, block of O]; `rows` and `columns` are O and I with the zeros
 * that fill blocks up.
 */
function filterInBlocks(
  builder: ArithmeticBuilder,
  w: string,
  { rows, columns, block }: { rows: number; columns: number; block: number },
): string {
  const [, inner, ...kernel] = builder.dims(w);
  const whole = builder.pad(builder.swap(w), [0, 0, 0, 0], [columns - inner!, 0, 0, 0]);
  const outer = [rows / block, sizeOf(kernel), block];
  const blocks =
    columns % block === 0
      ? builder.transpose(
          builder.reshape(builder.inBlocks(whole), [columns / block, block, ...outer]),
          [2, 0, 3, 1, 4],
        )
      : builder.transpose(builder.reshape(builder.inBlocks(whole), [columns, ...outer]), [1, 0, 2, 3]);
  return builder.reshape(blocks, [rows, columns, ...kernel]);
}

import { type GraphNode, intsAttribute } from '../../onnx/graph.js';
import { attribute } from './attribute.js';

const REDUCTIONS = new Set(['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL1', 'ReduceL2']);

/** A node of opset 17 as opset 18 writes it: axes of reductions as an input, `num_outputs` of Split as an attribute. */
export function raised(node: GraphNode, constant: (axes: readonly number[]) => string): GraphNode {
  if (node.domain !== '') return node;
  if (REDUCTIONS.has(node.opType) && node.attributes.axes !== undefined) {
    const { axes: _, ...attributes } = node.attributes;
    return { ...node, inputs: [node.inputs[0]!, constant(intsAttribute(node, 'axes', []))], attributes };
  }
  if (node.opType === 'Split' && !node.inputs[1] && node.attributes.num_outputs === undefined) {
    const attributes = { ...node.attributes, num_outputs: attribute.int(node.outputs.length) };
    return { ...node, attributes };
  }
  return node;
}

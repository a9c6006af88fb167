import { type GraphNode, intsAttribute } from '../../onnx/graph.js';
import { hasTrait } from '../../onnx/operators.js';
import { attribute } from './attribute.js';

/** A node of opset 17 as opset 18 writes it: axes of reductions as an input, `num_outputs` of Split as an attribute. */
export function raised(node: GraphNode, constant: (axes: readonly number[]) => string): GraphNode {
  if (node.domain !== '') return node;
  if (hasTrait(node, 'axes-input-18') && node.attributes.axes !== undefined) {
    const { axes: _, ...attributes } = node.attributes;
    return { ...node, inputs: [node.inputs[0]!, constant(intsAttribute(node, 'axes', []))], attributes };
  }
  if (node.opType === 'Split' && !node.inputs[1] && node.attributes.num_outputs === undefined) {
    const attributes = { ...node.attributes, num_outputs: attribute.int(node.outputs.length) };
    return { ...node, attributes };
  }
  return node;
}

import { type Attribute, type GraphNode, stringAttribute } from '../graph.js';
import { float32, int64 } from '../tensor.js';
import type { OpenBatch } from './open-batch.js';

/**
 * Resize to constant sizes: scales instead where these give the same sizes, otherwise sizes of all axes but the batch
 * (output size is floor(input * scale), in float32).
 */
export const openResize: OpenBatch = (node, { graph, addWeight }) => {
  const sizes = graph.initializers.get(node.inputs[3] ?? '');
  const [input, output] = [graph.values.get(node.inputs[0]), graph.values.get(node.outputs[0])];
  if (sizes === undefined || input === undefined || output === undefined || !isPlain(node)) return [node];
  const [data] = node.inputs;
  const scales = Float32Array.from(output.dims, (dim, axis) => dim / input.dims[axis]);
  const exact = output.dims.every(
    (dim, axis) => Math.floor(Math.fround(input.dims[axis] * scales[axis])) === dim,
  );
  if (exact) {
    const name = addWeight(`${node.outputs[0]}.scales`, float32(scales, [scales.length]));
    return [{ ...node, inputs: [data, '', name] }];
  }
  const name = addWeight(`${node.outputs[0]}.sizes`, int64(output.dims.slice(1)));
  const axes: Attribute = { type: 'ints', value: output.dims.slice(1).map((_, index) => index + 1) };
  return [{ ...node, inputs: [data, '', '', name], attributes: { ...node.attributes, axes } }];
};

/** Sizes of all axes, stretched, without a region of interest. */
const isPlain = (node: GraphNode): boolean =>
  node.attributes.axes === undefined &&
  stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch') === 'stretch' &&
  stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel') !== 'tf_crop_and_resize';

import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import { pullBack } from '../axis-map.js';
import { assertConstant, constantInput } from '../constant-input.js';
import { coordinateOf, resizeMap } from '../resize-map.js';
import type { GradientRule } from '../rule.js';

/** Nearest and linear resizing work axis by axis, so the way back is one matrix an axis. */
export const resize: GradientRule = {
  opTypes: ['Resize'],
  refusal: (node, constantAt) => {
    const mode = stringAttribute(node, 'mode', 'nearest');
    const coordinates = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
    const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
    if (mode !== 'nearest' && mode !== 'linear') return `mode '${mode}'`;
    if (!(coordinates in coordinateOf)) return `coordinate_transformation_mode '${coordinates}'`;
    if (intAttribute(node, 'antialias', 0) === 1) return 'antialias';
    if (policy !== 'stretch') return `keep_aspect_ratio_policy '${policy}'`;
    return assertConstant(2, 3)(node, constantAt);
  },
  gradients: ({ builder, node, dy }) => [
    () => {
      const [from, to] = [builder.dims(node.inputs[0]!), builder.dims(dy)];
      const scales = constantInput(node, 2, (name) => builder.constantAt(name)) ?? [];
      const named = axesNamed(node, from.length);
      return from.reduce((gradient, input, axis) => {
        const output = to[axis]!;
        const given = scales[named.indexOf(axis)];
        const scale = given ?? output / input;
        return pullBack(builder, gradient, axis, resizeMap(node, { input, output, scale }), input);
      }, dy);
    },
  ],
};

const axesNamed = (node: GraphNode, rank: number): number[] =>
  intsAttribute(
    node,
    'axes',
    Array.from({ length: rank }, (_, axis) => axis),
  ).map((axis) => axisOf(axis, rank));

import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '../../../onnx/graph.js';
import { axisOf } from '../axes.js';
import { pullBack } from '../axis-map.js';
import { assertConstant, constantInput } from '../constant-input.js';
import { coordinateOf, resizeMap } from '../resize-map.js';
import type { GradientRule } from '../rule.js';

const [ROI, SCALES, SIZES] = [1, 2, 3];

/** Resizing works axis by axis, so the way back is one matrix an axis. */
export const resize: GradientRule = {
  opTypes: ['Resize'],
  refusal: (node, constantAt) => {
    const mode = stringAttribute(node, 'mode', 'nearest');
    const coordinates = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
    if (!['nearest', 'linear', 'cubic'].includes(mode)) return `mode '${mode}'`;
    if (!(coordinates in coordinateOf)) return `coordinate_transformation_mode '${coordinates}'`;
    if (mode === 'nearest' && intAttribute(node, 'antialias', 0) === 1) return 'antialias of the nearest';
    const crops = coordinates === 'tf_crop_and_resize' ? [ROI] : [];
    return assertConstant(...crops, SCALES, SIZES)(node, constantAt);
  },
  gradients: ({ builder, node, dy }) => [
    () => {
      const [from, to] = [builder.dims(node.inputs[0]!), builder.dims(dy)];
      const named = axesNamed(node, from.length);
      const numbers = (index: number) => constantInput(node, index, (name) => builder.constantAt(name)) ?? [];
      const [region, scales, sizes] = [numbers(ROI), numbers(SCALES), numbers(SIZES)];
      const common = commonScale(
        node,
        sizes.map((size, index) => size / from[named[index]!]!),
      );
      return from.reduce((gradient, input, axis) => {
        const output = to[axis]!;
        const at = named.indexOf(axis);
        const scale = scales[at] ?? (at >= 0 ? common : undefined) ?? output / input;
        const cut = at < 0 || region.length === 0 ? [0, 1] : [region[at]!, region[at + named.length]!];
        const map = resizeMap(node, { input, output, scale, region: cut as [number, number] });
        return pullBack(builder, gradient, axis, map, input);
      }, dy);
    },
  ],
};

/** The scale of all axes where the aspect ratio is kept. */
function commonScale(node: GraphNode, scales: readonly number[]): number | undefined {
  if (scales.length === 0) return undefined;
  switch (stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch')) {
    case 'not_larger':
      return Math.min(...scales);
    case 'not_smaller':
      return Math.max(...scales);
    default:
      return undefined;
  }
}

const axesNamed = (node: GraphNode, rank: number): number[] =>
  intsAttribute(
    node,
    'axes',
    Array.from({ length: rank }, (_, axis) => axis),
  ).map((axis) => axisOf(axis, rank));

import { type Attribute, type GraphNode, stringAttribute } from '../graph.js';
import { float32, type Tensor } from '../tensor.js';
import { type UpgradeContext, type UpgradeRule, without } from './rule.js';

const text = (value: string): Attribute => ({ type: 'string', value });

/**
 * Resize of opset 10 and its forerunner Upsample: asymmetric, nearest rounding down when it enlarges and up when it
 * shrinks.
 */
const early: UpgradeRule = {
  opTypes: ['Upsample', 'Resize'],
  below: 11,
  rewrite(node, context) {
    const scales = scalesOf(node, context);
    const name = node.inputs[1] ?? context.addWeight(node, 'scales', scales);
    const mode = stringAttribute(node, 'mode', 'nearest');
    const shrinks = Array.from(scales.data, Number).some((scale) => scale < 1);
    return [
      {
        ...node,
        opType: 'Resize',
        inputs: [node.inputs[0], '', name],
        attributes: {
          mode: text(mode === 'bilinear' ? 'linear' : mode),
          coordinate_transformation_mode: text('asymmetric'),
          nearest_mode: text(shrinks ? 'ceil' : 'floor'),
        },
      },
    ];
  },
};

function scalesOf(node: GraphNode, { graph }: UpgradeContext): Tensor {
  const scales = node.attributes.scales?.value as readonly number[] | undefined;
  if (scales !== undefined) return float32(Float32Array.from(scales), [scales.length]);
  return graph.initializers.get(node.inputs[1]) ?? float32(new Float32Array(0), [0]);
}

/** Resize, opset 11: an empty `roi` or `scales` stood for one that is left out. */
const empty: UpgradeRule = {
  opTypes: ['Resize'],
  below: 18,
  rewrite(node, { graph }) {
    const inputs = node.inputs.map((name, index) =>
      index > 0 && graph.initializers.get(name)?.data.length === 0 ? '' : name,
    );
    return [{ ...node, inputs }];
  },
};

/** RoiAlign, opset 16: sampling at pixel centres became the default. */
const roiAlign: UpgradeRule = {
  opTypes: ['RoiAlign'],
  below: 16,
  rewrite(node) {
    const mode = text('output_half_pixel');
    return [{ ...node, attributes: { ...without(node), coordinate_transformation_mode: mode } }];
  },
};

export const resizeRules: readonly UpgradeRule[] = [early, empty, roiAlign];

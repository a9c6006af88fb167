import { floatAttribute, intAttribute } from '../../../onnx/graph.js';
import { axesFrom, axisOf } from '../axes.js';
import { normalised } from '../normalised.js';
import type { GradientRule } from '../rule.js';

/**
 * y = scale h + shift, h = (x - mean) r, r = 1 / sqrt(variance + epsilon), over the axes from `axis` on; with means m
 * over these and g = scale dy: dx = r (g - m(g) - h m(g h)) (Ba, Kiros and Hinton, arXiv:1607.06450).
 */
export const layerNormalization: GradientRule = {
  opTypes: ['LayerNormalization'],
  gradients: ({ builder, node, dy }) => {
    const [x, scale, shift] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]];
    const rank = builder.dims(x).length;
    const axes = axesFrom(axisOf(intAttribute(node, 'axis', -1), rank), rank);
    const { normal, back } = normalised(builder, x, axes, floatAttribute(node, 'epsilon', 1e-5));
    return [
      () => back(builder.times(dy, scale)),
      () => builder.reduceTo(builder.times(dy, normal()), builder.dims(scale)),
      shift ? () => builder.reduceTo(dy, builder.dims(shift)) : undefined,
    ];
  },
};

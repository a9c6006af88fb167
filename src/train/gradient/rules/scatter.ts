import { type GraphNode, intAttribute, stringAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import type { GraphBuilder } from '../builder.js';
import type { GradientRule } from '../rule.js';

const axisOf = (node: GraphNode) => ({ axis: attribute.int(intAttribute(node, 'axis', 0)) });

/** Zeros in the shape of `like`, with `values` added at the indices. */
const spread = (
  builder: GraphBuilder,
  opType: 'ScatterElements' | 'ScatterND',
  like: string,
  indices: string,
  values: string,
  attributes = {},
): string => {
  const dims = builder.dims(like);
  return builder.add(opType, [builder.zeros(dims), indices, values], dims, {
    attributes: { ...attributes, reduction: attribute.string('add') },
  });
};

/** What was read several times adds up. */
export const gatherElements: GradientRule = {
  opTypes: ['GatherElements', 'GatherND'],
  refusal: (node) => (intAttribute(node, 'batch_dims', 0) === 0 ? undefined : 'batch_dims'),
  gradients: ({ builder, node, dy }) => {
    const [x, indices] = [node.inputs[0]!, node.inputs[1]!];
    return [
      () =>
        node.opType === 'GatherND'
          ? spread(builder, 'ScatterND', x, indices, dy)
          : spread(builder, 'ScatterElements', x, indices, dy, axisOf(node)),
    ];
  },
};

/** What was written over gets no gradient; what was written, or added, that of its place. */
export const scatterElements: GradientRule = {
  opTypes: ['ScatterElements', 'ScatterND'],
  refusal: (node) => {
    const reduction = stringAttribute(node, 'reduction', 'none');
    return reduction === 'none' || reduction === 'add' ? undefined : `reduction '${reduction}'`;
  },
  gradients: ({ builder, node, dy }) => {
    const [indices, updates] = [node.inputs[1]!, node.inputs[2]!];
    const attributes = node.opType === 'ScatterND' ? {} : axisOf(node);
    const adds = stringAttribute(node, 'reduction', 'none') === 'add';
    const gather = node.opType === 'ScatterND' ? 'GatherND' : 'GatherElements';
    return [
      () => {
        if (adds) return dy;
        const zeros = builder.zeros(builder.dims(updates));
        return builder.add(node.opType, [dy, indices, zeros], builder.dims(dy), { attributes });
      },
      undefined,
      () => builder.add(gather, [dy, indices], builder.dims(updates), { attributes }),
    ];
  },
};

/** The greatest or smallest elements get the gradients of the places that they went to. */
export const topK: GradientRule = {
  opTypes: ['TopK'],
  refusal: (node) => (node.outputs[1] ? undefined : 'its indices are left out'),
  gradients: ({ builder, node, dy }) => [
    () => {
      const axis = { axis: attribute.int(intAttribute(node, 'axis', -1)) };
      return spread(builder, 'ScatterElements', node.inputs[0]!, node.outputs[1]!, dy, axis);
    },
  ],
};

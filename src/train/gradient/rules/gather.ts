import { intAttribute } from '../../../onnx/graph.js';
import { float32, sizeOf } from '../../../onnx/tensor.js';
import { axisOf } from '../axes.js';
import { assertConstant, constantInput } from '../constant-input.js';
import type { GradientRule } from '../rule.js';

/**
 * With the indices as rows of the unit matrix, y is that matrix times x along the axis; the gradient goes through its
 * transpose.
 */
export const gather: GradientRule = {
  opTypes: ['Gather'],
  refusal: assertConstant(1),
  gradients: ({ builder, node, dy }) => [
    () => {
      const dims = builder.dims(node.inputs[0]!);
      const axis = axisOf(intAttribute(node, 'axis', 0), dims.length);
      const size = dims[axis]!;
      const indices = constantInput(node, 1, (name) => builder.constantAt(name)) ?? [];
      const units = new Float32Array(size * indices.length);
      for (const [column, index] of indices.entries())
        units[axisOf(index, size) * indices.length + column] = 1;
      const [before, after] = [sizeOf(dims.slice(0, axis)), sizeOf(dims.slice(axis + 1))];
      const flat = builder.reshape(dy, [before, indices.length, after]);
      const spread = builder.matmul(builder.constant(float32(units, [size, indices.length])), flat);
      return builder.reshape(spread, dims);
    },
  ],
};

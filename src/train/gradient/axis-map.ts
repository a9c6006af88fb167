import { float32 } from '../../onnx/tensor.js';
import type { GraphBuilder } from './builder.js';

/** A linear map along one axis: each output position is the sum of some input positions times their weights. */
export type AxisMap = readonly (readonly (readonly [input: number, weight: number])[])[];

/** The way back of a map from `size` inputs: dy with its axis of outputs turned to one of inputs. */
export function pullBack(
  builder: GraphBuilder,
  dy: string,
  axis: number,
  map: AxisMap,
  size: number,
): string {
  const identity =
    map.length === size &&
    map.every((terms, at) => terms.length === 1 && terms[0]![0] === at && terms[0]![1] === 1);
  if (identity) return dy;
  const rank = builder.dims(dy).length;
  if (axis === rank - 1) return builder.matmul(dy, matrix(builder, map, size));
  if (axis === rank - 2) return builder.matmul(matrixTransposed(builder, map, size), dy);
  const order = builder.dims(dy).map((_, each) => each);
  order[axis] = rank - 1;
  order[rank - 1] = axis;
  const turned = builder.matmul(builder.transpose(dy, order), matrix(builder, map, size));
  return builder.transpose(turned, order);
}

/** [outputs, inputs] */
function matrix(builder: GraphBuilder, map: AxisMap, size: number): string {
  const data = new Float32Array(map.length * size);
  for (const [at, terms] of map.entries())
    for (const [input, weight] of terms) data[at * size + input]! += weight;
  return builder.constant(float32(data, [map.length, size]));
}

/** [inputs, outputs] */
function matrixTransposed(builder: GraphBuilder, map: AxisMap, size: number): string {
  const data = new Float32Array(map.length * size);
  for (const [at, terms] of map.entries())
    for (const [input, weight] of terms) data[input * map.length + at]! += weight;
  return builder.constant(float32(data, [size, map.length]));
}

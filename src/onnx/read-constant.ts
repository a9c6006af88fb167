import { BespokeError } from '../errors.js';
import type { NodeProto, TensorProto } from './gen/onnx_pb.js';
import { readTensor, type TensorSource } from './read-tensor.js';
import { float32, type Tensor } from './tensor.js';

/**
 * The tensor of a `Constant` node, in whichever attribute it is; undefined for other nodes.
 * @throws BespokeError MODEL_OPERATOR for strings and sparse tensors
 */
export function constantOf(node: NodeProto, source: TensorSource): Tensor | undefined {
  if (node.opType !== 'Constant' || (node.domain !== '' && node.domain !== 'ai.onnx')) return undefined;
  const attribute = node.attribute[0];
  switch (attribute?.name) {
    case 'value':
      return readTensor(attribute.t as TensorProto, source);
    case 'value_float':
      return float32(Float32Array.of(attribute.f), []);
    case 'value_floats':
      return float32(Float32Array.from(attribute.floats), [attribute.floats.length]);
    case 'value_int':
      return { dtype: 'int64', dims: [], data: BigInt64Array.of(attribute.i) };
    case 'value_ints':
      return { dtype: 'int64', dims: [attribute.ints.length], data: BigInt64Array.from(attribute.ints) };
  }
  throw new BespokeError({
    code: 'MODEL_OPERATOR',
    what: 'a Constant that is not a tensor of numbers',
    where: source.where,
    value: attribute?.name,
    accepted: 'value, value_float, value_floats, value_int, value_ints',
  });
}

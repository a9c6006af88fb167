import { BespokeError } from '../errors.js';
import { type AttributeProto, AttributeProto_AttributeType as Type } from './gen/onnx_pb.js';
import type { Attribute } from './graph.js';
import { readTensor, type TensorSource } from './read-tensor.js';

const utf8 = new TextDecoder();

/**
 * An attribute of a node.
 * @throws BespokeError MODEL_OPERATOR for attributes that hold graphs, lists of tensors, sparse tensors or types
 */
export function readAttribute(proto: AttributeProto, source: TensorSource): Attribute {
  switch (proto.type === Type.UNDEFINED ? guessType(proto) : proto.type) {
    case Type.INT:
      return { type: 'int', value: Number(proto.i) };
    case Type.INTS:
      return { type: 'ints', value: proto.ints.map(Number) };
    case Type.FLOAT:
      return { type: 'float', value: proto.f };
    case Type.FLOATS:
      return { type: 'floats', value: [...proto.floats] };
    case Type.STRING:
      return { type: 'string', value: utf8.decode(proto.s) };
    case Type.STRINGS:
      return { type: 'strings', value: proto.strings.map((bytes) => utf8.decode(bytes)) };
    case Type.TENSOR:
      if (proto.t !== undefined) return { type: 'tensor', value: readTensor(proto.t, source) };
  }
  throw new BespokeError({
    code: 'MODEL_OPERATOR',
    what: `attribute '${proto.name}' has an unsupported type (${Type[proto.type]})`,
    where: source.where,
    accepted: 'numbers, strings and tensors; no control flow',
    next: 'Export the model without control flow (If, Loop, Scan) and sequences.',
  });
}

/** Files older than IR version 2 leave the type out. */
function guessType(proto: AttributeProto): Type {
  if (proto.ints.length > 0) return Type.INTS;
  if (proto.floats.length > 0) return Type.FLOATS;
  if (proto.strings.length > 0) return Type.STRINGS;
  if (proto.t !== undefined) return Type.TENSOR;
  if (proto.g !== undefined) return Type.GRAPH;
  if (Object.hasOwn(proto, 'f')) return Type.FLOAT;
  if (Object.hasOwn(proto, 's')) return Type.STRING;
  return Object.hasOwn(proto, 'i') ? Type.INT : Type.UNDEFINED;
}

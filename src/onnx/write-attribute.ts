import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Type,
} from './gen/onnx_pb.js';
import type { Attribute } from './graph.js';
import type { Tensor } from './tensor.js';
import { writeTensor } from './write-tensor.js';

const utf8 = new TextEncoder();

export function writeAttribute(name: string, { type, value }: Attribute): AttributeProto {
  switch (type) {
    case 'int':
      return create(AttributeProtoSchema, { name, type: Type.INT, i: int64Of(value as number) });
    case 'ints':
      return create(AttributeProtoSchema, { name, type: Type.INTS, ints: (value as number[]).map(int64Of) });
    case 'float':
      return create(AttributeProtoSchema, { name, type: Type.FLOAT, f: value as number });
    case 'floats':
      return create(AttributeProtoSchema, { name, type: Type.FLOATS, floats: [...(value as number[])] });
    case 'string':
      return create(AttributeProtoSchema, {
        name,
        type: Type.STRING,
        s: bytesOf(value as string | Uint8Array),
      });
    case 'strings':
      return create(AttributeProtoSchema, {
        name,
        type: Type.STRINGS,
        strings: (value as string[]).map(bytesOf),
      });
    case 'tensor':
      return create(AttributeProtoSchema, { name, type: Type.TENSOR, t: writeTensor('', value as Tensor) });
  }
}

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? utf8.encode(text) : text;

/** "To the end" is written as the largest int64 in files; as a number it is rounded up past it. */
function int64Of(value: number): bigint {
  const exact = BigInt(value);
  const clamped = BigInt.asIntN(64, exact);
  if (clamped === exact) return exact;
  return exact > 0n ? 2n ** 63n - 1n : -(2n ** 63n);
}

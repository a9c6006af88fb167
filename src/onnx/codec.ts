import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { BespokeError } from '../errors.js';
import { type ModelProto, ModelProtoSchema } from './gen/onnx_pb.js';

/**
 * Decodes a .onnx file. Nothing is lost: fields that this project does not know are kept and written again.
 * @param where the file's name, for messages
 * @throws BespokeError MODEL_EMPTY, MODEL_TRUNCATED, MODEL_DAMAGED, MODEL_NOT_ONNX
 */
export function decodeModel(bytes: Uint8Array, where: string): ModelProto {
  if (bytes.length === 0) {
    throw new BespokeError({
      code: 'MODEL_EMPTY',
      what: 'the model file is empty',
      where,
      next: 'Export it again.',
    });
  }
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    if (!startsLikeModel(bytes)) throw notOnnx(bytes, where, cause);
    throw endsEarly(cause) ? truncated(bytes, where, cause) : damaged(where, cause);
  }
  if (model.graph === undefined)
    throw startsLikeModel(bytes) ? truncated(bytes, where) : notOnnx(bytes, where);
  // The opset stands behind the graph, and every model has one.
  if (model.opsetImport.length === 0) throw truncated(bytes, where);
  if (model.graph.node.length === 0 && model.graph.output.length === 0) throw notOnnx(bytes, where);
  return model;
}

/** Encodes a model; a model that was decoded from canonical bytes gives these bytes again. */
export const encodeModel = (model: ModelProto): Uint8Array => toBinary(ModelProtoSchema, model);

/** Every exporter writes ir_version (field 1, a small varint) first. */
const startsLikeModel = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x08 && (bytes.length === 1 || bytes[1] < 0x40);

/** What Git leaves in the place of a file that Git LFS keeps. */
const isLfsPointer = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, 200)).startsWith('version https://git-lfs');

const truncated = (bytes: Uint8Array, where: string, cause?: unknown): BespokeError =>
  new BespokeError({
    code: 'MODEL_TRUNCATED',
    what: `the model is cut off after ${bytes.length} bytes`,
    where,
    accepted: 'a complete .onnx file',
    next: 'Copy or export it again.',
    cause,
  });

/** What the decoder says when bytes are missing at the end. */
const endsEarly = (cause: unknown): boolean =>
  /premature EOF|outside the bounds/.test((cause as Error).message);

const damaged = (where: string, cause: unknown): BespokeError =>
  new BespokeError({
    code: 'MODEL_DAMAGED',
    what: 'the model file is damaged: it begins like an ONNX model, and cannot be decoded',
    where,
    next: 'Copy or export it again.',
    cause,
  });

const notOnnx = (bytes: Uint8Array, where: string, cause?: unknown): BespokeError =>
  new BespokeError({
    code: 'MODEL_NOT_ONNX',
    what: isLfsPointer(bytes) ? 'this is a Git LFS pointer, not the model' : 'this is not an ONNX model',
    where,
    accepted: 'an .onnx file (a serialised ModelProto)',
    next: isLfsPointer(bytes)
      ? 'Fetch the file with git lfs pull.'
      : 'Export the network to ONNX, for example with torch.onnx.export.',
    cause,
  });

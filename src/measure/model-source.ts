import { readFile } from 'node:fs/promises';

/** An .onnx file as bytes, or the path of one. */
export type ModelBytesOrPath = Uint8Array | string;

export const bytesOf = async (model: ModelBytesOrPath): Promise<Uint8Array> =>
  typeof model === 'string' ? await readFile(model) : model;

import { readFile } from 'node:fs/promises';

/** An .onnx file as bytes, or the path of one. */
export type ModelSource = Uint8Array | string;

export const bytesOf = async (model: ModelSource): Promise<Uint8Array> =>
  typeof model === 'string' ? await readFile(model) : model;

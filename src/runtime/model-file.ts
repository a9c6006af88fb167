import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { BespokeError } from '../errors.js';
import { decodeModel } from '../onnx/codec.js';
import { externalLocations } from '../onnx/external-locations.js';
import type { ReadExternal } from '../onnx/read-tensor.js';
import { confinedPath } from './confined-path.js';

/** A model as it lies on disk, with the files that hold its weights. */
export interface ModelFile {
  /** The file's base name. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly readExternal: ReadExternal;
  /** sha256 of the model and, in order of their names, of its data files. */
  readonly digest: string;
  /** Paths of the model and its data files, to be watched. */
  readonly files: readonly string[];
}

/**
 * Reads a model and the data files that it names, which must lie in the model's folder or below.
 * @throws BespokeError MODEL_MISSING, MODEL_UNREADABLE, MODEL_EXTERNAL_DATA
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  const bytes = await readModel(path);
  const external = new Map<string, Uint8Array>();
  const files = [path];
  const hash = createHash('sha256').update(bytes);
  for (const location of locationsIn(bytes, path)) {
    const file = await confinedPath(dirname(path), location, path);
    const data = await readFile(file);
    external.set(location, data);
    files.push(file);
    hash.update(`\0${location}\0${data.length}\0`).update(data);
  }
  const readExternal: ReadExternal = (location) => {
    const data = external.get(location);
    if (data !== undefined) return data;
    throw new BespokeError({
      code: 'MODEL_EXTERNAL_DATA',
      what: 'the model does not name this data file',
      where: path,
      value: location,
    });
  };
  return { name: basename(path), bytes, readExternal, digest: hash.digest('hex'), files };
}

/** Decoding takes time, so only files that hold the word are decoded. A broken file is reported when it is used. */
function locationsIn(bytes: Buffer, path: string): readonly string[] {
  if (!bytes.includes('location')) return [];
  try {
    return externalLocations(decodeModel(bytes, path));
  } catch (error) {
    if (error instanceof BespokeError) return [];
    throw error;
  }
}

async function readModel(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new BespokeError({
      code: missing ? 'MODEL_MISSING' : 'MODEL_UNREADABLE',
      what: missing
        ? 'there is no such model file'
        : `the model file cannot be read: ${(cause as Error).message}`,
      where: path,
      accepted: 'the path of an .onnx file',
      cause,
    });
  }
}

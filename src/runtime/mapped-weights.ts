import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { BespokeError } from '../errors.js';
import {
  TensorProto_DataType as Code,
  type ModelProto,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
} from '../onnx/gen/onnx_pb.js';
import { isAlive } from '../store/leftovers.js';
import { temporaryPath, writerOf } from '../store/temporary-path.js';

/** Where the bytes of a weight lie in the file. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Weights of fewer bytes stay in the model. */
export const MAPPED_BYTES = 2 ** 20;

/** Names of the folders, and how old one of a process that is gone has to be: another container has other processes. */
const NAME = 'bespoke-weights';
const LEFT_MS = 3_600_000;

/** Pages of memory start at its multiples. */
const ALIGNMENT = 4096;
const FILE = 'weights.bin';

/** Shape inference reads these, and does not look into files. */
const INSIDE: ReadonlySet<number> = new Set([Code.INT32, Code.INT64, Code.STRING]);

/**
 * Large weights in a file in a temporary folder, so that every ONNX Runtime session of a model maps them in place of
 * holding copies: each is written once. Holds its thread.
 */
export class MappedWeights {
  readonly folder: string;
  /** Bytes of a weight that is mapped. */
  readonly least: number;
  /** By the buffer and the place in it. */
  readonly #places = new WeakMap<ArrayBufferLike, Map<number, Place>>();
  #end = 0;

  /** @throws BespokeError TEMPORARY_FOLDER */
  constructor(least: number = MAPPED_BYTES) {
    this.least = least;
    this.folder = temporaryPath(join(tmpdir(), NAME));
    removeLeftovers(tmpdir());
    inFolder(() => mkdirSync(this.folder, { mode: 0o700 }));
  }

  /**
   * Puts the large weights of a model into the file, in place.
   * @throws BespokeError TEMPORARY_FOLDER
   */
  putOut(model: ModelProto): void {
    const graph = model.graph!;
    const isLarge = ({ rawData, dataType }: TensorProto): boolean =>
      rawData.length >= this.least && !INSIDE.has(dataType);
    if (!graph.initializer.some(isLarge)) return;
    // Appending would ignore positions.
    const file = inFolder(() => openSync(join(this.folder, FILE), this.#end === 0 ? 'w' : 'r+'));
    try {
      graph.initializer = graph.initializer.map((tensor) =>
        isLarge(tensor) ? pointer(tensor, this.#placeOf(tensor.rawData, file)) : tensor,
      );
    } finally {
      closeSync(file);
    }
  }

  /**
   * Takes the weights of a model that are in the file into it again, in place.
   * @throws BespokeError TEMPORARY_FOLDER
   */
  takeIn(model: ModelProto): void {
    const outside = model.graph!.initializer.filter(
      ({ dataLocation }) => dataLocation === TensorProto_DataLocation.EXTERNAL,
    );
    for (const tensor of outside) {
      const place = placeOf(tensor);
      const bytes = inFolder(() => this.#read(place));
      this.#remember(bytes, place);
      tensor.rawData = bytes;
      tensor.externalData = [];
      tensor.dataLocation = TensorProto_DataLocation.DEFAULT;
    }
  }

  /** Removes the folder. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #placeOf(bytes: Uint8Array, file: number): Place {
    const known = this.#places.get(bytes.buffer)?.get(bytes.byteOffset);
    if (known?.length === bytes.length) return known;
    const offset = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    inFolder(() => writeAll(file, bytes, offset));
    this.#end = offset + bytes.length;
    const place = { offset, length: bytes.length };
    this.#remember(bytes, place);
    return place;
  }

  #remember(bytes: Uint8Array, place: Place): void {
    const known = this.#places.get(bytes.buffer) ?? new Map<number, Place>();
    this.#places.set(bytes.buffer, known.set(bytes.byteOffset, place));
  }

  /** In a buffer of its own, which readTensor takes as it is. */
  #read({ offset, length }: Place): Uint8Array {
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    const file = openSync(join(this.folder, FILE), 'r');
    try {
      for (let done = 0; done < length; ) {
        const count = readSync(file, bytes, done, length - done, offset + done);
        if (count === 0) throw new Error(`${FILE} is cut off`);
        done += count;
      }
      return bytes;
    } finally {
      closeSync(file);
    }
  }
}

/** What `work` gives with weights in a temporary folder, which is removed whatever happens. */
export async function withMappedWeights<T>(
  work: (weights: MappedWeights) => Promise<T>,
  least?: number,
): Promise<T> {
  const weights = new MappedWeights(least);
  try {
    return await work(weights);
  } finally {
    weights.close();
  }
}

function writeAll(file: number, bytes: Uint8Array, offset: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, offset + done);
}

function pointer({ name, dims, dataType }: TensorProto, place: Place): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims,
    dataType,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: Object.entries({ location: FILE, ...place }).map(([key, value]) => ({
      key,
      value: String(value),
    })),
  });
}

function placeOf({ externalData }: TensorProto): Place {
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  return { offset: Number(entries.get('offset') ?? 0), length: Number(entries.get('length')) };
}

/** What `work` gives, errors of the file system as the user's. */
function inFolder<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw temporaryFolderError(cause as NodeJS.ErrnoException);
  }
}

const isFull = ({ code }: NodeJS.ErrnoException): boolean => /^(ENOSPC|EDQUOT|EFBIG)$/.test(code ?? '');

/** The error of a temporary folder that is full or cannot be written to. */
export function temporaryFolderError(cause: NodeJS.ErrnoException, full = isFull(cause)): BespokeError {
  return new BespokeError({
    code: 'TEMPORARY_FOLDER',
    what: full
      ? `no space left for the weights of a model (${cause.code ?? cause.message})`
      : `the weights of a model cannot be kept here (${cause.message})`,
    where: tmpdir(),
    accepted: 'a temporary folder that can be written to, with room for twice the weights in float32',
    next: 'Free some space, or set TMPDIR (TEMP on Windows) to another folder.',
    cause,
  });
}

/** Removes the folders of processes that were killed. */
function removeLeftovers(directory: string): void {
  for (const name of foldersIn(directory)) {
    const writer = writerOf(name);
    if (writer === undefined || isAlive(writer)) continue;
    const path = join(directory, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > LEFT_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another user's, or another process was quicker.
    }
  }
}

function foldersIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.startsWith(`.${NAME}.`));
  } catch {
    return [];
  }
}

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { sizeOf } from '../onnx/tensor.js';
import { atomicFile } from '../store/atomic-file.js';
import { readFully } from './activation-file.js';
import { checksumsOf, headerOf, headerText, removeDamaged } from './checked-header.js';
import type { Dataset } from './dataset.js';

/**
 * First line of a packed data set, see {@link headerText}, padded so that what follows is aligned: then values, then
 * labels (int32).
 */
interface PackedHeader {
  readonly version: 2;
  readonly count: number;
  readonly sampleDims: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  readonly labelled: boolean;
  readonly classes: readonly string[] | null;
  readonly digest: string;
  /** CRC-32 of each {@link CHUNK} bytes of the values, then of the labels. */
  readonly checksums: readonly number[];
}

const ALIGNMENT = 64;
const CHUNK = 1 << 24;

/**
 * Writes a data set as one file that worker processes open with {@link openDataset}.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE.
 */
export async function writeDataset(path: string, dataset: Dataset): Promise<void> {
  const { count, sampleDims, values, labels, classes, digest } = dataset;
  const content = labels ? [bytesOf(values), bytesOf(labels)] : [bytesOf(values)];
  const header: PackedHeader = {
    version: 2,
    count,
    sampleDims,
    dtype: values instanceof Uint8Array ? 'uint8' : 'float32',
    labelled: labels !== undefined,
    classes: classes ?? null,
    digest,
    checksums: content.flatMap((bytes) => checksumsOf(bytes, CHUNK)),
  };
  const text = Buffer.from(headerText(header));
  const padding = ' '.repeat(ALIGNMENT - 1 - (text.length % ALIGNMENT));
  const parts: Uint8Array[] = [Buffer.concat([text, Buffer.from(`${padding}\n`)]), ...content];
  await atomicFile(path, async (temporary) => {
    const file = await open(temporary, 'wx');
    try {
      for (const part of parts) {
        for (let done = 0; done < part.length; ) {
          done += (await file.write(part, done, Math.min(part.length - done, 1 << 26))).bytesWritten;
        }
      }
    } finally {
      await file.close();
    }
  });
}

/**
 * Reads a packed data set whole.
 * @throws BespokeError SCRATCH_DAMAGED when it is not what was written, and then removes it; Error when it is missing.
 */
export function openDataset(path: string): Dataset {
  const file = openSync(path, 'r');
  try {
    const { dataset, damage } = read(file);
    if (dataset === undefined) throw removeDamaged(path, damage);
    return dataset;
  } finally {
    closeSync(file);
  }
}

type Read =
  | { readonly dataset: Dataset; readonly damage?: undefined }
  | { readonly dataset?: undefined; readonly damage: string };

function read(file: number): Read {
  const line = firstLine(file);
  const header = line && headerOf<PackedHeader>(line.toString());
  if (line === undefined || header === undefined) return { damage: 'its header' };
  const { count, sampleDims, dtype, labelled, classes, digest, checksums } = header;
  const length = count * sizeOf(sampleDims);
  const bytes = length * (dtype === 'uint8' ? 1 : 4) + (labelled ? 4 * count : 0);
  const { size } = fstatSync(file);
  if (size !== line.length + bytes) return { damage: `${size} bytes in place of ${line.length + bytes}` };
  const values = dtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
  readLarge(file, bytesOf(values), line.length);
  const labels = labelled ? new Int32Array(count) : undefined;
  if (labels) readFully(file, bytesOf(labels), line.length + values.byteLength);
  const found = [values, ...(labels ? [labels] : [])].flatMap((part) => checksumsOf(bytesOf(part), CHUNK));
  const wrong = found.findIndex((checksum, index) => checksum !== checksums[index]);
  if (wrong >= 0) return { damage: `chunk ${wrong + 1} of ${found.length}` };
  return { dataset: { count, sampleDims, values, labels, classes: classes ?? undefined, digest } };
}

/** Undefined when there is none. */
function firstLine(file: number): Buffer | undefined {
  for (let size = 1 << 12; ; size *= 2) {
    const bytes = Buffer.alloc(size);
    const read = readSync(file, bytes, 0, size, 0);
    const end = bytes.subarray(0, read).indexOf('\n');
    if (end >= 0) return bytes.subarray(0, end + 1);
    if (read < size) return undefined;
  }
}

/** One read call takes at most 2 GiB. */
function readLarge(file: number, bytes: Uint8Array, position: number): void {
  const step = 1 << 30;
  for (let start = 0; start < bytes.length; start += step) {
    readFully(file, bytes.subarray(start, start + step), position + start);
  }
}

const bytesOf = (values: Uint8Array | Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

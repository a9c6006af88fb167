import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { sizeOf } from '../onnx/tensor.js';
import { atomicFile } from '../store/atomic-file.js';
import { readFully } from './activation-file.js';
import type { Dataset } from './dataset.js';

/**
 * First line of a packed data set, in JSON, padded so that what follows is aligned: then values, then labels (int32).
 */
interface PackedHeader {
  readonly version: 1;
  readonly count: number;
  readonly sampleDims: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  readonly labelled: boolean;
  readonly classes: readonly string[] | null;
  readonly digest: string;
}

const ALIGNMENT = 64;

/**
 * Writes a data set as one file that worker processes open with {@link openDataset}.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE.
 */
export async function writeDataset(path: string, dataset: Dataset): Promise<void> {
  const { count, sampleDims, values, labels, classes, digest } = dataset;
  const header: PackedHeader = {
    version: 1,
    count,
    sampleDims,
    dtype: values instanceof Uint8Array ? 'uint8' : 'float32',
    labelled: labels !== undefined,
    classes: classes ?? null,
    digest,
  };
  const text = Buffer.from(JSON.stringify(header));
  const padding = ' '.repeat(ALIGNMENT - 1 - (text.length % ALIGNMENT));
  const parts: Uint8Array[] = [Buffer.concat([text, Buffer.from(`${padding}\n`)]), bytesOf(values)];
  if (labels) parts.push(bytesOf(labels));
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

/** Reads a packed data set whole. @throws Error when the file is missing or cut short. */
export function openDataset(path: string): Dataset {
  const file = openSync(path, 'r');
  try {
    const line = firstLine(file);
    const { count, sampleDims, dtype, labelled, classes, digest }: PackedHeader = JSON.parse(line.toString());
    const length = count * sizeOf(sampleDims);
    const values = dtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
    readLarge(file, bytesOf(values), line.length);
    const labels = labelled ? new Int32Array(count) : undefined;
    if (labels) readFully(file, bytesOf(labels), line.length + values.byteLength);
    return { count, sampleDims, values, labels, classes: classes ?? undefined, digest };
  } finally {
    closeSync(file);
  }
}

function firstLine(file: number): Buffer {
  for (let size = 1 << 12; ; size *= 2) {
    const bytes = Buffer.alloc(size);
    const read = readSync(file, bytes, 0, size, 0);
    const end = bytes.subarray(0, read).indexOf('\n');
    if (end >= 0) return bytes.subarray(0, end + 1);
    if (read < size) throw new RangeError('no header line');
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

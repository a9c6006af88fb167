import { closeSync, fstatSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { sizeOf } from '../onnx/tensor.js';
import { atomicFile } from '../store/atomic-file.js';
import { readFully } from './activation-file.js';
import { headerOf, headerText, removeDamaged, soundFile } from './checked-header.js';
import { type Dataset, type PackedDataset, sampleAt, type UnhashedDataset } from './dataset.js';
import { digestOfSamples } from './sample-digest.js';

/**
 * A packed data set: the values sample after sample, the labels (int32), the CRC-32 of each sample (uint32), this
 * header (see {@link headerText}), and the length of the header in the last four bytes; little-endian.
 */
interface PackedHeader {
  readonly version: 3;
  readonly count: number;
  readonly sampleDims: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  readonly labelled: boolean;
  readonly classes: readonly string[] | null;
  readonly digest: string;
  /** CRC-32 of labels and checksums. */
  readonly checksum: number;
}

/** A data set that is written while it comes. */
export interface ComingSamples extends Pick<Dataset, 'count' | 'sampleDims' | 'labels' | 'classes'> {
  readonly dtype: PackedHeader['dtype'];
  /** One entry a sample, in order. */
  readonly samples: AsyncIterable<Uint8Array | Float32Array> | Iterable<Uint8Array | Float32Array>;
}

/** Bytes that are written at a time, about. */
const PIECE = 1 << 22;

/**
 * Writes a data set as one file that worker processes open with {@link openDataset}.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE.
 */
export function writeDataset(path: string, dataset: Dataset | UnhashedDataset): Promise<void> {
  const { count, sampleDims, values, labels, classes } = dataset;
  const dtype = values instanceof Uint8Array ? 'uint8' : 'float32';
  const samples = Array.from({ length: count }, (_, index) => sampleAt(dataset, index));
  return writeSamples(path, { count, sampleDims, dtype, labels, classes, samples });
}

/**
 * As {@link writeDataset}, with one sample after the other in memory.
 * @throws what `samples` throws; then there is no file.
 */
export function writeSamples(path: string, coming: ComingSamples): Promise<void> {
  const { count, sampleDims, dtype, labels, classes } = coming;
  return atomicFile(path, async (temporary) => {
    const file = await open(temporary, 'wx');
    try {
      const digest = digestOfSamples(coming);
      const checksums = new Uint32Array(count);
      let sample = 0;
      let waiting: Uint8Array[] = [];
      let length = 0;
      for await (const values of coming.samples) {
        const bytes = bytesOf(values);
        digest.update(bytes);
        checksums[sample++] = crc32(bytes);
        waiting.push(bytes);
        length += bytes.length;
        if (length < PIECE) continue;
        await append(file, Buffer.concat(waiting));
        [waiting, length] = [[], 0];
      }
      if (sample !== count) throw new Error(`${sample} samples came in place of ${count}`);
      const table = Buffer.concat([...(labels ? [bytesOf(labels)] : []), bytesOf(checksums)]);
      const header: PackedHeader = {
        version: 3,
        count,
        sampleDims,
        dtype,
        labelled: labels !== undefined,
        classes: classes ?? null,
        digest: digest.end(),
        checksum: crc32(table),
      };
      const text = Buffer.from(headerText(header));
      await append(file, Buffer.concat([...waiting, table, text, bytesOf(Uint32Array.of(text.length))]));
    } finally {
      await file.close();
    }
  });
}

async function append(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, Math.min(bytes.length - done, 1 << 26))).bytesWritten;
}

/**
 * Opens a packed data set; who opens it closes it.
 * @throws BespokeError SCRATCH_DAMAGED when header, labels or length are not what was written, and then removes it;
 *   Error when it is missing.
 */
export function openDataset(path: string): PackedDataset {
  const file = openSync(path, 'r');
  try {
    return opened(file, path);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** {@link openDataset} for as long as it is used. */
export async function withDataset<T>(
  path: string,
  use: (dataset: PackedDataset) => T | Promise<T>,
): Promise<T> {
  const dataset = openDataset(path);
  try {
    return await use(dataset);
  } finally {
    dataset.close();
  }
}

/** The data set of a file if all of it is what was written; one that is damaged is removed. */
export const soundDataset = (path: string): Omit<PackedDataset, 'sample' | 'close'> | undefined =>
  soundFile(
    () => openDataset(path),
    (dataset, index) => dataset.sample(index),
  );

function opened(file: number, path: string): PackedDataset {
  const { size } = fstatSync(file);
  const header = readHeader(file, size);
  if (header === undefined) throw removeDamaged(path, 'its header');
  const { count, sampleDims, dtype, labelled, classes, digest, checksum, start } = header;
  const length = sizeOf(sampleDims);
  const sampleBytes = length * (dtype === 'uint8' ? 1 : 4);
  const table = new Int32Array((labelled ? 2 : 1) * count);
  const expected = count * sampleBytes + table.byteLength;
  if (start !== expected) throw removeDamaged(path, `${start} bytes in place of ${expected}`);
  readFully(file, bytesOf(table), count * sampleBytes);
  if (crc32(bytesOf(table)) !== checksum) throw removeDamaged(path, 'its labels or checksums');
  const checksums = new Uint32Array(table.buffer, labelled ? 4 * count : 0, count);
  const values = dtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
  const bytes = bytesOf(values);
  return {
    count,
    sampleDims,
    labels: labelled ? table.subarray(0, count) : undefined,
    classes: classes ?? undefined,
    digest,
    sample(index) {
      readFully(file, bytes, index * sampleBytes);
      if (crc32(bytes) !== checksums[index]) throw removeDamaged(path, `sample ${index} of ${count}`);
      return values;
    },
    close: () => closeSync(file),
  };
}

/** With the byte that it starts at. */
function readHeader(file: number, size: number): (PackedHeader & { readonly start: number }) | undefined {
  const length = new Uint32Array(1);
  if (size < length.byteLength) return undefined;
  const end = size - length.byteLength;
  readFully(file, bytesOf(length), end);
  const start = end - length[0];
  if (start < 0) return undefined;
  const text = Buffer.alloc(length[0]);
  readFully(file, text, start);
  const header = headerOf<PackedHeader>(text.toString());
  return header && { ...header, start };
}

const bytesOf = (values: Uint8Array | Float32Array | Int32Array | Uint32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

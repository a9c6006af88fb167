import { closeSync, fstatSync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { float16ToFloat32 } from '../onnx/float16.js';
import { sizeOf } from '../onnx/tensor.js';
import {
  type ActivationHeader,
  type ActivationStatistics,
  bytesPerElement,
  HEADER_BYTES,
  readFully,
} from './activation-file.js';
import { checksumsOf, headerOf, removeDamaged, soundFile } from './checked-header.js';

/** An open activation file. Reads only the samples it is asked for. */
export interface ActivationReader {
  /** Shape of one sample, without the batch. */
  readonly dims: readonly number[];
  readonly count: number;
  readonly dtype: 'float16' | 'float32';
  readonly statistics: ActivationStatistics;
  /** The samples in the order of `indices`, one after the other. */
  read(indices: ArrayLike<number>): Float32Array;
  readRange(start: number, count: number): Float32Array;
  close(): void;
}

/**
 * Whoever reads a sample that is not what was written gets SCRATCH_DAMAGED, and the file is removed.
 * @throws BespokeError SCRATCH_DAMAGED for a wrong header or length; Error when the file is missing.
 */
export function openActivations(path: string): ActivationReader {
  const file = openSync(path, 'r');
  try {
    return reader(file, path);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Whether all samples of a file are what was written; one that is damaged is removed. */
export const isSoundActivations = (path: string): boolean =>
  soundFile(
    () => openActivations(path),
    (file, sample) => file.read([sample]),
  ) !== undefined;

function reader(file: number, path: string): ActivationReader {
  const { dims, count, dtype, statistics, checksums } = readHeader(file, path);
  const size = sizeOf(dims);
  const sampleBytes = size * bytesPerElement(dtype);
  const assertSound = (bytes: Uint8Array, start: number) => {
    const wrong = checksumsOf(bytes, sampleBytes).findIndex((sum, index) => sum !== checksums[start + index]);
    if (wrong >= 0) throw removeDamaged(path, `sample ${start + wrong} of ${count}`);
  };

  /** Fills samples `at`.. of `to` with samples `start`.. of the file. */
  const fill = (to: Float32Array, at: number, start: number, samples: number) => {
    if (!(start >= 0 && start + samples <= count))
      throw new RangeError(`sample ${start + samples - 1} of ${count}`);
    const position = HEADER_BYTES + start * sampleBytes;
    if (dtype === 'float32') {
      const bytes = new Uint8Array(to.buffer, at * size * 4, samples * sampleBytes);
      readFully(file, bytes, position);
      assertSound(bytes, start);
      return;
    }
    const bits = new Uint16Array(samples * size);
    const bytes = new Uint8Array(bits.buffer);
    readFully(file, bytes, position);
    assertSound(bytes, start);
    float16ToFloat32(bits, to, at * size);
  };

  return {
    dims,
    count,
    dtype,
    statistics,
    read(indices) {
      const values = new Float32Array(indices.length * size);
      for (let at = 0; at < indices.length; ) {
        let end = at + 1;
        while (end < indices.length && indices[end] === indices[end - 1] + 1) end++;
        fill(values, at, indices[at], end - at);
        at = end;
      }
      return values;
    },
    readRange(start, samples) {
      const values = new Float32Array(samples * size);
      if (samples > 0) fill(values, 0, start, samples);
      return values;
    },
    close: () => closeSync(file),
  };
}

function readHeader(file: number, path: string): ActivationHeader & { readonly checksums: Uint32Array } {
  const { size } = fstatSync(file);
  if (size < HEADER_BYTES) throw removeDamaged(path, `${size} bytes`);
  const bytes = Buffer.alloc(HEADER_BYTES);
  readFully(file, bytes, 0);
  const header = headerOf<ActivationHeader>(bytes.toString('latin1'));
  if (header === undefined) throw removeDamaged(path, 'its header');
  const end = HEADER_BYTES + header.count * sizeOf(header.dims) * bytesPerElement(header.dtype);
  const expected = end + header.count * Uint32Array.BYTES_PER_ELEMENT;
  if (size !== expected) throw removeDamaged(path, `${size} bytes in place of ${expected}`);
  const checksums = new Uint32Array(header.count);
  const table = new Uint8Array(checksums.buffer);
  readFully(file, table, end);
  if (crc32(table) !== header.checksum) throw removeDamaged(path, 'its checksums');
  return { ...header, checksums };
}

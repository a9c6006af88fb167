import { closeSync, fstatSync, openSync } from 'node:fs';
import { float16ToFloat32 } from '../onnx/float16.js';
import { sizeOf } from '../onnx/tensor.js';
import {
  type ActivationHeader,
  type ActivationStatistics,
  bytesPerElement,
  HEADER_BYTES,
  readFully,
} from './activation-file.js';

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

/** @throws Error when the file is missing, RangeError when it is not as long as its header says. */
export function openActivations(path: string): ActivationReader {
  const file = openSync(path, 'r');
  try {
    return reader(file, path);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function reader(file: number, path: string): ActivationReader {
  const header = readHeader(file, path);
  const { dims, count, dtype, statistics } = header;
  const size = sizeOf(dims);
  const sampleBytes = size * bytesPerElement(dtype);

  /** Fills samples `at`.. of `to` with samples `start`.. of the file. */
  const fill = (to: Float32Array, at: number, start: number, samples: number) => {
    if (!(start >= 0 && start + samples <= count))
      throw new RangeError(`sample ${start + samples - 1} of ${count}`);
    const position = HEADER_BYTES + start * sampleBytes;
    if (dtype === 'float32') {
      readFully(file, new Uint8Array(to.buffer, at * size * 4, samples * sampleBytes), position);
      return;
    }
    const bits = new Uint16Array(samples * size);
    readFully(file, new Uint8Array(bits.buffer), position);
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

function readHeader(file: number, path: string): ActivationHeader {
  const bytes = Buffer.alloc(HEADER_BYTES);
  readFully(file, bytes, 0);
  const header: ActivationHeader = JSON.parse(bytes.toString('latin1'));
  const expected = HEADER_BYTES + header.count * sizeOf(header.dims) * bytesPerElement(header.dtype);
  const { size } = fstatSync(file);
  if (size !== expected) throw new RangeError(`${path}: ${size} bytes, its header says ${expected}`);
  return header;
}

import { readSync } from 'node:fs';
import { headerText } from './checked-header.js';

/**
 * An activation file: a header (see {@link headerText}) in a line padded with spaces to {@link HEADER_BYTES}, then the
 * samples one after the other, then the CRC-32 of each sample (uint32); little-endian.
 */
export interface ActivationHeader {
  readonly version: 2;
  /** Shape of one sample, without the batch. */
  readonly dims: readonly number[];
  readonly count: number;
  readonly dtype: 'float16' | 'float32';
  readonly statistics: ActivationStatistics;
  /** CRC-32 of all checksums. */
  readonly checksum: number;
}

/** Over all elements of all samples, before rounding to float16. */
export interface ActivationStatistics {
  readonly mean: number;
  /** Mean squared distance from the mean. */
  readonly variance: number;
  readonly maxAbs: number;
}

export const HEADER_BYTES = 4096;

export const bytesPerElement = (dtype: ActivationHeader['dtype']): number => (dtype === 'float16' ? 2 : 4);

export function encodeHeader(header: ActivationHeader): Buffer {
  const text = headerText(header);
  if (text.length >= HEADER_BYTES) throw new RangeError(`header of ${text.length} bytes`);
  return Buffer.from(`${text.padEnd(HEADER_BYTES - 1)}\n`, 'latin1');
}

/** Fills `bytes` from `position` of an open file. @throws RangeError when the file ends before. */
export function readFully(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(file, bytes, done, bytes.length - done, position + done);
    if (read === 0) throw new RangeError(`file ends at byte ${position + done}`);
    done += read;
  }
}

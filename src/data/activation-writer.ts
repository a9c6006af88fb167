import { closeSync, fdatasyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { BespokeError } from '../errors.js';
import { FLOAT16_MAX, float16ToFloat32, float32ToFloat16 } from '../onnx/float16.js';
import { sizeOf } from '../onnx/tensor.js';
import { storeError } from '../store/store-error.js';
import { temporaryPath } from '../store/temporary-path.js';
import {
  type ActivationHeader,
  type ActivationStatistics,
  bytesPerElement,
  encodeHeader,
  HEADER_BYTES,
  readFully,
} from './activation-file.js';
import { checksumsOf } from './checked-header.js';
import { RunningStatistics } from './running-statistics.js';

export interface ActivationFileOptions {
  /** Shape of one sample, without the batch. */
  readonly dims: readonly number[];
  readonly count: number;
  /** float16 becomes float32 for the whole file when a value is beyond 65,504. */
  readonly dtype: 'float16' | 'float32';
}

/**
 * Writes an activation file sample by sample; it appears under its name when `finish` is done. Holds no more than the
 * batch it is given. Samples that came before the first value beyond float16 keep their float16 rounding.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE; ACTIVATION_NOT_FINITE for NaN and infinity.
 */
export class ActivationWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #options: ActivationFileOptions;
  readonly #file: number;
  readonly #statistics = new RunningStatistics();
  #dtype: ActivationFileOptions['dtype'];
  #elements = 0;
  /** Of each sample that was written. */
  #checksums: number[] = [];
  #open = true;

  static create(path: string, options: ActivationFileOptions): ActivationWriter {
    return new ActivationWriter(path, options);
  }

  private constructor(path: string, options: ActivationFileOptions) {
    this.#path = path;
    this.#temporary = temporaryPath(path);
    this.#options = options;
    this.#dtype = options.dtype;
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#file = openSync(this.#temporary, 'wx+');
    } catch (error) {
      throw storeError(error, dirname(path));
    }
  }

  /** Adds whole samples, one after the other. */
  append(batch: Float32Array): void {
    const size = sizeOf(this.#options.dims);
    if (batch.length % size !== 0)
      throw new RangeError(`${batch.length} values are no whole samples of ${size}`);
    const maxAbs = this.#statistics.add(batch);
    if (!(maxAbs < Number.POSITIVE_INFINITY)) {
      throw new BespokeError({
        code: 'ACTIVATION_NOT_FINITE',
        what: 'an activation is infinite or not a number',
        where: basename(this.#path),
        value: String(batch.find((value) => !Number.isFinite(value))),
        accepted: 'finite activations',
        next: 'Check the weights of the network and the preprocessing (data.input).',
      });
    }
    if (this.#dtype === 'float16' && maxAbs > FLOAT16_MAX) this.#widen();
    const bytes = this.#encode(batch);
    this.#write(bytes, this.#elements);
    this.#checksums.push(...checksumsOf(bytes, size * bytesPerElement(this.#dtype)));
    this.#elements += batch.length;
  }

  /** Syncs the file and gives it its name. */
  async finish(): Promise<ActivationStatistics> {
    const { dims, count } = this.#options;
    const expected = sizeOf(dims) * count;
    if (this.#elements !== expected)
      throw new RangeError(`${this.#elements} of ${expected} values were written`);
    const statistics = this.#statistics.get();
    const checksums = new Uint8Array(Uint32Array.from(this.#checksums).buffer);
    const header: ActivationHeader = {
      version: 2,
      dims,
      count,
      dtype: this.#dtype,
      statistics,
      checksum: crc32(checksums),
    };
    this.#write(checksums, this.#elements);
    try {
      writeSync(this.#file, encodeHeader(header), 0, HEADER_BYTES, 0);
      fdatasyncSync(this.#file);
      this.#close();
      renameSync(this.#temporary, this.#path);
    } catch (error) {
      await this.discard();
      throw storeError(error, dirname(this.#path));
    }
    return statistics;
  }

  /** Gives up; leaves nothing behind. May be called at any time, after `finish` too. */
  async discard(): Promise<void> {
    this.#close();
    rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }

  #checksumAt(sample: number): number {
    const bytes = new Uint8Array(sizeOf(this.#options.dims) * bytesPerElement(this.#dtype));
    readFully(this.#file, bytes, HEADER_BYTES + sample * bytes.length);
    return crc32(bytes);
  }

  #encode(values: Float32Array): Uint8Array {
    if (this.#dtype === 'float16') return new Uint8Array(float32ToFloat16(values).buffer);
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }

  #write(bytes: Uint8Array, firstElement: number): void {
    const start = HEADER_BYTES + firstElement * bytesPerElement(this.#dtype);
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, start + done);
      }
    } catch (error) {
      throw storeError(error, dirname(this.#path));
    }
  }

  /** Rewrites what is there as float32, from the end on so that nothing is overwritten before it is read. */
  #widen(): void {
    const block = 1 << 20;
    this.#dtype = 'float32';
    for (let end = this.#elements; end > 0; ) {
      const start = Math.max(0, end - block);
      const bits = new Uint16Array(end - start);
      readFully(this.#file, new Uint8Array(bits.buffer), HEADER_BYTES + start * 2);
      const values = new Float32Array(bits.length);
      float16ToFloat32(bits, values);
      this.#write(new Uint8Array(values.buffer), start);
      end = start;
    }
    this.#checksums = this.#checksums.map((_, sample) => this.#checksumAt(sample));
  }
}

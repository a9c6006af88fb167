import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BespokeError } from '../errors.js';
import { dataTypes } from '../onnx/data-types.js';
import type { Graph } from '../onnx/graph.js';
import { sizeOf, type Tensor, type TensorData } from '../onnx/tensor.js';
import { isReadOnly, storeError } from '../store/store-error.js';
import { temporaryPath } from '../store/temporary-path.js';

/** Weights of fewer bytes stay in memory. */
const LEAST_BYTES = 2 ** 16;

/** Where data lies in the file, and what it has to be. */
interface Place {
  readonly offset: number;
  readonly bytes: number;
  readonly checksum: number;
}

/**
 * Weights of networks that wait, in a file of the scratch folder: read when they are asked for, and forgotten when
 * nobody works with them any more. Many alternatives to a large network would not fit into memory. Holds its thread.
 */
export class WeightsOnDisk {
  readonly #path: string;
  readonly #least: number;
  /** The tensor that stands for one in memory, and for itself. */
  readonly #known = new WeakMap<Tensor, Tensor>();
  #file: number | undefined;
  #end = 0;

  /** @param folder made when it is first needed */
  constructor(folder: string, least: number = LEAST_BYTES) {
    this.#path = temporaryPath(join(folder, 'weights.bin'));
    this.#least = least;
  }

  /**
   * The same network, the data of its large weights on disk; as it is where the folder can only be read.
   * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE, STORE_FAULT
   */
  put(graph: Graph): Graph {
    const initializers = new Map([...graph.initializers].map(([name, tensor]) => [name, this.#put(tensor)]));
    return { ...graph, initializers };
  }

  /** Removes the file: what is in it cannot be read any more. */
  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
    this.#file = undefined;
  }

  #put(tensor: Tensor): Tensor {
    const { dtype, dims } = tensor;
    if (sizeOf(dims) * dataTypes[dtype].array.BYTES_PER_ELEMENT < this.#least) return tensor;
    const known = this.#known.get(tensor);
    if (known !== undefined) return known;
    const place = this.#write(tensor.data);
    if (place === undefined) return tensor;
    const onDisk = this.#standIn(tensor, place, new WeakRef(tensor.data));
    this.#known.set(tensor, onDisk);
    this.#known.set(onDisk, onDisk);
    return onDisk;
  }

  /** Its data is a property of its own, so that copies of the object have it too. */
  #standIn({ dtype, dims }: Omit<Tensor, 'data'>, place: Place, held: WeakRef<TensorData>): Tensor {
    let inMemory = held;
    const get = (): TensorData => {
      const data = inMemory.deref() ?? this.#read(dtype, place);
      if (inMemory.deref() === undefined) inMemory = new WeakRef(data);
      return data;
    };
    return Object.defineProperty({ dtype, dims }, 'data', { enumerable: true, get }) as Tensor;
  }

  #write(data: TensorData): Place | undefined {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const offset = this.#end;
    try {
      this.#file ??= this.#open();
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.#file, bytes, done, bytes.length - done, offset + done);
    } catch (error) {
      if (isReadOnly(error)) return undefined;
      throw storeError(error, dirname(this.#path));
    }
    this.#end = offset + bytes.length;
    return { offset, bytes: bytes.length, checksum: crc32(bytes) };
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    return openSync(this.#path, 'wx+', 0o600);
  }

  #read(dtype: Tensor['dtype'], { offset, bytes: length, checksum }: Place): TensorData {
    if (this.#file === undefined) throw new Error('the weights of this network are gone with their session');
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    if (crc32(bytes) !== checksum) throw damaged(this.#path);
    return new dataTypes[dtype].array(bytes.buffer);
  }
}

const damaged = (where: string): BespokeError =>
  new BespokeError({
    code: 'STORE_FAULT',
    what: 'the weights of a network were changed on the disk during the build',
    where,
    next: 'Build again: finished work is kept. Where it comes back, check the disk, or set cache.directory to another one.',
  });

/** Jobs and results as they travel: large arrays and files by their hash, all else in one small value. */
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { sha256 } from '../store/key.js';
import type { RemoteEntry } from '../store/remote-entry.js';

/** Arrays of so many bytes travel by themselves: those that several jobs have are sent once. */
const LEAST_BYTES = 2 ** 16;

/** Key of an object that stands for something which travels by itself. */
const MARK = '$bespoke';

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};
type ArrayName = keyof typeof ARRAYS;
type AnyArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** Bytes that are known by their hash. */
export type Blob = RemoteEntry;

/** A file by its pieces, in order. */
export interface FileRef {
  readonly pieces: readonly Blob[];
}

interface ArrayMark extends Blob {
  readonly [MARK]: 'array';
  readonly array: ArrayName;
}

interface FileMark extends FileRef {
  readonly [MARK]: 'file';
}

/** A value whose large arrays are beside it. */
export interface Detached {
  readonly bytes: Uint8Array;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** Arrays do not change, so that each is hashed once. */
const hashes = new WeakMap<object, string>();

/**
 * Takes large arrays out of a value that can be cloned (see `structuredClone`), and puts the content of files in the
 * place of their paths.
 * @param fileOf of a text that is the path of a file which is to travel; undefined for any other text
 */
export async function detach(
  value: unknown,
  fileOf: (text: string) => Promise<FileRef | undefined> = async () => undefined,
): Promise<Detached> {
  const arrays = new Set<AnyArray>();
  const texts = new Set<string>();
  const walk = mapped(
    (array) => {
      arrays.add(array);
      return array;
    },
    (text) => {
      texts.add(text);
      return text;
    },
  );
  const whole = walk(value);
  const blobs = new Map<string, Uint8Array>();
  for (const array of arrays) {
    const bytes = bytesOf(array);
    const hash = hashes.get(array) ?? sha256(bytes);
    hashes.set(array, hash);
    blobs.set(hash, bytes);
    await setImmediate();
  }
  const files = new Map<string, FileRef>();
  for (const text of texts) {
    const file = await fileOf(text);
    if (file !== undefined) files.set(text, file);
  }
  const marked = mapped(
    (array): ArrayMark => ({
      [MARK]: 'array',
      array: nameOf(array),
      sha256: hashes.get(array)!,
      size: array.byteLength,
    }),
    (text): FileMark | string => {
      const file = files.get(text);
      return file === undefined ? text : { [MARK]: 'file', ...file };
    },
  )(whole);
  return { bytes: serialize(marked), blobs };
}

export interface Fetch {
  blob(blob: Blob): Promise<Uint8Array>;
  /** Path of a file that has this content. */
  file?(file: FileRef): Promise<string>;
}

/** The value that {@link detach} was given, with paths of files as they are here. */
export async function attach(bytes: Uint8Array, fetch: Fetch): Promise<unknown> {
  const marked: unknown = deserialize(bytes);
  const marks = new Map<object, unknown>();
  const collect = (value: unknown): void => {
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || marks.has(value)) return;
    marks.set(value, undefined);
    if (value instanceof Map) for (const [key, each] of value) [key, each].forEach(collect);
    else if (value instanceof Set || Array.isArray(value)) [...value].forEach(collect);
    else if (!isMark(value)) Object.values(value).forEach(collect);
  };
  collect(marked);
  await Promise.all(
    [...marks.keys()].filter(isMark).map(async (mark) => {
      if (mark[MARK] === 'file') {
        if (fetch.file === undefined) throw new TypeError('a file has no place in a result');
        marks.set(mark, await fetch.file({ pieces: mark.pieces }));
        return;
      }
      const found = await fetch.blob({ sha256: mark.sha256, size: mark.size });
      marks.set(mark, arrayOf(mark.array, found));
    }),
  );
  return mapped(
    (array) => array,
    (text) => text,
    (mark) => marks.get(mark),
  )(marked);
}

/** The value that `BlobStore.putValue` put there. */
export const fetchValue = async (blob: Blob, fetch: Fetch): Promise<unknown> =>
  attach(await fetch.blob(blob), fetch);

const isMark = (value: object): value is ArrayMark | FileMark => MARK in value;

/** A function that copies values, with the large arrays and the texts of them changed; what occurs twice stays one. */
function mapped(
  ofArray: (array: AnyArray) => unknown,
  ofText: (text: string) => unknown,
  ofMark?: (mark: object) => unknown,
): (value: unknown) => unknown {
  const known = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return ofText(value);
    if (value === null || typeof value !== 'object') return value;
    if (known.has(value)) return known.get(value);
    if (ArrayBuffer.isView(value)) {
      const isLarge = value.byteLength >= LEAST_BYTES && !(value instanceof DataView);
      const result = isLarge ? ofArray(value as AnyArray) : value;
      known.set(value, result);
      return result;
    }
    if (isMark(value)) {
      if (ofMark === undefined) throw new TypeError(`'${MARK}' is no name for a value of a job`);
      return ofMark(value);
    }
    if (value instanceof Map) {
      const result = new Map<unknown, unknown>();
      known.set(value, result);
      for (const [key, each] of value) result.set(copy(key), copy(each));
      return result;
    }
    if (value instanceof Set) {
      const result = new Set<unknown>();
      known.set(value, result);
      for (const each of value) result.add(copy(each));
      return result;
    }
    if (Array.isArray(value)) {
      const result: unknown[] = [];
      known.set(value, result);
      for (const each of value) result.push(copy(each));
      return result;
    }
    if (
      value instanceof Date ||
      value instanceof RegExp ||
      value instanceof ArrayBuffer ||
      value instanceof Error
    )
      return value;
    const result: Record<string, unknown> = {};
    known.set(value, result);
    for (const [name, each] of Object.entries(value)) result[name] = copy(each);
    return result;
  };
  return copy;
}

const nameOf = (array: AnyArray): ArrayName =>
  Buffer.isBuffer(array) ? 'Uint8Array' : (array.constructor.name as ArrayName);

const bytesOf = ({ buffer, byteOffset, byteLength }: AnyArray): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

function arrayOf(name: ArrayName, bytes: Uint8Array): AnyArray {
  const type = ARRAYS[name];
  if (type === undefined) throw new TypeError(`no array '${name}'`);
  // A copy, since what was read may begin anywhere in its buffer.
  const own = new Uint8Array(bytes);
  return new type(own.buffer as ArrayBuffer, 0, own.byteLength / type.BYTES_PER_ELEMENT);
}

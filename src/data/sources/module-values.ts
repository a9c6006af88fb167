/** An array or typed array of numbers; of an array the first few are looked at, the rest is checked with the values. */
export function isNumbers(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return value.slice(0, 10).every((item) => typeof item === 'number');
  return ArrayBuffer.isView(value) && 'length' in value && !/^(BigInt|BigUint)/.test(value.constructor.name);
}

export function numbersAsValues(values: ArrayLike<number>): Uint8Array | Float32Array {
  if (values instanceof Uint8Array && !(values instanceof Buffer)) return values;
  if (values instanceof Uint8Array || values instanceof Uint8ClampedArray) {
    return new Uint8Array(values.buffer, values.byteOffset, values.length);
  }
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** Numbers by the names of inputs; typed arrays of bigints too. */
export type NamedNumbers = Readonly<Record<string, ArrayLike<number | bigint>>>;

export function isNamedNumbers(value: unknown): value is NamedNumbers {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  const arrays = Object.values(value);
  return arrays.length > 0 && arrays.every((array) => isNumbers(array) || isBigInts(array));
}

const isBigInts = (value: unknown): boolean =>
  value instanceof BigInt64Array ||
  value instanceof BigUint64Array ||
  (Array.isArray(value) && value.slice(0, 10).every((item) => typeof item === 'bigint'));

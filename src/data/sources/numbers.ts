import { float16ToFloat32 } from '../../onnx/float16.js';

/** Element types of .npy and IDX files, NumPy's short names. */
export type NumberType = 'b1' | 'u1' | 'i1' | 'u2' | 'i2' | 'u4' | 'i4' | 'u8' | 'i8' | 'f2' | 'f4' | 'f8';

export const isNumberType = (text: string): text is NumberType => /^(b1|[ui][1248]|f[248])$/.test(text);

export const bytesOfType = (type: NumberType): number => Number(type[1]);

export type Numbers = Uint8Array | Float32Array | Float64Array;

/**
 * Decodes `count` numbers from the start of `bytes`: bytes and booleans stay uint8, integers become exact doubles up to
 * 2^53.
 */
export function readNumbers(
  bytes: Uint8Array,
  type: NumberType,
  count: number,
  littleEndian: boolean,
): Numbers {
  const size = bytesOfType(type);
  // A copy: aligned, and free to be swapped.
  const own = Buffer.from(new Uint8Array(bytes.subarray(0, count * size)).buffer);
  if (!littleEndian) {
    if (size === 2) own.swap16();
    else if (size === 4) own.swap32();
    else if (size === 8) own.swap64();
  }
  const { buffer } = own;
  switch (type) {
    case 'b1':
    case 'u1':
      return new Uint8Array(buffer);
    case 'i1':
      return Float64Array.from(new Int8Array(buffer));
    case 'u2':
      return Float64Array.from(new Uint16Array(buffer));
    case 'i2':
      return Float64Array.from(new Int16Array(buffer));
    case 'u4':
      return Float64Array.from(new Uint32Array(buffer));
    case 'i4':
      return Float64Array.from(new Int32Array(buffer));
    case 'u8':
      return Float64Array.from(new BigUint64Array(buffer), Number);
    case 'i8':
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case 'f2': {
      const values = new Float32Array(count);
      float16ToFloat32(new Uint16Array(buffer), values);
      return values;
    }
    case 'f4':
      return new Float32Array(buffer);
    case 'f8':
      return new Float64Array(buffer);
  }
}

/** As the values of a data set. */
export const asValues = (numbers: Numbers): Uint8Array | Float32Array =>
  numbers instanceof Float64Array ? new Float32Array(numbers) : numbers;

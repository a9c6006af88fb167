/** Largest finite float16. */
export const FLOAT16_MAX = 65504;

/** float32 of each of the 65,536 float16 bit patterns. */
const VALUES = Float32Array.from({ length: 0x10000 }, (_, bits) => {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});

/** IEEE 754 half precision bits as float32, exactly; written into `to`, from `offset` on. */
export function float16ToFloat32(
  bits: Uint16Array,
  to: Float32Array = new Float32Array(bits.length),
  offset = 0,
): Float32Array {
  for (let index = 0; index < bits.length; index++) to[offset + index] = VALUES[bits[index]];
  return to;
}

/** float32 as half precision bits, rounded to nearest, ties to even; from 65,520 on that is infinity. */
export function float32ToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const bits = new Uint16Array(values.length);
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const sign = (word >>> 16) & 0x8000;
    const size = word & 0x7fffffff;
    if (size >= 0x38800000 && size < 0x477ff000) {
      bits[index] = sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
    } else if (size < 0x38800000) {
      bits[index] = sign | halfToEven(Math.abs(values[index]) * 2 ** 24);
    } else {
      bits[index] = sign | (size > 0x7f800000 ? 0x7e00 : 0x7c00);
    }
  }
  return bits;
}

/** bfloat16 bits as float32; exact. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const words = Uint32Array.from(bits, (half) => (half << 16) >>> 0);
  return new Float32Array(words.buffer);
}

/** For 0 <= value < 2^51: adding 1.5 * 2^52 leaves no bits for a fraction. */
const halfToEven = (value: number): number => value + 6755399441055744 - 6755399441055744;

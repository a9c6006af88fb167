/** One bit a sample, the first in the lowest bit of the first byte. */
export function packFlags(flags: readonly boolean[]): string {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  for (const [index, flag] of flags.entries()) if (flag) bytes[index >> 3] |= 1 << (index & 7);
  return Buffer.from(bytes).toString('base64');
}

/** 0 or 1 a sample; the inverse of {@link packFlags}. */
export function unpackFlags(packed: string, count: number): Uint8Array {
  const bytes = Buffer.from(packed, 'base64');
  return Uint8Array.from({ length: count }, (_, index) => (bytes[index >> 3] >> (index & 7)) & 1);
}

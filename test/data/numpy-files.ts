import { zipSync } from 'fflate';

export interface NpyOptions {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
}

/** A .npy file as numpy.save writes it. */
export function npy(
  data: ArrayBufferView,
  { descr, shape, fortran = false, version = 1 }: NpyOptions,
): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortran ? 'True' : 'False';
  const start = version === 1 ? 10 : 12;
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${dims}), }`;
  const header = `${text.padEnd(64 * Math.ceil((start + text.length + 1) / 64) - start - 1)}\n`;
  const prefix = Buffer.alloc(start);
  prefix.write('\x93NUMPY', 'latin1');
  prefix[6] = version;
  if (version === 1) prefix.writeUInt16LE(header.length, 8);
  else prefix.writeUInt32LE(header.length, 8);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([prefix, Buffer.from(header, 'latin1'), bytes]);
}

export const npz = (arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 0): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])), {
    level,
  });

import { zipSync } from 'fflate';

/** An array for NumPy, in C order. */
export interface NumpyArray {
  readonly dims: readonly number[];
  readonly values: Float32Array | Uint8Array | Int32Array;
}

/** The bytes of a .npz archive, not compressed: what `numpy.load` opens. */
export const npzOf = (arrays: Readonly<Record<string, NumpyArray>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npyOf(array)])), {
    level: 0,
  });

/** Version 1.0 of https://numpy.org/neps/nep-0001-npy-format.html, little-endian. */
function npyOf({ dims, values }: NumpyArray): Uint8Array {
  const type = values instanceof Float32Array ? '<f4' : values instanceof Int32Array ? '<i4' : '|u1';
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
  const start = 10;
  const length = Math.ceil((start + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + values.byteLength).fill(0x20, start, length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, length - start, true);
  bytes.set(new TextEncoder().encode(text), start);
  bytes[length - 1] = 0x0a;
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), length);
  return bytes;
}

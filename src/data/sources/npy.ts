import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import { bytesOfType, isNumberType, type Numbers, readNumbers } from './numbers.js';

export interface NumberArray {
  readonly dims: readonly number[];
  readonly numbers: Numbers;
}

/**
 * Decodes a .npy file (versions 1 to 3 of https://numpy.org/neps/nep-0001-npy-format.html).
 * @param where for messages: the file, and the array's name in an archive.
 * @throws BespokeError DATA_FORMAT.
 */
export function decodeNpy(bytes: Uint8Array, where: string): NumberArray {
  const refuse = (what: string, value?: unknown, accepted?: string, next?: string): never => {
    throw new BespokeError({ code: 'DATA_FORMAT', what, where, value, accepted, next });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (bytes.length < 12 || magic !== '\x93NUMPY') refuse('not a .npy array', magic, 'what numpy.save writes');
  const version = bytes[6];
  if (version < 1 || version > 3) refuse('unknown version of .npy', version, '1, 2, 3');
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder().decode(bytes.subarray(start, end));

  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  if (shape === undefined || order === undefined)
    return refuse('a .npy header that cannot be read', header.trim());
  const type = descr?.slice(1) ?? '';
  if (descr === undefined || !isNumberType(type)) {
    const given = descr ?? /'descr'\s*:\s*(\[.*\])/.exec(header)?.[1];
    return refuse('an array of this type cannot be used', given, 'bool, int, uint and float of 8 to 64 bits');
  }
  const dims = shape
    .split(',')
    .filter((text) => text.trim() !== '')
    .map((text) => Number.parseInt(text, 10));
  if (order === 'True' && dims.length > 1) {
    refuse(
      'an array in Fortran order',
      'fortran_order: True',
      'C order',
      'Save numpy.ascontiguousarray(array).',
    );
  }
  const count = sizeOf(dims);
  const length = bytes.length - end;
  const expected = count * bytesOfType(type);
  if (length < expected)
    refuse(`an array that is cut short: shape (${dims.join(', ')})`, length, `${expected} bytes`);
  return { dims, numbers: readNumbers(bytes.subarray(end), type, count, descr[0] !== '>') };
}

import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import { bytesOfType, isNumberType, type Numbers, readNumbers } from './numbers.js';

export interface NumberArray {
  readonly dims: readonly number[];
  readonly numbers: Numbers;
}

const DESCR = /'descr'\s*:\s*'([^']*)'/;
const SHAPE = /'shape'\s*:\s*\(([\d\s,L]*)\)/;

const dimsIn = (shape: string): number[] =>
  shape
    .split(',')
    .filter((text) => text.trim() !== '')
    .map((text) => Number.parseInt(text, 10));

function headerIn(bytes: Uint8Array): { readonly header: string; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes[6] === 1 ? 10 : 12;
  const end = start + (bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  return { header: new TextDecoder().decode(bytes.subarray(start, end)), end };
}

/** Length of a whole .npy file by its first bytes; undefined when these do not say. */
export function npyLength(head: Uint8Array): number | undefined {
  if (head.length < 12) return undefined;
  const { header, end } = headerIn(head);
  const [type, shape] = [DESCR.exec(header)?.[1]?.slice(1) ?? '', SHAPE.exec(header)?.[1]];
  if (shape === undefined || !isNumberType(type)) return undefined;
  return end + sizeOf(dimsIn(shape)) * bytesOfType(type);
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
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (bytes.length < 12 || magic !== '\x93NUMPY') refuse('not a .npy array', magic, 'what numpy.save writes');
  const version = bytes[6];
  if (version < 1 || version > 3) refuse('unknown version of .npy', version, '1, 2, 3');
  const { header, end } = headerIn(bytes);

  const descr = DESCR.exec(header)?.[1];
  const shape = SHAPE.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  if (shape === undefined || order === undefined)
    return refuse('a .npy header that cannot be read', header.trim());
  const type = descr?.slice(1) ?? '';
  if (descr === undefined || !isNumberType(type)) {
    const given = descr ?? /'descr'\s*:\s*(\[.*\])/.exec(header)?.[1];
    return refuse('an array of this type cannot be used', given, 'bool, int, uint and float of 8 to 64 bits');
  }
  const dims = dimsIn(shape);
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

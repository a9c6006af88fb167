import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { SourcePlanOf } from '../../config/sources.js';
import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { SourceSamples } from '../source-samples.js';
import { classNumbers, samplesOf } from './array-samples.js';
import { type DataSource, singleFiles } from './data-source.js';
import type { NumberArray } from './npy.js';
import { bytesOfType, type NumberType, readNumbers } from './numbers.js';
import { readError } from './read-error.js';

const TYPES = new Map<number, NumberType>([
  [0x08, 'u1'],
  [0x09, 'i1'],
  [0x0b, 'i2'],
  [0x0c, 'i4'],
  [0x0d, 'f4'],
  [0x0e, 'f8'],
]);

/** IDX files, whose samples of rank 2 are images. */
export const idxSource: DataSource<'idx'> = {
  isOfImages: true,
  load: loadIdx,
  files: async ({ path, labels }) => singleFiles(path, labels),
  async decisive({ path, labels, layout }) {
    const values = ['values', path] as const;
    return {
      files: labels === undefined ? [values] : [values, ['labels', labels]],
      settings: layout ?? null,
    };
  },
};

/**
 * IDX files as of MNIST, gzipped or not: samples [N, ...sample] in one file, labels [N] in another.
 * @throws BespokeError DATA_MISSING, DATA_FORMAT.
 */
async function loadIdx({ path, labels, layout }: SourcePlanOf<'idx'>): Promise<SourceSamples> {
  return {
    ...samplesOf(await readIdx(path), path),
    labels: labels === undefined ? undefined : classNumbers(await readIdx(labels), labels),
    layout,
  };
}

async function readIdx(path: string): Promise<NumberArray> {
  const refuse = (what: string, value: unknown, accepted: string): never => {
    throw new BespokeError({ code: 'DATA_FORMAT', what, where: path, value, accepted });
  };
  const bytes = await unpacked(path);
  const type = TYPES.get(bytes[2]);
  const start = 4 + 4 * (bytes[3] ?? 0);
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || bytes.length < start) {
    return refuse(
      'not an IDX file',
      bytes.subarray(0, 4).toString('hex'),
      '0000, type 08 to 0e, number of dimensions',
    );
  }
  const dims = Array.from({ length: bytes[3] }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const count = sizeOf(dims);
  const expected = count * bytesOfType(type);
  if (bytes.length - start !== expected) {
    refuse(`values do not fill the shape [${dims.join(', ')}]`, bytes.length - start, `${expected} bytes`);
  }
  return { dims, numbers: readNumbers(bytes.subarray(start), type, count, false) };
}

async function unpacked(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error) => {
    throw readError(error, path);
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return promisify(gunzip)(bytes).catch((error) => {
    throw new BespokeError({ code: 'DATA_FORMAT', what: 'damaged gzip data', where: path, cause: error });
  });
}

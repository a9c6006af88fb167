import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { InputPlan } from '../../config/plan.js';
import type { SourcePlanOf } from '../../config/sources.js';
import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { SourceSamples } from '../source-samples.js';
import { classNumbers, samplesOf } from './array-samples.js';
import { type DataSource, type DatasetOptions, singleFiles } from './data-source.js';
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
async function loadIdx(
  { path, labels, layout }: SourcePlanOf<'idx'>,
  _input: InputPlan,
  { signal }: DatasetOptions,
): Promise<SourceSamples> {
  return {
    ...samplesOf(await readIdx(path, signal), path),
    labels: labels === undefined ? undefined : classNumbers(await readIdx(labels, signal), labels),
    layout,
  };
}

async function readIdx(path: string, signal: AbortSignal | undefined): Promise<NumberArray> {
  const refuse = (what: string, value: unknown, accepted: string): never => {
    throw new BespokeError({ code: 'DATA_FORMAT', what, where: path, value, accepted });
  };
  let shape: Shape | undefined;
  let held = Buffer.alloc(0);
  let length = 0;
  for await (const chunk of piecesOf(path)) {
    signal?.throwIfAborted();
    if (shape === undefined) {
      held = Buffer.concat([held, chunk]);
      length = held.length;
      shape = shapeIn(held);
      if (shape === undefined) {
        if (length < LONGEST_HEADER) continue;
        break;
      }
    } else {
      held = withRoom(held, length, length + chunk.length);
      chunk.copy(held, length);
      length += chunk.length;
    }
    // No more is unpacked than the header says there is.
    if (length > shape.start + shape.bytes) break;
  }
  if (shape === undefined)
    return refuse(
      'not an IDX file',
      held.subarray(0, 4).toString('hex'),
      '0000, type 08 to 0e, number of dimensions',
    );
  const { dims, type, start, bytes } = shape;
  if (length !== start + bytes) {
    const found = length > start + bytes ? `more than ${bytes}` : length - start;
    refuse(`values do not fill the shape [${dims.join(', ')}]`, found, `${bytes} bytes`);
  }
  return { dims, numbers: readNumbers(held.subarray(start, length), type, sizeOf(dims), false) };
}

/** The first `length` bytes, with room for at least `needed`: twice as much each time, so that what comes decides. */
function withRoom(held: Buffer<ArrayBuffer>, length: number, needed: number): Buffer<ArrayBuffer> {
  if (needed <= held.length) return held;
  const wider = Buffer.alloc(Math.max(needed, 2 * held.length));
  held.copy(wider, 0, 0, length);
  return wider;
}

interface Shape {
  readonly dims: readonly number[];
  readonly type: NumberType;
  /** Where the values begin, and how long they are. */
  readonly start: number;
  readonly bytes: number;
}

const LONGEST_HEADER = 4 + 4 * 255;

/** Undefined when the file is none of these, or its header not there yet. */
function shapeIn(bytes: Buffer): Shape | undefined {
  const type = TYPES.get(bytes[2]);
  const start = 4 + 4 * (bytes[3] ?? 0);
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || bytes.length < start) return undefined;
  const dims = Array.from({ length: bytes[3] }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  return { dims, type, start, bytes: sizeOf(dims) * bytesOfType(type) };
}

/** The file piece by piece, unpacked where it is gzipped. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error) => {
    throw readError(error, path);
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).catch((error) => {
      throw readError(error, path);
    });
    const stream = file.createReadStream({ start: 0, autoClose: false });
    if (buffer[0] !== 0x1f || buffer[1] !== 0x8b) {
      yield* stream;
      return;
    }
    const unpacked = stream.pipe(createGunzip());
    stream.on('error', (error) => unpacked.destroy(error));
    try {
      yield* unpacked;
    } catch (error) {
      throw new BespokeError({ code: 'DATA_FORMAT', what: 'damaged gzip data', where: path, cause: error });
    }
  } finally {
    await file.close();
  }
}

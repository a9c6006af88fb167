import { join } from 'node:path';
import type { InputPlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { ImageStream, SourceSamples } from '../source-samples.js';
import type { DataSource, DatasetOptions } from './data-source.js';
import { type DecodedImage, decodeImage, type ImageForm } from './decode-image.js';
import { imageFiles } from './image-files.js';

/** Images decoded at a time: enough to keep every thread of libuv's pool busy while others are read. */
const AT_ONCE = 16;

/** A folder of images, sorted by path; uint8, upright by EXIF, resized to `input.size` where that is given. */
export const imagesSource: DataSource<'images'> = {
  isOfImages: true,
  load: (source, input, options) => loadImages(source, formOf(input, options)),
  stream: (source, input, options) => streamImages(source, formOf(input, options)),
  files: async ({ path }) => ({ files: [], folders: [path] }),
  async decisive({ path, labels }) {
    const { files, classes } = await imageFiles(path, labels);
    return { files: files.map((name) => [name, join(path, name)]), settings: classes ?? null };
  },
};

function channelsOf(input: InputPlan, { expectedDims }: DatasetOptions): 1 | 3 {
  if (expectedDims?.length !== 3) return 3;
  return (input.layout === 'nchw' ? expectedDims[0] : expectedDims[2]) === 1 ? 1 : 3;
}

type Form = ImageForm & { readonly signal: AbortSignal | undefined };

const formOf = (input: InputPlan, options: DatasetOptions): Form => ({
  signal: options.signal,
  channels: options.channels ?? channelsOf(input, options),
  size: input.size,
  image: input.image,
});

/** All of {@link streamImages} in memory. */
async function loadImages(source: ImageFolder, form: Form): Promise<SourceSamples> {
  const { images, ...described } = await streamImages(source, form);
  const size = sizeOf(described.sampleDims);
  const values = allocate(described.count, size, source.path);
  let at = 0;
  for await (const pixels of images()) {
    values.set(pixels, at);
    at += size;
  }
  return { ...described, values };
}

interface ImageFolder {
  readonly path: string;
  readonly labels: 'folders' | undefined;
}

/** @throws BespokeError DATA_SHAPE when sizes differ and none is asked for, and what listing and decoding throw. */
async function streamImages(source: ImageFolder, form: Form): Promise<ImageStream> {
  const { files, labels, classes } = await imageFiles(source.path, source.labels);
  const pathOf = (index: number): string => join(source.path, files[index]);
  const first = await decodeImage(pathOf(0), form);

  async function decoded(index: number): Promise<Uint8Array> {
    form.signal?.throwIfAborted();
    const image = index === 0 ? first : await decodeImage(pathOf(index), form);
    if (image.height !== first.height || image.width !== first.width)
      throw otherSize(pathOf(index), image, first);
    return image.pixels;
  }

  async function* images(): AsyncGenerator<Uint8Array> {
    const ahead: Promise<Uint8Array>[] = [];
    let next = 0;
    try {
      for (let index = 0; index < files.length; index++) {
        while (next < files.length && ahead.length < AT_ONCE) {
          const image = decoded(next++);
          // Told when its turn comes.
          image.catch(() => {});
          ahead.push(image);
        }
        yield await ahead.shift()!;
      }
    } finally {
      await Promise.allSettled(ahead);
    }
  }

  return {
    count: files.length,
    sampleDims: [first.height, first.width, form.channels],
    images,
    labels,
    classes,
    layout: 'nhwc',
  };
}

function allocate(count: number, size: number, where: string): Uint8Array {
  try {
    return new Uint8Array(count * size);
  } catch (error) {
    throw new BespokeError({
      code: 'DATA_TOO_LARGE',
      what: `${count} images of ${size} bytes do not fit into memory`,
      where,
      value: count * size,
      next: 'Use fewer images, or a smaller data.input.size.',
      cause: error,
    });
  }
}

function otherSize(path: string, image: DecodedImage, first: DecodedImage): BespokeError {
  return new BespokeError({
    code: 'DATA_SHAPE',
    what: 'an image has a different size than the first one',
    where: path,
    value: [image.height, image.width],
    accepted: `[${first.height}, ${first.width}] ([height, width])`,
    next: 'Set data.input.size to resize all images.',
  });
}

import { join } from 'node:path';
import type { InputPlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import type { SourceSamples } from '../source-samples.js';
import type { DataSource, DatasetOptions } from './data-source.js';
import { type DecodedImage, decodeImage, type ImageForm } from './decode-image.js';
import { imageFiles } from './image-files.js';

/** Images decoded at a time: enough to keep every thread of libuv's pool busy while others are read. */
const AT_ONCE = 16;

/** A folder of images, sorted by path; uint8, upright by EXIF, resized to `input.size` where that is given. */
export const imagesSource: DataSource<'images'> = {
  isOfImages: true,
  load: (source, input, options) =>
    loadImages(source, {
      signal: options.signal,
      channels: options.channels ?? channelsOf(input, options),
      size: input.size,
      image: input.image,
    }),
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

/** @throws BespokeError DATA_SHAPE when sizes differ and none is asked for, and what listing and decoding throw. */
async function loadImages(
  source: { readonly path: string; readonly labels: 'folders' | undefined },
  form: ImageForm & { readonly signal: AbortSignal | undefined },
): Promise<SourceSamples> {
  const { files, labels, classes } = await imageFiles(source.path, source.labels);
  const first = await decodeImage(join(source.path, files[0]), form);
  const size = first.pixels.length;
  const values = allocate(files.length, size, source.path);
  values.set(first.pixels);

  let next = 1;
  const decodeNext = async () => {
    while (next < files.length) {
      form.signal?.throwIfAborted();
      const index = next++;
      const path = join(source.path, files[index]);
      const image = await decodeImage(path, form);
      if (image.height !== first.height || image.width !== first.width) throw otherSize(path, image, first);
      values.set(image.pixels, index * size);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, decodeNext));
  } finally {
    next = files.length;
  }
  return {
    count: files.length,
    sampleDims: [first.height, first.width, form.channels],
    values,
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

import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { ImagePlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import { readError } from './read-error.js';

export interface ImageForm {
  readonly channels: 1 | 3;
  /** [height, width] to resize to. */
  readonly size: readonly [number, number] | undefined;
  readonly image: ImagePlan;
}

export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  /** HWC. */
  readonly pixels: Uint8Array;
}

/**
 * Decodes an image of any format that sharp knows, told by its content. Upright by EXIF, 8 bits a channel, transparency
 * dropped, colour profiles ignored, as the usual training pipelines do.
 * @throws BespokeError DATA_MISSING, DATA_NOT_IMAGE.
 */
export async function decodeImage(
  path: string,
  { channels, size, image: plan }: ImageForm,
): Promise<DecodedImage> {
  const bytes = await readFile(path).catch((error) => {
    throw readError(error, path);
  });
  if (isDrawing(bytes)) {
    throw new BespokeError({
      code: 'DATA_NOT_IMAGE',
      what: 'this is a drawing, not an image',
      where: path,
      value: 'SVG',
      accepted: 'JPEG, PNG, WebP, AVIF, GIF, TIFF',
      next: 'Convert it to PNG.',
    });
  }
  try {
    const image = sharp(bytes, { autoOrient: true, failOn: 'error', ignoreIcc: true });
    if (size) resize(image, size, plan);
    const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const { height, width } = info;
    const pixels = withChannels(data, height * width, info.channels, channels);
    return { height, width, pixels: plan.channels === 'bgr' && channels === 3 ? reversed(pixels) : pixels };
  } catch (error) {
    throw new BespokeError({
      code: 'DATA_NOT_IMAGE',
      what: 'this image cannot be decoded',
      where: path,
      value: (error as Error).message.split('\n')[0],
      accepted: 'JPEG, PNG, WebP, AVIF, GIF, TIFF',
      next: 'Repair or remove the file.',
      cause: error,
    });
  }
}

function resize(
  image: Sharp,
  [height, width]: readonly [number, number],
  { resize: way, crop, fill }: ImagePlan,
): void {
  switch (way) {
    case 'stretch':
      image.resize({ height, width, fit: 'fill' });
      break;
    case 'contain':
      image.resize({ height, width, fit: 'contain', background: { r: fill, g: fill, b: fill } });
      break;
    case 'cover': {
      const [tall, wide] = [Math.round(height / crop), Math.round(width / crop)];
      image.resize({ height: tall, width: wide, fit: 'cover', position: 'centre' });
      if (crop < 1) {
        const [top, left] = [Math.floor((tall - height) / 2), Math.floor((wide - width) / 2)];
        image.extract({ top, left, width, height });
      }
    }
  }
}

/** Pixels of three channels with these the other way round. */
function reversed(pixels: Uint8Array): Uint8Array {
  const result = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    result[at] = pixels[at + 2];
    result[at + 1] = pixels[at + 1];
    result[at + 2] = pixels[at];
  }
  return result;
}

/** SVG, which may take any time to draw. */
const isDrawing = (bytes: Buffer): boolean => {
  const start = bytes.subarray(0, 1024).toString('latin1');
  return /^[\s\u00ef\u00bb\u00bf]*</.test(start) && /<(svg|\?xml|!doctype svg)/i.test(start);
};

function withChannels(data: Uint8Array, area: number, from: number, to: 1 | 3): Uint8Array {
  if (from === to) return data;
  const pixels = new Uint8Array(area * to);
  for (let pixel = 0; pixel < area; pixel++) {
    const read = pixel * from;
    const isGrey = from < 3;
    if (to === 3) {
      for (let channel = 0; channel < 3; channel++)
        pixels[pixel * 3 + channel] = data[read + (isGrey ? 0 : channel)];
    } else {
      pixels[pixel] = isGrey ? data[read] : luma(data[read], data[read + 1], data[read + 2]);
    }
  }
  return pixels;
}

/** ITU-R BT.601 in 16-bit fixed point. */
const luma = (red: number, green: number, blue: number): number =>
  (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { rngOf } from '../../src/random.js';

const SIDE = 224;
/** Coarse noise that is scaled up: as smooth as photos are, about, and as large as JPEG. */
const GRAIN = 14;
/** In a folder; with all of them in one, listing it would be what is measured. */
const IN_FOLDER = 1000;

/** Folders `train`, with `count` JPEG images of 224 x 224, and `val`, with a tenth as many, made once. */
export async function makeImages(folder: string, count: number): Promise<string> {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  for (const [name, images] of Object.entries({ train: count, val: Math.ceil(count / 10) }))
    for (let from = 0; from < images; from += IN_FOLDER) {
      const into = join(unfinished, name, String(from / IN_FOLDER).padStart(3, '0'));
      mkdirSync(into, { recursive: true });
      const to = Math.min(images, from + IN_FOLDER);
      await Promise.all(Array.from({ length: to - from }, (_, index) => makeImage(into, name, from + index)));
    }
  renameSync(unfinished, folder);
  return folder;
}

async function makeImage(into: string, name: string, index: number): Promise<void> {
  const random = rngOf(1, 'made image', name, index);
  const noise = Uint8Array.from({ length: GRAIN * GRAIN * 3 }, () => random.int(256));
  await sharp(noise, { raw: { width: GRAIN, height: GRAIN, channels: 3 } })
    .resize(SIDE, SIDE, { kernel: 'cubic' })
    .jpeg({ quality: 85 })
    .toFile(join(into, `${String(index).padStart(6, '0')}.jpg`));
}

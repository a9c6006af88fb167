import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EffortOption } from './effort-option.js';

/** Where the networks and images of a data folder are. */
export interface CifarData {
  readonly networks: string;
  readonly images: string;
}

/**
 * A folder with resnet56.onnx, resnet32.onnx, resnet20.onnx and either train/ and val/ (a folder of images a class) or
 * both packed in images.tar.xz, which is unpacked into `scratch` once.
 */
export function cifarData(directory: string, scratch: string): CifarData {
  if (existsSync(join(directory, 'train'))) return { networks: directory, images: directory };
  const images = join(scratch, 'images');
  if (!existsSync(join(images, 'val'))) {
    mkdirSync(images, { recursive: true });
    execFileSync('tar', ['-xJf', join(directory, 'images.tar.xz'), '-C', images]);
  }
  return { networks: directory, images };
}

/**
 * The folders that options name: that of `--data`, and that of `--cache`, which is made where it is not there. @throws
 * Error without `--data`
 */
export function cifarFolders(values: { readonly data?: string | undefined; readonly cache: string }): {
  readonly data: string;
  readonly cache: string;
} {
  if (values.data === undefined)
    throw new Error('--data DIR is needed: see bench/cifar.ts for what it holds');
  const [data, cache] = [resolve(values.data), resolve(values.cache)];
  mkdirSync(cache, { recursive: true });
  return { data, cache };
}

export const cifarConfig = (
  { networks, images }: CifarData,
  cache: string,
  targets: readonly { readonly name: string; readonly latency: string }[],
  effort: EffortOption,
): Record<string, unknown> => ({
  models: [
    {
      name: 'cifar',
      teacher: join(networks, 'resnet56.onnx'),
      pool: ['resnet20.onnx', 'resnet32.onnx'].map((file) => join(networks, file)),
      data: {
        train: { kind: 'images', path: join(images, 'train'), labels: 'folders' },
        validation: { kind: 'images', path: join(images, 'val'), labels: 'folders' },
        input: {
          scale: 1 / 255,
          mean: [0.485, 0.456, 0.406],
          std: [0.229, 0.224, 0.225],
          augment: { flip: true, shift: 4 },
        },
      },
      quality: 'top1',
    },
  ],
  targets: targets.map(({ name, latency }) => ({
    name,
    runtime: 'onnxruntime-node/cpu',
    threads: 1,
    budget: { latency },
    onMiss: 'warn',
  })),
  effort,
  seed: 1,
  cache: { directory: cache },
});

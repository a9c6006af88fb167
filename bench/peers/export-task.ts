import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDataset } from '../../src/data/load-dataset.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import type { CifarData } from '../cifar.js';
import { type NumpyArray, npzOf } from './npz.js';

/** Files that Python reads. */
export interface TaskFiles {
  /** The teacher's weights by PyTorch's names, batch norm kept. */
  readonly weights: string;
  /** train_values [N, 32, 32, 3] uint8, train_labels, val_values, val_labels. */
  readonly images: string;
}

/** Writes what Python has no reader for, without an ONNX or JPEG package there; the images once. */
export async function exportTask({ networks, images }: CifarData, cache: string): Promise<TaskFiles> {
  mkdirSync(cache, { recursive: true });
  const files: TaskFiles = { weights: join(cache, 'weights.npz'), images: join(cache, 'images.npz') };
  writeFileSync(files.weights, npzOf(weightsOf(join(networks, 'resnet56-bn.onnx'))));
  if (!existsSync(files.images)) {
    const [train, val] = [await pixels(join(images, 'train')), await pixels(join(images, 'val'))];
    const arrays = {
      train_values: train.values,
      train_labels: train.labels,
      val_values: val.values,
      val_labels: val.labels,
    };
    writeFileSync(`${files.images}.making`, npzOf(arrays));
    renameSync(`${files.images}.making`, files.images);
  }
  return files;
}

function weightsOf(path: string): Record<string, NumpyArray> {
  const { initializers } = readGraph(readFileSync(path), { where: path });
  const named = [...initializers].filter(([name]) => /^[a-z]\w*(\.\w+)+$/.test(name));
  return Object.fromEntries(
    named.map(([name, { dims, data }]) => [name, { dims, values: data as Float32Array }]),
  );
}

async function pixels(path: string): Promise<{ values: NumpyArray; labels: NumpyArray }> {
  const input = { scale: 1, mean: [], std: [], layout: 'nchw', size: undefined } as const;
  const { count, sampleDims, values, labels } = await loadDataset(
    { kind: 'images', path, labels: 'folders' },
    {
      ...input,
      image: { resize: 'stretch', crop: 1, fill: 0, channels: 'rgb' },
      augment: { flip: false, shift: 0 },
    },
  );
  return {
    values: { dims: [count, ...sampleDims], values },
    labels: { dims: [count], values: labels! },
  };
}

import { defineConfig } from 'bespoke-webpack-plugin';

// Copy to bespoke.config.ts and change the paths. They are relative to this file.
export default defineConfig({
  models: [
    {
      name: 'classifier',
      teacher: './models/resnet56.onnx',
      // A licence may be told with the path; it goes into the manifest.
      pool: [
        './models/resnet20.onnx',
        './models/resnet32.onnx',
        { path: './models/resnet44.onnx', licence: 'MIT' },
      ],
      data: {
        // Without labels everything works too: agreement with the teacher takes the place of accuracy.
        train: { kind: 'images', path: './data/train', labels: 'folders' },
        validation: { kind: 'images', path: './data/val', labels: 'folders' },
        input: {
          scale: 1 / 255,
          mean: [0.485, 0.456, 0.406],
          std: [0.229, 0.224, 0.225],
          layout: 'nchw',
          augment: { flip: true, shift: 4 },
        },
      },
      quality: 'top1',
    },
  ],
  targets: [
    { name: 'server', runtime: 'onnxruntime-node/cpu', threads: 2, budget: { latency: '50%' } },
    { name: 'worker', runtime: 'onnxruntime-node/cpu', threads: 1, budget: { latency: '8ms', macs: '60M' } },
    {
      name: 'small',
      runtime: 'onnxruntime-node/cpu',
      budget: { size: '1.5MB', parameters: '400k', qualityDrop: '1%' },
      onMiss: 'warn',
    },
  ],
  effort: 'balanced',
  search: { strategy: 'exact' },
  engine: 'auto',
  seed: 1,
  cache: { directory: './.bespoke' },
});

import { defineConfig } from 'bespoke-webpack-plugin';

// Copy this to bespoke.config.ts and change the paths, which are relative to the file. docs/configuration.md explains
// every key.
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
      precision: ['float32', 'float16', 'int8'],
      budget: { size: '1.5MB', parameters: '400k', qualityDrop: '1%' },
      onMiss: 'warn',
    },
    // Browser targets are measured in a browser: npm install --save-dev onnxruntime-web playwright-core
    // { name: 'laptop', runtime: 'onnxruntime-web/wasm', threads: 4, budget: { latency: '50%' } },
    // { name: 'desktop', runtime: 'onnxruntime-web/webgpu', budget: { latency: '8ms' } },
    // A phone, measured by: npx bespoke profile --target phone --serve --host 0.0.0.0
    // { name: 'phone', runtime: 'onnxruntime-web/wasm', profile: './profiles/phone.json', onUnprofiled: 'predict',
    //   budget: { latency: '15ms' } },
  ],
  // Or { minutes: 60 }, about an hour for each model on this machine.
  effort: 'balanced',
  search: { strategy: 'exact' },
  engine: 'auto',
  // alternatives: { activation: false },
  // browser: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] },
  seed: 1,
  cache: { directory: './.bespoke' },
});

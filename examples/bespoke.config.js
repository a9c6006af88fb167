import { defineConfig } from 'bespoke-webpack-plugin';

// What the examples share: a network that reads handwritten digits, cut to less than half of its size. So that they
// build within seconds, only other networks of the pool are considered, and nothing is trained.
export default defineConfig({
  models: [
    {
      name: 'digits',
      teacher: { path: '../fixtures/models/teacher.onnx', licence: 'MIT' },
      pool: [{ path: '../fixtures/models/separable.onnx', licence: 'MIT' }],
      data: {
        train: { kind: 'module', path: '../fixtures/digits-train.js' },
        validation: { kind: 'module', path: '../fixtures/digits-validation.js' },
        input: { scale: 1 / 255 },
      },
      quality: 'top1',
    },
  ],
  targets: [{ name: 'small', runtime: 'onnxruntime-node/cpu', threads: 1, budget: { size: '45%' } }],
  alternatives: {
    import: false,
    prune: false,
    shorten: false,
    decompose: false,
    lowRank: false,
    separable: false,
    shrink: false,
    activation: false,
  },
  effort: { samples: 128, solveSamples: 64, steps: 0, qualitySamples: 200, retrainEpochs: 0 },
  seed: 1,
});

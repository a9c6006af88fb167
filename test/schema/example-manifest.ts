import type { BespokeManifest } from '../../src/config/gen/manifest-schema.js';

/** A manifest with every key. */
export const exampleManifest = (): BespokeManifest => ({
  version: 1,
  models: [
    {
      name: 'classifier',
      teacher: {
        sha256: '0'.repeat(64),
        sizeBytes: 3438880,
        macs: 125747840,
        parameters: 853018,
        quality: { metric: 'top1', value: 0.918, samples: 5000 },
      },
      sources: [
        {
          file: 'resnet32.onnx',
          sha256: '1'.repeat(64),
          licence: 'MIT',
          taught: false,
          usedBy: ['server'],
        },
        { file: 'resnet56.onnx', sha256: '0'.repeat(64), licence: null, taught: true, usedBy: ['server'] },
      ],
      targets: [
        {
          name: 'server',
          runtime: 'onnxruntime-node/cpu',
          threads: 2,
          precision: 'float32',
          file: 'classifier.server.1a2b3c4d.onnx',
          sha256: `1a2b3c4d${'0'.repeat(56)}`,
          sizeBytes: 1700000,
          macs: 60000000,
          parameters: 420000,
          latencyMs: { teacher: 2.1, student: 1.0, predicted: { error: 0.08, heldOut: 120 } },
          quality: { metric: 'top1', value: 0.915, samples: 5000 },
          qualityBySteps: { assembled: 0.852, polished: 0.871, retrained: 0.915 },
          budgets: [{ metric: 'latency', limit: 1.05, value: 1.0, met: true }],
          replacements: [
            {
              from: 'relu_3',
              to: 'relu_9',
              alternative: 'import:resnet32.onnx:relu_2..relu_5',
              nmse: 0.04,
              iacc: 0.914,
            },
          ],
        },
      ],
      seconds: { house: 1.2, train: 300.5, measure: 40.1, search: 0.4, retrain: 200.7 },
    },
  ],
  standIns: [
    {
      model: 'letters',
      name: 'server',
      runtime: 'onnxruntime-node/cpu',
      threads: 2,
      file: 'letters.server.5e6f7a8b.onnx',
      sha256: `5e6f7a8b${'0'.repeat(56)}`,
      sizeBytes: 2500000,
    },
  ],
});

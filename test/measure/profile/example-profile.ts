import type { DeviceProfile } from '../../../src/config/gen/profile-schema.js';

/** A profile with every key: a teacher, a student, and a part with one alternative. */
export const exampleProfile = (): DeviceProfile => ({
  version: 2,
  runtime: 'onnxruntime-node/cpu',
  threads: 1,
  device: {
    description: 'a small server',
    identity: 'Processor, 2 cores, linux-x64, onnxruntime-node 1.30.0',
  },
  comparisons: {
    '0000000000000000aaaa/n': {
      '0000000000000000aaaa/n': { ratio: 1.0012, medianMs: 2.0024, referenceMs: 2, runs: 60 },
      '0000000000000000bbbb/n': { ratio: 0.52, medianMs: 1.04, referenceMs: 2, runs: 60, partsRatio: 0.5 },
    },
    '0000000000000000cccc': {
      '0000000000000000aaaa/n': { ratio: 2.5, medianMs: 2.1, referenceMs: 0.84, runs: 40 },
      '0000000000000000dddd': { ratio: 0.25, medianMs: 0.21, referenceMs: 0.84, runs: 40 },
    },
  },
  structures: {
    '0000000000000000aaaa/n': {
      'Conv 1x1x8x8 * 8x1x3x3 * 8 -> 1x8x8x8': 1,
      'Conv 1x8x8x8 * 8x8x3x3 * 8 -> 1x8x8x8': 4,
    },
    '0000000000000000bbbb/n': {
      'Conv 1x1x8x8 * 8x1x3x3 * 8 -> 1x8x8x8': 1,
      'Conv 1x8x8x8 * 8x8x3x3 * 8 -> 1x8x8x8': 2,
    },
    '0000000000000000cccc': { 'Conv 1x8x8x8 * 8x8x3x3 * 8 -> 1x8x8x8': 2 },
    '0000000000000000dddd': { 'Conv 1x8x8x8 * 8x8x1x1 * 8 -> 1x8x8x8': 2 },
  },
});

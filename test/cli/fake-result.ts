import { createHash } from 'node:crypto';
import type { Artifact, BuildResult, MissedBudget } from '../../src/build/result.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** An artifact of 'digits' whose bytes are `text`. */
export function artifact(target: string, text: string, model = 'digits'): Artifact {
  const bytes = new TextEncoder().encode(text);
  const entry = {
    name: target,
    runtime: 'onnxruntime-node/cpu' as const,
    threads: 1,
    sha256: sha256(bytes),
    sizeBytes: bytes.length,
    macs: 500,
    parameters: 50,
    latencyMs: { teacher: 2, student: 1 },
    quality: { metric: 'top1', value: 0.98, samples: 100 },
    qualityBySteps: { assembled: 0.95, polished: 0.97, retrained: 0.98 },
    budgets: [
      { metric: 'size', limit: 1000, value: bytes.length, met: true },
      { metric: 'latency', limit: 1, value: 1, met: true },
    ],
    replacements: [
      { from: 'b', to: 'd', alternative: 'prune:0.5', nmse: 0.1, iacc: 0.98 },
      { from: 'a', to: 'b', alternative: 'member:small.onnx', nmse: 0.2, iacc: 0.97 },
    ],
  };
  return { model, target, bytes, entry };
}

/** What a build of one model gives. */
export function resultOf(artifacts: readonly Artifact[], missed: readonly MissedBudget[] = []): BuildResult {
  const teacher = {
    sha256: '0'.repeat(64),
    sizeBytes: 1000,
    macs: 1000,
    parameters: 100,
    quality: { metric: 'top1', value: 0.99, samples: 100 },
  };
  const seconds = { house: 1, train: 2, measure: 3, search: 4, retrain: 5 };
  return {
    models: [{ name: 'digits', teacher, artifacts, searches: [], seconds }],
    missed,
    dependencies: { files: [], directories: [] },
    cached: false,
  };
}

export const missedBy = (onMiss: 'error' | 'warn'): MissedBudget => ({
  model: 'digits',
  target: 'phone',
  metric: 'latency',
  limit: 0.5,
  value: 0.7512,
  onMiss,
});

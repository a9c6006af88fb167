import { createHash } from 'node:crypto';
import type { ReportData } from '../../src/pipeline/report-data.js';
import type { Artifact, BuildResult, MissedBudget, SearchRecord } from '../../src/pipeline/result.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** An artifact of 'digits' whose bytes are `text`. */
export function artifact(target: string, text: string, model = 'digits'): Artifact {
  const bytes = new TextEncoder().encode(text);
  const entry = {
    name: target,
    runtime: 'onnxruntime-node/cpu' as const,
    threads: 1,
    precision: 'float32' as const,
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

const searchOf = (target: string): SearchRecord => ({
  target,
  metric: 'latency',
  limit: 1,
  teacher: 2,
  curve: [
    { cost: 0.5, loss: 0.2, chosen: ['member:small.onnx'], optimal: true },
    { cost: 1, loss: 0.05, chosen: ['prune:0.5'], optimal: true },
    { cost: 2, loss: 0, chosen: [], optimal: false },
  ],
  measured: [{ cost: 0.9, loss: 0.06, chosen: ['prune:0.5'] }],
  members: [{ member: 'small.onnx', cost: 0.5, loss: 0.2 }],
});

/** Of a chain a -> b -> c -> d in which a to b, then b to d were replaced. */
function reportOf(targets: readonly string[]): ReportData {
  const part = (latencyMs: number | null, macs: number) => ({
    latencyMs,
    macs,
    parameters: macs / 10,
    sizeBytes: macs,
  });
  return {
    outline: [
      { op: 'Conv', output: 'b', macs: 300, parameters: 30 },
      { op: 'Relu', output: 'c', macs: 0, parameters: 0 },
      { op: 'Gemm', output: 'd', macs: 700, parameters: 70 },
    ],
    members: [
      { name: 'teacher.onnx', macs: 1000, parameters: 100 },
      { name: 'small.onnx', macs: 400, parameters: 40 },
    ],
    targets: targets.map((target) => ({
      target,
      teacherMs: 2,
      replacements: [
        {
          alternative: 'member:small.onnx',
          member: 'small.onnx',
          nodes: [0],
          original: part(0.5, 300),
          own: part(0.25, 150),
        },
        {
          alternative: 'prune:0.5',
          member: 'teacher.onnx',
          nodes: [1, 2],
          original: part(1.2, 700),
          own: part(0.5, 350),
        },
      ],
      loss: { assembled: 0.06, retrained: 0.01 },
    })),
    results: {
      house: { found: 1, made: 2 },
      train: { found: 0, made: 9 },
      measure: { found: 3, made: 3 },
      search: { found: 0, made: 0 },
      retrain: { found: 0, made: 1 },
    },
  };
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
    models: [
      {
        name: 'digits',
        teacher,
        artifacts,
        searches: artifacts.map(({ target }) => searchOf(target)),
        sources: [
          { file: 'teacher.onnx', sha256: '0'.repeat(64), licence: 'MIT', taught: true, usedBy: ['phone'] },
          { file: 'small.onnx', sha256: '1'.repeat(64), licence: null, taught: false, usedBy: ['phone'] },
        ],
        seconds,
        report: reportOf(artifacts.map(({ target }) => target)),
      },
    ],
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

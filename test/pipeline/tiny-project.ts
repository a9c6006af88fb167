import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { residualBlock } from '../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../fixtures/networks/draft.js';
import { loadPlan } from '../../src/config/load-plan.js';
import type { Graph } from '../../src/onnx/graph.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { build } from '../../src/pipeline/build.js';
import type { BuildResult, ProgressEvent } from '../../src/pipeline/result.js';
import type { OpenSource } from '../../src/pipeline/session.js';
import { rngOf } from '../../src/random.js';
import { reckonedLatency } from '../support/reckoned-latency.js';

/** A residual network for 8x8 images of one channel and three classes; untrained, so quality is agreement. */
export function tinyNetwork(label: string, channels: number, blocks: number, size = 8): Graph {
  const net = new NetworkDraft(rngOf(3, 'tiny', label));
  let x = net.relu(net.convolution(net.input('image', [1, 1, size, size]), { channels, kernel: 3 }));
  for (let block = 0; block < blocks; block++) x = residualBlock(net, x, channels);
  return net.finish(label, [net.dense(net.globalAveragePool(x), 3, 'logits')]);
}

/** Data of one split: values that a seed decides, written as a module without labels. */
const dataModule = (split: string, count: number): string => `
import { createHash } from 'node:crypto';
export default () => {
  const values = new Float32Array(${count} * 64);
  for (let at = 0; at < values.length; at += 16) {
    const bytes = createHash('sha256').update('${split}' + at).digest();
    for (let i = 0; i < 16; i++) values[at + i] = bytes.readUInt16LE(2 * i) / 32768 - 1;
  }
  return { values, dims: [8, 8, 1] };
};
`;

export interface TinyConfig {
  readonly targets?: readonly Record<string, unknown>[];
  readonly effort?: Record<string, number>;
  readonly model?: Record<string, unknown>;
  readonly strategy?: string;
  readonly remote?: { readonly url: string; readonly write: boolean };
  readonly farm?: { readonly queue: string };
  readonly alternatives?: Record<string, boolean>;
}

export interface Built {
  readonly result: BuildResult;
  readonly events: readonly ProgressEvent[];
  readonly warnings: readonly string[];
}

/** Alternatives where each takes long to measure: the other network in the place of the teacher, and no more. */
export const poolAlone = {
  import: false,
  prune: false,
  shorten: false,
  decompose: false,
  lowRank: false,
  separable: false,
  shrink: false,
  activation: false,
};

export const tinyEffort = {
  subNetworks: 6,
  wholeCuts: 0.1,
  import: 2,
  prune: 3,
  shorten: 2,
  decompose: 2,
  samples: 128,
  solveSamples: 64,
  steps: 12,
  trainGigaMacs: 50,
  batch: 32,
  qualitySamples: 96,
  retrainGigaMacs: 1,
  retrainEpochs: 2,
};

export class TinyProject {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  config({
    targets,
    effort,
    model,
    strategy = 'exact',
    alternatives = {},
    remote,
    farm,
  }: TinyConfig = {}): Record<string, unknown> {
    return {
      models: [
        {
          name: 'tiny',
          teacher: { path: './teacher.onnx', licence: 'CC0-1.0' },
          pool: [{ path: './small.onnx', licence: 'CC0-1.0' }],
          data: {
            train: { kind: 'module', path: './train.mjs' },
            validation: { kind: 'module', path: './validation.mjs' },
          },
          quality: 'agreement',
          ...model,
        },
      ],
      targets: targets ?? [target('half', { macs: '60%' })],
      effort: { ...tinyEffort, ...effort },
      search: { strategy },
      alternatives,
      seed: 5,
      workers: 1,
      cache: { directory: './cache', ...(remote && { remote }) },
      ...(farm && { farm }),
    };
  }

  async build(
    config: TinyConfig = {},
    {
      workers,
      cache,
      signal,
      latency = reckonedLatency(),
    }: { workers?: number; cache?: string; signal?: AbortSignal; latency?: OpenSource } = {},
  ): Promise<Built> {
    const events: ProgressEvent[] = [];
    const warnings: string[] = [];
    const plan = await loadPlan({
      cwd: this.directory,
      inline: this.config(config),
      overrides: {
        ...(workers && { workers }),
        ...(cache === undefined ? {} : { cacheDirectory: join(this.directory, cache) }),
      },
    });
    const context = {
      signal: signal ?? new AbortController().signal,
      onProgress: (event: ProgressEvent) => events.push(event),
      onWarning: (message: string) => warnings.push(message),
      clock: () => performance.now(),
    };
    const result = await build(plan, context, latency);
    return { result, events, warnings };
  }
}

export const target = (
  name: string,
  budget: Record<string, string | number>,
  more: Record<string, unknown> = {},
) => ({
  name,
  runtime: 'onnxruntime-node/cpu',
  threads: 1,
  budget,
  ...more,
});

/** Whether an alternative, with its rung or without, is the whole network in a width for the budgets of a target. */
export const isFittedWidth = (id: string): boolean =>
  /^prune:0\.\d\d-reconstruction:image\.\.logits/.test(id) && !/^prune:0\.(85|75|65|50|35)-/.test(id);

/** SHA-256 of every file of a build, in order. */
export const artifactHashes = ({ models }: BuildResult): string[] =>
  models.flatMap(({ artifacts }) =>
    artifacts.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')),
  );

/** A project in a temporary folder that is removed at the end. */
export async function inTinyProject(use: (project: TinyProject) => Promise<void>): Promise<void> {
  const directory = await temporary();
  try {
    await use(await tinyProject(directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The same with the store of a build of that configuration; it is built once a process. */
export async function inBuiltProject(
  config: TinyConfig,
  use: (project: TinyProject, built: Built) => Promise<void>,
): Promise<void> {
  const key = JSON.stringify(config);
  const template = templates.get(key) ?? builtProject(config);
  templates.set(key, template);
  const { project, built } = await template;
  const directory = await temporary();
  try {
    await cp(project.directory, directory, { recursive: true });
    await use(new TinyProject(directory), built);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const templates = new Map<string, Promise<{ project: TinyProject; built: Built }>>();

async function builtProject(config: TinyConfig): Promise<{ project: TinyProject; built: Built }> {
  const directory = await temporary();
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const project = await tinyProject(directory);
  return { project, built: await project.build(config) };
}

const temporary = async (): Promise<string> => realpath(await mkdtemp(join(tmpdir(), 'bespoke-tiny-')));

async function tinyProject(directory: string): Promise<TinyProject> {
  await writeTinyProject(directory);
  return new TinyProject(directory);
}

/** The files that the configuration names. */
export async function writeTinyProject(directory: string): Promise<void> {
  await writeFile(
    join(directory, 'teacher.onnx'),
    writeGraph(tinyNetwork('teacher', 8, 4), { batch: 'dynamic' }),
  );
  await writeFile(
    join(directory, 'small.onnx'),
    writeGraph(tinyNetwork('small', 6, 2), { batch: 'dynamic' }),
  );
  await writeFile(join(directory, 'train.mjs'), dataModule('train', 200));
  await writeFile(join(directory, 'validation.mjs'), dataModule('validation', 100));
}

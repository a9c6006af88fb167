import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BespokeManifest } from '../../src/config/gen/manifest-schema.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { batchTensor } from '../../src/data/batch.js';
import type { Outputs } from '../../src/measure/outputs.js';
import { build } from '../../src/pipeline/build.js';
import { manifestOf } from '../../src/pipeline/record/manifest.js';
import type { BuildContext } from '../../src/pipeline/result.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { reckonedLatency } from '../support/reckoned-latency.js';
import { digitPart, type PartKind, type PartName } from './digit-parts.js';

export interface FamilyBuild {
  /** File of fixtures/models, without its ending. */
  readonly model: string;
  readonly data: PartKind;
  readonly quality: 'top1' | 'agreement' | 'mse';
  readonly effort?: Readonly<Record<string, number>>;
  /** Budget; '74%' by default. */
  readonly latency?: string;
}

export interface FamilyResult {
  readonly target: BespokeManifest['models'][number]['targets'][number];
  /** Of teacher and student on digits that the build never saw. */
  readonly teacher: Outputs;
  readonly student: Outputs;
  readonly warnings: readonly string[];
  readonly seconds: number;
}

const effort = {
  subNetworks: 6,
  maxSpan: 0.4,
  wholeCuts: 0.15,
  import: 2,
  prune: 3,
  shorten: 2,
  decompose: 2,
  samples: 256,
  solveSamples: 128,
  steps: 8,
  trainGigaMacs: 1,
  batch: 64,
  qualitySamples: 200,
  retrainGigaMacs: 4,
  retrainEpochs: 2,
};

/** Kinds that make most of these networks no faster; off, so that the tests are quick. */
const alternatives = { decompose: false, lowRank: false, separable: false, activation: false };

/** The whole build of one family for a share of the teacher's latency, one thread, one worker. */
export async function buildFamily(
  family: FamilyBuild,
  onProgress: BuildContext['onProgress'] = () => {},
): Promise<FamilyResult> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-family-')));
  try {
    const started = performance.now();
    const teacher = fileURLToPath(new URL(`../../fixtures/models/${family.model}.onnx`, import.meta.url));
    const module = async (name: PartName): Promise<{ kind: 'module'; path: string }> => {
      const path = join(directory, `${name}.mjs`);
      await writeFile(path, dataModule(name, family.data));
      return { kind: 'module', path };
    };
    const plan = await loadPlan({
      cwd: directory,
      inline: {
        models: [
          {
            name: family.model,
            teacher,
            data: {
              train: await module('train'),
              validation: await module('validation'),
              input: { scale: 1 / 255, augment: { shift: 1 } },
            },
            quality: family.quality,
          },
        ],
        targets: [
          {
            name: 'device',
            runtime: 'onnxruntime-node/cpu',
            threads: 1,
            budget: { latency: family.latency ?? '74%' },
            onMiss: 'warn',
          },
        ],
        effort: { ...effort, ...family.effort },
        alternatives,
        seed: 1,
        cache: { directory: join(directory, 'cache') },
      },
      overrides: { workers: 1 },
    });
    const warnings: string[] = [];
    const context = {
      signal: new AbortController().signal,
      onProgress,
      onWarning: (message: string) => warnings.push(message),
      clock: () => performance.now(),
    };
    const result = await build(plan, context, reckonedLatency());
    const seconds = (performance.now() - started) / 1000;
    const [target] = manifestOf(result, ({ target: name }) => `${name}.onnx`).models[0]!.targets;
    const held = digitPart('held out', family.data);
    return {
      target: target!,
      teacher: await outputsOn(await readFile(teacher), held),
      student: await outputsOn(result.models[0]!.artifacts[0]!.bytes, held),
      warnings,
      seconds,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const dataModule = (name: PartName, kind: PartKind): string => `
import { digitPart } from ${JSON.stringify(new URL('./digit-parts.js', import.meta.url).href)};
export default () => digitPart(${JSON.stringify(name)}, ${JSON.stringify(kind)});
`;

/** Runs a .onnx file as an application would: opened by itself, all samples in one batch. */
async function outputsOn(
  model: Uint8Array,
  { values, dims }: ReturnType<typeof digitPart>,
): Promise<Outputs> {
  const count = values.length / 784;
  const data = { count, sampleDims: dims, values, labels: undefined, digest: '' };
  const image = batchTensor(
    data,
    Array.from({ length: count }, (_, index) => index),
    { scale: 1 / 255, mean: [], std: [], layout: 'nchw' },
  );
  const session = await cpuEngine.open(model, { threads: 1 });
  const outputs = await session.run({ image });
  await session.close();
  return Object.entries(outputs).map(([name, tensor]) => ({
    name,
    dims: tensor.dims.slice(1),
    data: tensor.data as Float32Array,
  }));
}

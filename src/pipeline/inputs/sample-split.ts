import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelPlan } from '../../config/plan.js';
import { settingsOf } from '../../config/sources.js';
import { packSource } from '../../data/pack-source.js';
import { openDataset, soundDataset } from '../../data/packed.js';
import { shuffledIndices } from '../../data/shuffle.js';
import { shapesIn } from '../../measure/output-form.js';
import type { OutputForm } from '../../measure/outputs.js';
import type { Graph } from '../../onnx/graph.js';
import { samplesWithin } from '../../onnx/samples-within.js';
import { sizeOf } from '../../onnx/tensor.js';
import { keyOf } from '../../store/key.js';
import type { BuildSession } from '../session.js';
import type { NormalMember } from './members.js';

/** One split of a model's data, packed into a file that workers open. */
export interface SampleSplit {
  readonly path: string;
  readonly count: number;
  readonly labels: Int32Array | undefined;
  readonly digest: string;
  /**
   * All samples in an order that the seed decides, so prefixes are random subsets; repeated where they fill no batch.
   */
  readonly order: readonly number[];
}

/** How often the user is told how far reading is. */
const PROGRESS_MS = 2000;

/** Reads and packs one split, unless the packed file is there; `fingerprint` is that of the source. */
export async function loadSamples(
  session: BuildSession,
  model: ModelPlan,
  split: 'train' | 'validation',
  fingerprint: string,
  { graph: teacher, shell }: Pick<NormalMember, 'graph' | 'shell'>,
): Promise<SampleSplit> {
  const { plan, context, scratch } = session;
  const source = model[split];
  const expectedDims = teacher.inputs[0].dims.slice(1);
  const inputs = shell?.packing;
  const output = teacher.outputs[0].dims;
  const expectedClasses = output.length === 2 && output[1] > 1 ? output[1] : undefined;
  const key = keyOf('packed data', 4, {
    fingerprint,
    source: settingsOf(source),
    size: model.input.size ?? null,
    layout: model.input.layout,
    image: { ...model.input.image },
    expectedDims,
    expectedClasses: expectedClasses ?? null,
    ...(inputs && { inputs: inputs.map(({ below = null, ...input }) => ({ ...input, below })) }),
  });
  const path = join(scratch, 'data', `${key}.data`);
  const packed = (existsSync(path) ? soundDataset(path) : undefined) ?? (await pack());
  const { count, labels, digest } = packed;
  return {
    path,
    count,
    labels,
    digest,
    order: atLeast(plan.effort.batch, shuffledIndices(count, plan.seed, -1)),
  };

  async function pack() {
    const tell = (note: string): void => {
      const done = split === 'train' ? 0 : 1;
      context.onProgress({ model: model.name, stage: 'data', done, total: 2, note });
    };
    tell(`reading ${split} samples`);
    let told = context.clock();
    const onProgress = (done: number, total: number): void => {
      if (context.clock() - told < PROGRESS_MS) return;
      told = context.clock();
      tell(`reading ${split} samples, ${done} of ${total}`);
    };
    const { signal } = context;
    const options = { signal, expectedDims, inputs, expectedClasses, onProgress };
    await packSource(path, source, model.input, options);
    const dataset = openDataset(path);
    dataset.close();
    return dataset;
  }
}

const atLeast = (length: number, order: readonly number[]): readonly number[] =>
  Array.from({ length: Math.max(length, order.length) }, (_, index) => order[index % order.length]);

/** Outputs of a network for all samples that its quality is measured on: the teacher's, and a student's at a time. */
const OUTPUT_BYTES = 2 ** 28;
const LEAST_SAMPLES = 16;

/** A split with its first samples only, in its order, where a network's outputs for all would take too much memory. */
export function withOutputsInMemory(samples: SampleSplit, graph: Graph, form: OutputForm): SampleSplit {
  const bytes = shapesIn(form, graph).reduce((sum, { dims }) => sum + 4 * sizeOf(dims), 0);
  const fitting = Math.max(LEAST_SAMPLES, samplesWithin(OUTPUT_BYTES, bytes, samples.count));
  return { ...samples, count: Math.min(samples.count, fitting) };
}

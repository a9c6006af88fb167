import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelPlan } from '../../config/plan.js';
import { settingsOf } from '../../config/sources.js';
import { unlessDamaged } from '../../data/checked-header.js';
import type { Dataset } from '../../data/dataset.js';
import { loadDataset } from '../../data/load-dataset.js';
import { openDataset, writeDataset } from '../../data/packed.js';
import { shuffledIndices } from '../../data/shuffle.js';
import type { Graph } from '../../onnx/graph.js';
import { keyOf } from '../../store/key.js';
import type { BuildSession } from '../session.js';

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

/** Reads and packs one split, unless the packed file is there; `fingerprint` is that of the source. */
export async function loadSamples(
  session: BuildSession,
  model: ModelPlan,
  split: 'train' | 'validation',
  fingerprint: string,
  teacher: Graph,
): Promise<SampleSplit> {
  const { plan, context, scratch } = session;
  const source = model[split];
  const expectedDims = teacher.inputs[0].dims.slice(1);
  const output = teacher.outputs[0].dims;
  const expectedClasses = output.length === 2 && output[1] > 1 ? output[1] : undefined;
  const key = keyOf('packed data', 3, {
    fingerprint,
    source: settingsOf(source),
    size: model.input.size ?? null,
    layout: model.input.layout,
    image: { ...model.input.image },
    expectedDims,
    expectedClasses: expectedClasses ?? null,
  });
  const path = join(scratch, 'data', `${key}.data`);
  let packed = soundDataset(path);
  if (packed === undefined) {
    context.onProgress({
      model: model.name,
      stage: 'data',
      done: split === 'train' ? 0 : 1,
      total: 2,
      note: `reading ${split} samples`,
    });
    const { signal } = context;
    await writeDataset(
      path,
      await loadDataset(source, model.input, { signal, expectedDims, expectedClasses }),
    );
    packed = openDataset(path);
  }
  const { count, labels, digest } = packed;
  return {
    path,
    count,
    labels,
    digest,
    order: atLeast(plan.effort.batch, shuffledIndices(count, plan.seed, -1)),
  };
}

const atLeast = (length: number, order: readonly number[]): readonly number[] =>
  Array.from({ length: Math.max(length, order.length) }, (_, index) => order[index % order.length]);

/** What an earlier build packed; undefined when there is nothing, or when it is damaged and thus removed. */
const soundDataset = (path: string): Dataset | undefined =>
  existsSync(path) ? unlessDamaged(() => openDataset(path)) : undefined;

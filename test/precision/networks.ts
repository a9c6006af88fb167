import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputPlan } from '../../src/config/plan.js';
import { batchTensor } from '../../src/data/batch.js';
import type { Dataset } from '../../src/data/dataset.js';
import { writeDataset } from '../../src/data/packed.js';
import type { Outputs } from '../../src/measure/outputs.js';
import { runBatches } from '../../src/measure/run-batches.js';
import type { Graph } from '../../src/onnx/graph.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { plainInput } from '../data/plain-input.js';
import { type DigitPart, digitPart, type PartKind, type PartName } from '../families/digit-parts.js';

export const digitInput: InputPlan = { ...plainInput, scale: 1 / 255 };

/** A network of fixtures/models in normal form. */
export async function fixtureNetwork(name: string): Promise<Graph> {
  const file = readFileSync(new URL(`../../fixtures/models/${name}.onnx`, import.meta.url));
  return (await normalForm(file, { where: `${name}.onnx` })).graph;
}

const datasetOf = ({ values, dims }: DigitPart): Dataset => ({
  count: values.length / 784,
  sampleDims: dims,
  values,
  digest: '',
});

const firstOf = (part: PartName, kind: PartKind, count: number): Dataset => {
  const { values, dims } = digitPart(part, kind);
  return datasetOf({ values: values.subarray(0, count * 784), dims });
};

/** Digits that networks are not trained on. */
export const heldOut = (kind: PartKind, count: number): Dataset => firstOf('validation', kind, count);

/** Packs digits that networks are trained on into a file. */
export async function withTrainingDigits(
  kind: PartKind,
  count: number,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bespoke-precision-'));
  try {
    const path = join(directory, 'train.data');
    await writeDataset(path, firstOf('train', kind, count));
    await use(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Outputs as an app gets them: everything optimised. */
export async function outputsFor(graph: Graph, dataset: Dataset): Promise<Outputs> {
  const session = await cpuEngine.open(writeGraph(graph, { batch: 'dynamic' }), {
    threads: 1,
    optimization: 'all',
  });
  try {
    return await runBatches(session, {
      count: dataset.count,
      batch: 50,
      feeds: (positions) => ({ [session.inputNames[0]]: batchTensor(dataset, positions, digitInput) }),
    });
  } finally {
    await session.close();
  }
}

/** Squared difference over the variance, mean over the outputs. */
export function relativeError(outputs: Outputs, reference: Outputs): number {
  const errors = outputs.map(({ data }, index) => {
    const expected = reference[index].data;
    const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
    const variance = expected.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return data.reduce((sum, value, at) => sum + (value - expected[at]) ** 2, 0) / variance;
  });
  return Math.max(...errors);
}

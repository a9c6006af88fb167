import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InputPlan } from '../../src/config/plan.js';
import { ActivationWriter } from '../../src/data/activation-writer.js';
import { batchTensor } from '../../src/data/batch.js';
import type { Dataset } from '../../src/data/dataset.js';
import { writeDataset } from '../../src/data/packed.js';
import { asClasses } from '../../src/measure/class-labels.js';
import { type Outputs, withChangedOutputs } from '../../src/measure/outputs.js';
import { batchRanges } from '../../src/measure/ranges.js';
import { runModel } from '../../src/measure/run-model.js';
import { runSuffix } from '../../src/measure/run-suffix.js';
import { suffixGraph, suffixInputs } from '../../src/measure/suffix.js';
import { between } from '../../src/onnx/between.js';
import { extract } from '../../src/onnx/extract.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { createWorkers } from '../../src/runtime/workers.js';
import { plainInput } from '../data/plain-input.js';
import { blockB, residualNetwork } from './networks.js';

const test = suite('models over samples');
const directory = mkdtempSync(join(tmpdir(), 'bespoke-run-'));
const teacher = residualNetwork();
const count = 37;
const rng = rngOf(1, 'pixels');
const dataset: Dataset = {
  count,
  sampleDims: [8, 8, 3],
  values: Uint8Array.from({ length: count * 192 }, () => rng.int(256)),
  digest: 'test',
};
const input: InputPlan = {
  ...plainInput,
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
};
const path = join(directory, 'dataset');
const all = Array.from({ length: count }, (_, index) => index);
const workers = createWorkers({ workers: 2 });
test.before(() => writeDataset(path, dataset));
test.after(async () => {
  await workers.close();
  rmSync(directory, { recursive: true, force: true });
});

const expected = async (indices: readonly number[]): Promise<Outputs> => {
  const session = await cpuEngine.open(writeGraph(teacher, { batch: 'dynamic' }), { threads: 1 });
  const results = await session.run({ image: batchTensor(dataset, indices, input) });
  await session.close();
  return teacher.outputs.map(({ name, dims }) => ({
    name,
    dims: dims.slice(1),
    data: results[name].data as Float32Array,
  }));
};
function same(outputs: Outputs, wanted: Outputs, tolerance: number): void {
  assert.equal(
    outputs.map(({ name, dims, data }) => [name, dims, data.length]),
    wanted.map(({ name, dims, data }) => [name, dims, data.length]),
  );
  for (const [index, { name, data }] of outputs.entries())
    for (const [at, value] of data.entries())
      if (!(Math.abs(value - wanted[index].data[at]) <= tolerance))
        assert.unreachable(`${name}[${at}]: ${value}, not ${wanted[index].data[at]}`);
}
const job = { dataset: path, input, indices: all, batch: 8 };

test('an open batch: all outputs, all samples, in order', async () => {
  const model = writeGraph(teacher, { batch: 'dynamic' });
  same(await runModel(workers, { ...job, model }), await expected(all), 1e-5);
});

test('a fixed batch: the last one is filled up and cut', async () => {
  const model = writeGraph(teacher, { batch: 8 });
  same(await runModel(workers, { ...job, model, fixedBatch: 8 }), await expected(all), 1e-5);
});

test('some samples in another order', async () => {
  const model = writeGraph(teacher, { batch: 'dynamic' });
  const indices = [36, 0, 5, 5, 1];
  same(await runModel(workers, { ...job, model, indices }), await expected(indices), 1e-5);
});

test('classes in place of scores', async () => {
  const model = writeGraph(teacher, { batch: 'dynamic' });
  const scores = await runModel(workers, { ...job, model });
  assert.equal(await runModel(workers, { ...job, model, form: 'classes' }), scores.map(asClasses));
});

test('one worker and two give the same bytes', async () => {
  const model = writeGraph(teacher, { batch: 'dynamic' });
  const one = createWorkers({ workers: 1 });
  same(await runModel(one, { ...job, model }), await runModel(workers, { ...job, model }), 0);
  await one.close();
});

test('a suffix on recorded activations gives the outputs of the whole network', async () => {
  const inputs = suffixInputs(teacher, blockB);
  const model = writeGraph(between(teacher, ['image'], inputs), { batch: 'dynamic' });
  const recorded = await runModel(workers, { ...job, model });
  const activations: Record<string, string> = {};
  for (const { name, dims, data } of recorded) {
    activations[name] = join(directory, name);
    const writer = ActivationWriter.create(activations[name], { dims, count, dtype: 'float32' });
    writer.append(data);
    await writer.finish();
  }
  const suffix = writeGraph(suffixGraph(teacher, blockB, extract(teacher, blockB)), { batch: 'dynamic' });
  const wanted = (await expected(all)).filter(({ name }) => name !== 'aux');
  for (const parts of [1, 3]) {
    const outputs = await runSuffix(workers, { activations, count, batch: 8 }, () => suffix, parts);
    same(outputs, wanted, 1e-5);
    const classes = { activations, count, batch: 8, form: 'classes' } as const;
    assert.equal(await runSuffix(workers, classes, () => suffix, parts), outputs.map(asClasses));
  }
});

test("outputs that a suffix does not compute are the teacher's, in the graph's order", () => {
  const output = (name: string, value: number) => ({ name, dims: [1], data: Float32Array.of(value) });
  const all = withChangedOutputs([output('aux', 1), output('logits', 2)], [output('logits', 3)]);
  assert.equal(all, [output('aux', 1), output('logits', 3)]);
});

for (const [samples, batch, parts, ranges] of [
  [10, 4, 1, [[0, 10]]],
  [
    10,
    4,
    2,
    [
      [0, 8],
      [8, 2],
    ],
  ],
  [
    10,
    4,
    3,
    [
      [0, 4],
      [4, 4],
      [8, 2],
    ],
  ],
  [
    10,
    4,
    9,
    [
      [0, 4],
      [4, 4],
      [8, 2],
    ],
  ],
  [3, 64, 2, [[0, 3]]],
  [0, 64, 2, []],
] as const)
  test(`${samples} samples in batches of ${batch} for ${parts} parts`, () =>
    assert.equal(
      batchRanges(samples, batch, parts).map((range) => [range.start, range.count]),
      ranges,
    ));

test.run();

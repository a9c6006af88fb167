import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import { augmentedBatch } from '../../../src/data/augment.js';
import { openDataset, writeDataset } from '../../../src/data/packed.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { rngOf } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { GraphBuilder } from '../../../src/train/gradient/builder.js';
import { retrain } from '../../../src/train/retrain/retrain.js';
import type { RetrainJob } from '../../../src/train/retrain/retrain-job.js';
import { teacherOutputs } from '../../../src/train/retrain/teacher-outputs.js';
import type { TrainingSegment } from '../../../src/train/retrain/training-segment.js';
import { placeForward } from '../../../src/train/step/forward.js';
import { plainInput } from '../../data/plain-input.js';
import { inDirectory } from '../../store/temporary-directory.js';

const SAMPLES = 256;
const input = { ...plainInput, augment: { flip: true, shift: 3 } };

function network(seed = 3, wide: readonly number[] = [4, 6, 6]): Graph {
  const net = new NetworkDraft(rngOf(seed, 'retrain'));
  let x = net.input('image', [1, 1, 8, 8]);
  for (const channels of wide) x = net.relu(net.convolution(x, { channels, kernel: 3 }));
  return net.finish('retrain', [net.dense(net.globalAveragePool(x), 3, 'logits')]);
}

/** Bright images: zeros that shifting brings in change every statistic. */
async function inSegment(run: (segment: TrainingSegment) => Promise<void>): Promise<void> {
  await inDirectory(async (directory) => {
    const dataset = join(directory, 'samples');
    const rng = rngOf(4, 'images');
    const brightness = Array.from({ length: SAMPLES }, () => 1 + 2 * rng.next());
    const values = Float32Array.from(
      { length: SAMPLES * 64 },
      (_, at) => brightness[Math.floor(at / 64)]! + 0.3 * rng.normal(),
    );
    const labels = Int32Array.from({ length: SAMPLES }, (_, index) => index % 3);
    await writeDataset(dataset, { count: SAMPLES, sampleDims: [8, 8, 1], values, labels, digest: '' });
    await run({ dataset, input, batch: 32, seed: 1, from: 0, to: 4 });
  });
}

async function jobOf(graph: Graph, segment: TrainingSegment, peak: number): Promise<RetrainJob> {
  return {
    engine: 'cpu',
    student: { assembled: graph },
    outputs: [{ name: 'logits', kind: 'logits', perSample: true }],
    segment,
    answers: await teacherOutputs({ teachers: [{ graph, weight: 1 }], segment, threads: 1 }),
    rate: { peak, from: segment.from, to: segment.to },
    isTrial: false,
    threads: 1,
  };
}

test('with batch norm put back, training sees the network that came: statistics are those of augmented samples', () =>
  inSegment(async (segment) => {
    const graph = network();
    const { state } = await retrain(await jobOf(graph, segment, 1e-9));
    const data = openDataset(segment.dataset);
    const indices = Array.from({ length: SAMPLES }, (_, index) => index);
    const image = augmentedBatch(data, indices, input, rngOf(9, 'other draws'));
    const builder = new GraphBuilder('seen/', graph.opsets.get(''));
    placeForward(builder, state.network, SAMPLES, 'training');
    const logits = async (model: Uint8Array): Promise<Float32Array> => {
      const session = await cpuEngine.open(model, { threads: 1 });
      const results = await session.run({ image }, ['logits']);
      await session.close();
      return results.logits.data as Float32Array;
    };
    const seen = await logits(writeGraph(builder.finish(['logits'])));
    const wanted = await logits(writeGraph(graph, { batch: SAMPLES }));
    // With statistics of plain samples this is 0.48; what is left is that batches differ.
    assert.ok(relativeError(seen, wanted) < 0.15, `${relativeError(seen, wanted)}`);
  }));

test('two stretches give the same bits as one', () =>
  inSegment(async (segment) => {
    const graph = network();
    const job = await jobOf(graph, segment, 0.01);
    const whole = await retrain(job);
    const rows = (job.answers as ReadonlyMap<string, Float32Array>).get('logits')!;
    const half = (from: number, to: number, student: RetrainJob['student']): RetrainJob => ({
      ...job,
      student,
      segment: { ...segment, from, to },
      answers: new Map([['logits', rows.slice((from / 4) * rows.length, (to / 4) * rows.length)]]),
    });
    const first = await retrain(half(0, 2, job.student));
    const second = await retrain(half(2, 4, { state: first.state }));
    assert.is(whole.students.length, 2);
    assert.is(first.students.length, 1);
    assert.equal(
      second.students.map((each) => writeGraph(each)),
      whole.students.map((each) => writeGraph(each)),
    );
  }));

test('teachers that are asked batch by batch teach the same bits as their answers', () =>
  inSegment(async (segment) => {
    const graph = network();
    const teachers = [
      { graph, weight: 1 },
      { graph: network(8), weight: 3 },
    ];
    const answers = await teacherOutputs({ teachers, segment, threads: 1 });
    const told = await retrain({ ...(await jobOf(graph, segment, 0.01)), answers });
    const asking = await retrain({ ...(await jobOf(graph, segment, 0.01)), answers: { teachers } });
    assert.equal(
      asking.students.map((each) => writeGraph(each)),
      told.students.map((each) => writeGraph(each)),
    );
  }));

test('the number of threads changes no bit', () =>
  inSegment(async (segment) => {
    const graph = network(3, [16, 32, 24]);
    const job = await jobOf(graph, segment, 0.01);
    for (const threads of [2, 3])
      assert.equal(await teacherOutputs({ teachers: [{ graph, weight: 1 }], segment, threads }), job.answers);
    const students: Uint8Array[][] = [];
    for (const threads of [1, 2, 3])
      students.push((await retrain({ ...job, threads })).students.map((each) => writeGraph(each)));
    assert.equal(students[1], students[0]);
    assert.equal(students[2], students[0]);
  }));

test('answers of several teachers are their mean by weight', () =>
  inSegment(async (segment) => {
    const [one, other] = [network(3), network(5)];
    const answersOf = async (...teachers: { graph: Graph; weight: number }[]) =>
      (await teacherOutputs({ teachers, segment, threads: 1 })).get('logits')!;
    const [first, second, both] = [
      await answersOf({ graph: one, weight: 1 }),
      await answersOf({ graph: other, weight: 1 }),
      await answersOf({ graph: one, weight: 3 }, { graph: other, weight: 1 }),
    ];
    assert.is(both.length, 4 * 32 * 3);
    both.forEach((value, at) => {
      assert.ok(Math.abs(value - (3 * first[at]! + second[at]!) / 4) < 1e-5);
    });
    assert.ok(first.some((value, at) => Math.abs(value - second[at]!) > 0.01));
  }));

/** Root of the squared difference over the squared deviation from the mean. */
function relativeError(values: Float32Array, wanted: Float32Array): number {
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const error = wanted.reduce((sum, value, at) => sum + (values[at]! - value) ** 2, 0);
  return Math.sqrt(error / wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}

test.run();

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ActivationWriter } from '../../src/data/activation-writer.js';
import type { Graph } from '../../src/onnx/graph.js';
import { float32 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { imitate } from '../../src/train/imitate/imitate.js';
import type { ImitationJob, ImitationResult } from '../../src/train/imitate/imitation-job.js';

const samples = 128;
const dims = [4, 6, 6];

/** x -> Conv 3x3 -> Relu (with `width` channels) -> Conv 3x3 -> y */
function block(label: string, width: number): Graph {
  const rng = rngOf(2, label);
  const drawn = (shape: readonly number[]) =>
    float32(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal() / 4),
      shape,
    );
  const value = (channels: number) => ({ dtype: 'float32', dims: [1, channels, 6, 6] }) as const;
  const attributes = { pads: { type: 'ints', value: [1, 1, 1, 1] } } as const;
  return {
    name: label,
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...value(4) }],
    outputs: [{ name: 'y', ...value(4) }],
    nodes: [
      { opType: 'Conv', domain: '', inputs: ['x', 'w1', 'b1'], outputs: ['c'], attributes },
      { opType: 'Relu', domain: '', inputs: ['c'], outputs: ['r'], attributes: {} },
      { opType: 'Conv', domain: '', inputs: ['r', 'w2', 'b2'], outputs: ['y'], attributes },
    ],
    initializers: new Map([
      ['w1', drawn([width, 4, 3, 3])],
      ['b1', drawn([width])],
      ['w2', drawn([4, width, 3, 3])],
      ['b2', drawn([4])],
    ]),
    values: new Map([
      ['x', value(4)],
      ['c', value(width)],
      ['r', value(width)],
      ['y', value(4)],
    ]),
  };
}

async function withActivations(
  use: (job: Omit<ImitationJob, 'graph' | 'solve' | 'steps'>) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bespoke-imitate-'));
  try {
    const rng = rngOf(9, 'x');
    const x = Float32Array.from({ length: samples * 144 }, () => rng.normal());
    const session = await cpuEngine.open(writeGraph(block('teacher', 12), { batch: samples }), {
      threads: 1,
    });
    const y = (await session.run({ x: float32(x, [samples, ...dims]) })).y.data as Float32Array;
    await session.close();
    for (const [name, values] of [
      ['x', x],
      ['y', y],
    ] as const) {
      const writer = ActivationWriter.create(join(directory, name), {
        dims,
        count: samples,
        dtype: 'float32',
      });
      writer.append(values);
      await writer.finish();
    }
    await use({
      engine: 'cpu',
      input: join(directory, 'x'),
      target: join(directory, 'y'),
      references: [{ ref: { member: 'teacher', tensor: 'y' }, path: join(directory, 'y') }],
      samples,
      solveSamples: 64,
      batch: 16,
      learningRate: 3e-3,
      seed: 1,
      label: 'block',
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const solve = [{ layer: 'y', at: 'y', reference: { member: 'teacher', tensor: 'y' } }];
const weights = ({ graph }: ImitationResult): string =>
  JSON.stringify([...graph.initializers].map(([name, { data }]) => [name, ...Array.from(data, Number)]));

test('least squares lowers the block error, gradient steps lower it further', () =>
  withActivations(async (job) => {
    const { nmse, graph } = await imitate({ ...job, graph: block('student', 8), solve, steps: 160 });
    assert.ok(nmse.solved < 0.8 * nmse.start, JSON.stringify(nmse));
    assert.ok(nmse.trained < 0.8 * nmse.solved, JSON.stringify(nmse));
    assert.equal(
      graph.nodes.map(({ opType }) => opType),
      ['Conv', 'Relu', 'Conv'],
      'batch norm is folded again',
    );
  }));

test('the same job gives the same bits, another seed other ones', () =>
  withActivations(async (job) => {
    const run = (seed: number) => imitate({ ...job, graph: block('student', 8), solve, steps: 20, seed });
    const [one, two, other] = [await run(1), await run(1), await run(2)];
    assert.is(weights(two), weights(one));
    assert.is.not(weights(other), weights(one));
  }));

test('a block that imitates perfectly is left as it is', () =>
  withActivations(async (job) => {
    const graph = block('teacher', 12);
    const result = await imitate({ ...job, graph, solve: [], steps: 20 });
    assert.ok(result.nmse.start < 1e-9);
    assert.is(result.graph, graph);
  }));

test('a further rung goes on where the one before ended and is never worse on held-out samples', () =>
  withActivations(async (job) => {
    const best = ({ nmse }: ImitationResult): number => Math.min(nmse.start, nmse.solved, nmse.trained);
    let before = await imitate({ ...job, graph: block('student', 8), solve, solveSamples: 16, steps: 0 });
    for (const rung of [
      { solve, steps: 20, learningRate: 3e-3 },
      { solve: [], steps: 40, learningRate: 3e-3 },
      { solve: [], steps: 3, learningRate: 50 },
    ]) {
      const after = await imitate({ ...job, ...rung, graph: before.graph });
      assert.is(after.nmse.start, best(before));
      assert.ok(best(after) <= best(before));
      before = after;
    }
  }));

test('steps that make it worse are not kept', () =>
  withActivations(async (job) => {
    const graph = block('student', 8);
    const result = await imitate({ ...job, graph, solve: [], steps: 3, learningRate: 50 });
    assert.ok(result.nmse.trained > result.nmse.start, JSON.stringify(result.nmse));
    assert.is(result.graph, graph);
  }));

test.run();

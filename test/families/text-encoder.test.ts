import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drawnSentences, textEncoder } from '../../fixtures/networks/text-encoder.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import type { Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { build } from '../../src/pipeline/build.js';
import { rngOf } from '../../src/random.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { npy, npz } from '../data/numpy-files.js';
import { reckonedLatency } from '../support/reckoned-latency.js';

const SIZE = { layers: 2, width: 32, heads: 4, hidden: 64, vocabulary: 200, length: 12 };
/** Mean cosine similarity of the student's outputs with the teacher's, on sentences that the build never saw. */
const SIMILARITY = 0.97;

const effort = {
  subNetworks: 8,
  maxSpan: 0.5,
  wholeCuts: 0.2,
  import: 2,
  prune: 4,
  shorten: 3,
  decompose: 2,
  samples: 384,
  solveSamples: 128,
  steps: 20,
  trainGigaMacs: 2,
  batch: 32,
  qualitySamples: 128,
  retrainGigaMacs: 4,
  retrainEpochs: 6,
};

/** Arrays under other names than the inputs have. */
function archive(name: string, count: number): Uint8Array {
  const arrays = Object.entries(drawnSentences(SIZE, count, rngOf(1, name))).map(
    ([input, { data, dims }]) => [`${input}.array`, npy(data, { descr: '<i8', shape: dims })] as const,
  );
  return npz(Object.fromEntries(arrays));
}

async function outputsOf(model: Uint8Array, feeds: Readonly<Record<string, Tensor>>): Promise<Float32Array> {
  const session = await cpuEngine.open(model, { threads: 1 });
  const results = await session.run(feeds);
  await session.close();
  return results[session.outputNames[0]!]!.data as Float32Array;
}

function meanCosine(a: Float32Array, b: Float32Array, width: number): number {
  let total = 0;
  for (let start = 0; start < a.length; start += width) {
    let [product, first, second] = [0, 0, 0];
    for (let at = start; at < start + width; at++) {
      product += a[at]! * b[at]!;
      first += a[at]! ** 2;
      second += b[at]! ** 2;
    }
    total += product / Math.sqrt(first * second);
  }
  return (total * width) / a.length;
}

test('a text encoder: ids, mask and token types, one of them fixed', async () => {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-text-')));
  try {
    const teacher = writeGraph(textEncoder(SIZE, rngOf(1, 'text encoder')), { batch: 'dynamic' });
    await writeFile(join(directory, 'teacher.onnx'), teacher);
    await writeFile(join(directory, 'train.npz'), archive('train', 768));
    await writeFile(join(directory, 'validation.npz'), archive('validation', 128));
    const values = { input_ids: 'input_ids.array', attention_mask: 'attention_mask.array' };
    const plan = await loadPlan({
      cwd: directory,
      inline: {
        models: [
          {
            name: 'encoder',
            teacher: 'teacher.onnx',
            data: {
              train: { kind: 'npz', path: 'train.npz', values },
              validation: { kind: 'npz', path: 'validation.npz', values },
              input: { fixed: { token_type_ids: 0 } },
            },
            quality: 'mse',
          },
        ],
        targets: [
          {
            name: 'device',
            runtime: 'onnxruntime-node/cpu',
            precision: ['float32'],
            budget: { latency: '75%' },
            onMiss: 'warn',
          },
        ],
        effort,
        alternatives: { separable: false, shrink: false, activation: false },
        cache: { directory: 'cache' },
      },
      overrides: { workers: 2 },
    });
    const context = {
      signal: new AbortController().signal,
      onProgress: () => {},
      onWarning: () => {},
      clock: () => performance.now(),
    };
    const result = await build(plan, context, reckonedLatency());
    const [{ bytes, entry }] = result.models[0]!.artifacts as [(typeof result.models)[0]['artifacts'][0]];
    assert.ok(entry.latencyMs.student <= 0.75 * entry.latencyMs.teacher);
    assert.ok(entry.replacements.length > 0);
    assert.equal(
      readGraph(bytes, { where: 'student' }).inputs.map(({ name, dtype, dims }) => [name, dtype, dims]),
      ['input_ids', 'attention_mask'].map((name) => [name, 'int64', [1, SIZE.length]]),
    );
    const { input_ids, attention_mask, token_type_ids } = drawnSentences(
      SIZE,
      200,
      rngOf(1, 'unseen'),
    ) as Readonly<Record<string, Tensor>>;
    const zeros = { ...token_type_ids!, data: new BigInt64Array(token_type_ids!.data.length) };
    const given = { input_ids: input_ids!, attention_mask: attention_mask! };
    const wanted = await outputsOf(teacher, { ...given, token_type_ids: zeros });
    const similarity = meanCosine(await outputsOf(bytes, given), wanted, SIZE.width);
    assert.ok(similarity >= SIMILARITY, `cosine similarity ${similarity}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test.run();

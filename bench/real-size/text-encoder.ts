import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawnSentences, textEncoder } from '../../fixtures/networks/text-encoder.js';
import type { ModelConfig } from '../../src/config/gen/config-schema.js';
import { macsOf } from '../../src/onnx/cost.js';
import type { Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import type { EngineSession } from '../../src/runtime/engine.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { npzOf } from '../peers/npz.js';
import { printLatency } from './print-latency.js';

const SIZE = { layers: 6, width: 128, heads: 4, hidden: 512, vocabulary: 4000, length: 48 };
const SAMPLES = 4000;

/** Sentences for one purpose: a quarter of those to train with for each other one. */
const sentences = (purpose: string, count: number): Readonly<Record<string, Tensor>> =>
  drawnSentences(SIZE, purpose === 'train' ? count : count / 4, rngOf(1, 'sentences', purpose));

/** An encoder in the shape of BERT with drawn weights, on drawn sentences; what is needed to build and to judge it. */
export async function textEncoderTask(
  folder: string,
  count = SAMPLES,
): Promise<{ readonly model: ModelConfig; judgeStudent(student: Uint8Array): Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  const teacher = join(folder, 'text-encoder.onnx');
  if (!existsSync(teacher))
    writeFileSync(teacher, writeGraph(textEncoder(SIZE, rngOf(1, 'text encoder')), { batch: 'dynamic' }));
  const { graph } = await normalForm(await readFile(teacher), { where: 'text-encoder.onnx' });
  console.log(`text-encoder: ${(macsOf(graph) / 1e6).toFixed(0)} M multiply-accumulates`);
  const source = (purpose: string) => {
    const path = join(folder, `${purpose}-${count}.npz`);
    const arrays = Object.entries(sentences(purpose, count)).map(
      ([name, { dims, data }]) =>
        [name, { dims, values: Int32Array.from(data as BigInt64Array, Number) }] as const,
    );
    if (!existsSync(path)) writeFileSync(path, npzOf(Object.fromEntries(arrays)));
    return { kind: 'npz', path } as const;
  };
  return {
    model: {
      name: 'text-encoder',
      teacher,
      data: { train: source('train'), validation: source('validation') },
      quality: 'mse',
    },
    judgeStudent: async (student) => judge(await readFile(teacher), student, sentences('unseen', count)),
  };
}

/** Prints the cosine similarity with the teacher, beside that of the best constant answer, and the latency of both. */
async function judge(
  teacher: Uint8Array,
  student: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<void> {
  const open = (model: Uint8Array): Promise<EngineSession> =>
    cpuEngine.open(model, { threads: 1, optimization: 'all', asInApp: true });
  const [old, own] = [await open(teacher), await open(student)];
  const [wanted, got] = [await rowsOf(old, feeds), await rowsOf(own, feeds)];
  const mean = wanted[0]!.map((_, at) => wanted.reduce((sum, row) => sum + row[at]!, 0) / wanted.length);
  const similar = wanted.map((row, index) => cosine(row, got[index]!)).sort((a, b) => a - b);
  const constant =
    wanted.map((row) => cosine(row, mean)).reduce((sum, value) => sum + value, 0) / wanted.length;
  const average = similar.reduce((sum, value) => sum + value, 0) / similar.length;
  console.log(
    `cosine similarity on ${similar.length} sentences that the build has not seen: mean ${average.toFixed(4)}, ` +
      `lowest tenth below ${similar[Math.floor(similar.length / 10)]!.toFixed(4)}; ` +
      `of the mean output ${constant.toFixed(4)}`,
  );
  const one = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, dims, data }]) => [
      name,
      { dtype, dims: [1, dims[1]!], data: data.slice(0, dims[1]) },
    ]),
  );
  await printLatency(
    () => old.run(one),
    () => own.run(one),
  );
  await old.close();
  await own.close();
}

async function rowsOf(
  session: EngineSession,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Float32Array[]> {
  const { data, dims } = (await session.run(feeds))[session.outputNames[0]!]!;
  const [count, width] = dims as [number, number];
  return Array.from({ length: count }, (_, row) =>
    (data as Float32Array).subarray(row * width, (row + 1) * width),
  );
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, first, second] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    product += value * b[at]!;
    first += value ** 2;
    second += b[at]! ** 2;
  }
  return product / Math.sqrt(first * second);
}

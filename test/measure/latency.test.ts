import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import { measureLatency } from '../../src/measure/latency.js';
import { machineId } from '../../src/measure/machine-id.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { openSizeFile } from '../support/open-size-file.js';
import { convolutionChain } from './networks.js';

const test = suite('latency of real models');
const directory = mkdtempSync(join(tmpdir(), 'bespoke-latency-'));
test.after(() => rmSync(directory, { recursive: true, force: true }));
const light = writeGraph(convolutionChain(16, 2));
const heavy = writeGraph(convolutionChain(16, 8));

test('a file with an open height and width runs at the size that it was made at', async () => {
  const model = openSizeFile();
  const results = await measureLatency({
    provider: 'cpu',
    threads: 1,
    groups: [{ reference: { model }, candidates: [{ key: 'same', model }] }],
    options: { maxSeconds: 0.1 },
  });
  assert.ok(results.get('same')!.runs > 0);
});

test('a chain of 8 convolutions takes longer than one of 2, itself takes as long; bytes and paths both work', async () => {
  const path = join(directory, 'light.onnx');
  writeFileSync(path, light);
  const progress: number[] = [];
  const results = await measureLatency(
    {
      provider: 'cpu',
      threads: 1,
      groups: [
        { reference: { model: heavy }, candidates: [{ key: 'light', model: path }] },
        {
          reference: { model: light },
          candidates: [
            { key: 'heavy', model: heavy },
            { key: 'same', model: light },
          ],
        },
      ],
    },
    { onProgress: (done) => progress.push(done) },
  );
  const [less, more, same] = ['light', 'heavy', 'same'].map((key) => results.get(key)!);
  assert.ok(less.ratio < 0.6, `light / heavy is ${less.ratio}`);
  assert.ok(more.ratio > 1.7, `heavy / light is ${more.ratio}`);
  assert.ok(same.ratio > 0.8 && same.ratio < 1.25, `light / light is ${same.ratio}`);
  assert.ok(less.lowMs > 0 && less.lowMs <= less.medianMs && less.medianMs <= less.highMs);
  assert.equal(progress, [1, 3]);
});

test('a model with several inputs is fed all of them', async () => {
  const graph = convolutionChain(4, 1, 8);
  const two = {
    ...graph,
    inputs: [...graph.inputs, { name: 'z', dtype: 'float32' as const, dims: [1, 4, 8, 8] }],
    nodes: [
      ...graph.nodes.slice(0, -1),
      { opType: 'Add', domain: '', inputs: ['conv0', 'z'], outputs: ['y'], attributes: {} },
    ],
  };
  const model = writeGraph(two, { batch: 'dynamic' });
  const results = await measureLatency({
    provider: 'cpu',
    threads: 2,
    groups: [{ reference: { model }, candidates: [{ key: 'two', model }] }],
    options: { maxSeconds: 0.2 },
  });
  assert.ok(results.get('two')!.medianMs > 0);
});

test('a model that ONNX Runtime refuses is ENGINE_OPEN', async () => {
  const job = {
    provider: 'cpu' as const,
    threads: 1,
    groups: [{ reference: { model: light }, candidates: [{ key: 'x', model: light.subarray(0, 40) }] }],
  };
  const error = await measureLatency(job).then(
    () => undefined,
    (reason: BespokeError) => reason,
  );
  assert.is(error?.code, 'ENGINE_OPEN');
});

test('an abort ends it', async () => {
  const job = {
    provider: 'cpu' as const,
    threads: 1,
    groups: [
      {
        reference: { model: heavy },
        candidates: Array.from({ length: 50 }, (_, index) => ({ key: `${index}`, model: light })),
      },
    ],
  };
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 500);
  const error = await measureLatency(job, { signal: controller.signal }).then(
    () => undefined,
    (reason: Error) => reason,
  );
  assert.is(error?.name, 'AbortError');
});

test('the machine is named by processor, cores, architecture and ONNX Runtime', () => {
  assert.match(machineId(), /\d+ cores, \w+-\w+, onnxruntime-node \d+\.\d+/);
  assert.is(machineId(), machineId());
});

test.run();

import * as tf from '@tensorflow/tfjs';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import type { Graph, ValueInfo } from '../../src/onnx/graph.js';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import type { Engine } from '../../src/runtime/engine.js';
import { availableEngines } from '../../src/runtime/engines.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { webgpuEngine } from '../../src/runtime/onnxruntime-webgpu.js';
import { createTensorflowEngine } from '../../src/runtime/tensorflow/create-engine.js';
import { residualNetwork } from '../measure/networks.js';
import { operatorCases } from './operator-cases.js';
import { operatorGraph } from './operator-graph.js';

// Otherwise TensorFlow advertises its native package on standard error.
tf.env().set('IS_TEST', true);

const reports = new Map((await availableEngines()).map((report) => [report.name, report]));

const value = (name: string, dtype: ValueInfo['dtype'] = 'float32'): ValueInfo => ({
  name,
  dtype,
  dims: [1, 3],
});
const node = (opType: string, inputs: string[], outputs: string[]) => ({
  opType,
  domain: '',
  inputs,
  outputs,
  attributes: {},
});
const small = (inputs: ValueInfo[], outputs: ValueInfo[], nodes: Graph['nodes']): Graph => ({
  name: 'small',
  opsets: new Map([['', 18]]),
  inputs,
  outputs,
  nodes,
  initializers: new Map(),
  values: new Map(),
});
const sums = small(
  [value('a'), value('b')],
  [value('sum'), value('difference')],
  [node('Add', ['a', 'b'], ['sum']), node('Sub', ['a', 'b'], ['difference'])],
);
const row = (...values: number[]): Tensor => float32(Float32Array.from(values), [1, values.length]);

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
  } catch (error) {
    return (error as BespokeError).code;
  }
  return undefined;
}

function near(actual: Tensor, expected: Tensor, tolerance: number): void {
  assert.equal([actual.dtype, ...actual.dims], [expected.dtype, ...expected.dims]);
  assert.is(actual.data.length, expected.data.length);
  assert.is(actual.data.constructor.name, expected.data.constructor.name);
  for (let index = 0; index < expected.data.length; index++) {
    const [is, should] = [Number(actual.data[index]), Number(expected.data[index])];
    if (!(Math.abs(is - should) <= tolerance * (1 + Math.abs(should))))
      assert.unreachable(`[${index}] is ${is}, not ${should}`);
  }
}

/** What every engine must do, whatever it runs on. */
function conformance(engine: Engine, test: Test): void {
  const run = async (graph: Graph, feeds: Record<string, Tensor>, outputs?: readonly string[]) => {
    const session = await engine.open(writeGraph(graph, { batch: 'dynamic' }), { threads: 1 });
    try {
      return await session.run(feeds, outputs);
    } finally {
      await session.close();
    }
  };

  test('names of inputs and outputs are those of the file, in its order', async () => {
    const session = await engine.open(writeGraph(sums), { threads: 1 });
    assert.equal([...session.inputNames], ['a', 'b']);
    assert.equal([...session.outputNames], ['sum', 'difference']);
    await session.close();
  });

  test('all outputs come back, or those that are asked for', async () => {
    const feeds = { a: row(1, 2, 3), b: row(3, 2, 1) };
    assert.equal(await run(sums, feeds), { sum: row(4, 4, 4), difference: row(-2, 0, 2) });
    assert.equal(await run(sums, feeds, ['difference']), { difference: row(-2, 0, 2) });
  });

  test('a result is not changed by the next run, a feed not by any', async () => {
    const session = await engine.open(writeGraph(sums), { threads: 1 });
    const feeds = { a: row(1, 2, 3), b: row(3, 2, 1) };
    const first = await session.run(feeds);
    await session.run({ a: row(9, 9, 9), b: row(8, 8, 8) });
    assert.equal(first.sum, row(4, 4, 4));
    assert.equal(feeds, { a: row(1, 2, 3), b: row(3, 2, 1) });
    await session.close();
  });

  test('a feed may be a view into larger memory', async () => {
    const memory = Float32Array.of(9, 1, 2, 3, 9);
    const a = float32(memory.subarray(1, 4), [1, 3]);
    assert.equal((await run(sums, { a, b: row(0, 0, 0) })).sum, row(1, 2, 3));
  });

  test('two sessions at the same time do not disturb each other', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => engine.open(writeGraph(sums), { threads: 1 })));
    const [left, right] = await Promise.all([
      one.run({ a: row(1, 1, 1), b: row(1, 1, 1) }),
      two.run({ a: row(2, 2, 2), b: row(2, 2, 2) }),
    ]);
    assert.equal([left.sum, right.sum], [row(2, 2, 2), row(4, 4, 4)]);
    await Promise.all([one.close(), two.close()]);
  });

  test('an open batch takes any batch', async () => {
    const two = float32(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    assert.equal((await run(sums, { a: two, b: two })).difference, float32(new Float32Array(6), [2, 3]));
  });

  for (const [dtype, data] of [
    ['int64', BigInt64Array.of(1n, -2n, 3n)],
    ['int32', Int32Array.of(1, -2, 3)],
    ['bool', Uint8Array.of(1, 0, 1)],
    ['float16', Uint16Array.of(0x3c00, 0xc000, 0x3555)],
    ['float64', Float64Array.of(1, -2, 0.5)],
    ['uint8', Uint8Array.of(1, 0, 255)],
  ] as const)
    test(`${dtype} goes in and comes out as it was`, async () => {
      const graph = small([value('a', dtype)], [value('b', dtype)], [node('Identity', ['a'], ['b'])]);
      const tensor: Tensor = { dtype, dims: [1, 3], data };
      near((await run(graph, { a: tensor })).b, tensor, 0);
    });

  test('a scalar and an empty tensor pass', async () => {
    const scalar = { name: 'a', dtype: 'float32', dims: [] } as const;
    const graph = small([scalar], [{ ...scalar, name: 'b' }], [node('Neg', ['a'], ['b'])]);
    assert.equal(
      (await run(graph, { a: float32(Float32Array.of(3), []) })).b,
      float32(Float32Array.of(-3), []),
    );
    const none = float32(new Float32Array(0), [0, 3]);
    assert.equal((await run(sums, { a: none, b: none })).sum, none);
  });

  for (const [name, feeds] of [
    ['a missing input', { a: row(1, 2, 3) }],
    [
      'an input of another type',
      { a: row(1, 2, 3), b: { dtype: 'int32', dims: [1, 3], data: new Int32Array(3) } },
    ],
    ['an input of another rank', { a: row(1, 2, 3), b: float32(new Float32Array(3), [3]) }],
    ['shapes that do not fit together', { a: row(1, 2, 3), b: row(1, 2) }],
    ['fewer values than the shape says', { a: row(1, 2, 3), b: float32(new Float32Array(2), [1, 3]) }],
  ] as const)
    test(`${name} is ENGINE_RUN`, async () => {
      assert.is(await codeOf(run(sums, feeds as unknown as Record<string, Tensor>)), 'ENGINE_RUN');
    });

  for (const [name, model] of [
    ['no ONNX file', Uint8Array.of(1, 2, 3, 4)],
    ['a file cut short', writeGraph(residualNetwork()).subarray(0, 1000)],
    [
      'an operator that does not exist',
      writeGraph(small([value('a')], [value('b')], [node('Wobble', ['a'], ['b'])])),
    ],
  ] as const)
    test(`${name} is ENGINE_OPEN`, async () => {
      assert.is(await codeOf(engine.open(model, { threads: 1 })), 'ENGINE_OPEN');
    });

  test('a whole network gives the same as ONNX Runtime without rewriting', async () => {
    const network = residualNetwork();
    const image = float32(
      Float32Array.from({ length: 2 * 192 }, (_, index) => Math.sin(index)),
      [2, 3, 8, 8],
    );
    const reference = await cpuEngine.open(writeGraph(network, { batch: 'dynamic' }), {
      threads: 1,
      optimization: 'disabled',
    });
    const expected = await reference.run({ image });
    await reference.close();
    const actual = await run(network, { image });
    for (const [name, tensor] of Object.entries(expected)) near(actual[name], tensor, 1e-5);
  });

  for (const given of operatorCases)
    test(given.name, async () => {
      const { graph, feeds, expected } = await operatorGraph(given);
      const actual = await run(graph, feeds);
      for (const [name, tensor] of expected) near(actual[name], tensor, 2e-5);
    });
}

const cpu = suite('engine cpu');
conformance(cpuEngine, cpu);
cpu.run();

const tensorflow = suite('engine tensorflow, in JavaScript');
conformance(createTensorflowEngine(tf), tensorflow);
tensorflow('no tensor is left behind', async () => {
  const engine = createTensorflowEngine(tf);
  const before = tf.memory().numTensors;
  const session = await engine.open(writeGraph(residualNetwork()), { threads: 1 });
  for (let turn = 0; turn < 3; turn++)
    await session.run({ image: float32(new Float32Array(192), [1, 3, 8, 8]) });
  await codeOf(session.run({ image: float32(new Float32Array(3 * 25), [1, 3, 5, 5]) }));
  await session.close();
  assert.is(tf.memory().numTensors, before);
});
tensorflow.run();

const webgpu = suite('engine webgpu');
const report = reports.get('webgpu');
if (report?.available) conformance(webgpuEngine, webgpu);
else webgpu.skip(`skipped: ${report?.detail}`, () => {});
webgpu.run();

import * as tf from '@tensorflow/tfjs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { float32 } from '../../src/onnx/tensor.js';
import type { Engine } from '../../src/runtime/engine.js';
import { availableEngines, openEngine } from '../../src/runtime/engines.js';
import { probeEngine } from '../../src/runtime/probe-engine.js';
import { openTensorflowEngine, supplyRemovedUtil } from '../../src/runtime/tensorflow-gpu.js';

tf.env().set('IS_TEST', true);
const test = suite('opening engines');
const warnings: string[] = [];
const warn = (message: string) => warnings.push(message);
const reports = await availableEngines();

async function failure(promise: Promise<unknown>): Promise<BespokeError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, BespokeError);
  return error as BespokeError;
}

test('every engine is reported, the CPU is always there', () => {
  assert.equal(
    reports.map(({ name }) => name),
    ['cpu', 'webgpu', 'cuda', 'tensorflow'],
  );
  assert.ok(reports[0].available);
});

for (const { name, available, detail } of reports) {
  if (available) test(`${name} opens`, async () => assert.is((await openEngine(name, warn)).name, name));
  else
    test(`${name} is not here: ENGINE_UNAVAILABLE, with what to do`, async () => {
      const error = await failure(openEngine(name, warn));
      assert.is(error.code, 'ENGINE_UNAVAILABLE');
      assert.match(error.message, /install|driver/i);
      assert.match(error.message, 'engine: "cpu"');
      assert.is(error.message, detail);
    });
}

test('auto always opens, without a warning when there is simply no card', async () => {
  const engine = await openEngine('auto', warn);
  assert.is(engine.name, reports.find(({ name }) => name === 'cuda')?.available ? 'cuda' : 'cpu');
  assert.equal(warnings, []);
});

test('an engine that gives wrong numbers is ENGINE_WRONG', async () => {
  const broken: Engine = {
    name: 'webgpu',
    open: async () => ({
      inputNames: ['x'],
      outputNames: ['y'],
      run: async () => ({ y: float32(Float32Array.of(0, 3), [1, 2]) }),
      close: async () => {},
    }),
  };
  assert.is((await failure(probeEngine(broken))).code, 'ENGINE_WRONG');
});

test('the TensorFlow engine runs on whatever package is given', async () => {
  const engine = await openTensorflowEngine(() => tf);
  await probeEngine(engine);
  assert.is(engine.name, 'tensorflow');
});

for (const [name, cause, message] of [
  [
    'is not installed',
    Object.assign(new Error("Cannot find module '@tensorflow/tfjs-node-gpu'"), { code: 'MODULE_NOT_FOUND' }),
    'npm install @tensorflow/tfjs-node-gpu@4.22',
  ],
  ['misses its library', new Error('libcudart.so.11.0: cannot open shared object file'), 'CUDA 11'],
  [
    'misses a package of its own',
    Object.assign(new Error("Cannot find module 'long'"), { code: 'MODULE_NOT_FOUND' }),
    'does not load',
  ],
] as const)
  test(`a TensorFlow package that ${name} is ENGINE_UNAVAILABLE`, async () => {
    const error = await failure(
      openTensorflowEngine(() => {
        throw cause;
      }),
    );
    assert.is(error.code, 'ENGINE_UNAVAILABLE');
    assert.match(error.message, message);
  });

test('what Node 23 took out of util is supplied, what is there stays', () => {
  const isArray = () => false;
  const util: Record<string, unknown> = { isArray };
  supplyRemovedUtil(util);
  assert.is(util.isArray, isArray);
  const isNullOrUndefined = util.isNullOrUndefined as (value: unknown) => boolean;
  assert.equal([null, undefined, 0, ''].map(isNullOrUndefined), [true, true, false, false]);
  assert.equal([{}, null, 1].map(util.isObject as (value: unknown) => boolean), [true, false, false]);
  assert.equal([{}, null, () => 1].map(util.isPrimitive as (value: unknown) => boolean), [
    false,
    true,
    false,
  ]);
});

test.run();

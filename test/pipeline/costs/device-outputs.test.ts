import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { LatencySource } from '../../../src/measure/latency-source.js';
import { bytesOf } from '../../../src/measure/model-source.js';
import { type OutputValues, spreadValues } from '../../../src/measure/output-values.js';
import { readGraph } from '../../../src/onnx/read-graph.js';
import { faultOf } from '../../../src/pipeline/costs/device-outputs.js';
import type { OpenSource } from '../../../src/pipeline/session.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { reckonedLatency } from '../../support/reckoned-latency.js';
import { inTinyProject, target } from '../tiny-project.js';

test('what is not the same is told', () => {
  const right = [1, 2, 3, 4];
  assert.is(faultOf(right, right), undefined);
  assert.is(faultOf([1.1, 2, 2.9, 4], right), undefined, 'rounding');
  assert.match(faultOf([1, 1, 3, 4], right)!, /^values differ by 20 % of their variance$/);
  assert.match(faultOf([1, null, 3, null], right)!, /^2 of 4 values are no finite numbers$/);
  assert.is(faultOf([1, 2, 3, null], [1, 2, 3, null]), undefined, 'what is no number here either');
  assert.match(faultOf([1, 2], right)!, /^2 values in place of 4$/);
  assert.is(faultOf([5, 5], [5, 5]), undefined, 'the same throughout');
  assert.ok(faultOf([5, 6], [5, 5]));
});

/** A device that gives what this machine does, changed. */
const device =
  (change: (values: OutputValues, file: Uint8Array) => OutputValues, asked: Uint8Array[]): OpenSource =>
  async (_, ...more) => {
    const source = await reckonedLatency()({ runtime: 'onnxruntime-node/cpu', threads: 1 }, ...more);
    const outputs: LatencySource['outputs'] = async ({ model, inputs }) => {
      const bytes = await bytesOf(model);
      asked.push(bytes);
      const session = await cpuEngine.open(bytes, { threads: 1 });
      const feeds = Object.fromEntries(session.inputNames.map((name, index) => [name, inputs[index]!]));
      const results = await session.run(feeds);
      await session.close();
      return change(
        spreadValues(
          session.outputNames.map((name) => results[name]!.data),
          2048,
        ),
        bytes,
      );
    };
    return { ...source, outputs };
  };

/** Whether a file computes in float16: then its input is cast first. */
const isHalf = (file: Uint8Array): boolean => {
  const { nodes, inputs } = readGraph(file, { where: 'file' });
  return nodes.some(({ opType, inputs: [input] }) => opType === 'Cast' && input === inputs[0]!.name);
};

const card = { runtime: 'onnxruntime-web/webgpu', precision: ['float16'] };
const config = { targets: [target('card', { size: '60%' }, card)], model: { pool: [] } };

test('a device that agrees is asked about the precision and the student, and nothing is said', () =>
  inTinyProject(async (project) => {
    const asked: Uint8Array[] = [];
    const latency = device((values) => values, asked);
    const { result, warnings } = await project.build(config, { latency });
    assert.equal(asked.map(isHalf), [true, true]);
    const [{ bytes }] = result.models[0].artifacts;
    assert.equal(Buffer.from(asked[1]!), Buffer.from(bytes));
    assert.equal(warnings, []);
    const again = await project.build({ ...config, model: { ...config.model } }, { latency });
    assert.is(asked.length, 2, 'asked once');
    assert.equal(again.warnings, []);
  }));

test('where float16 overflows on the device, weights alone are stored in it', () =>
  inTinyProject(async (project) => {
    const asked: Uint8Array[] = [];
    const overflowing = device((values, file) => (isHalf(file) ? values.map(() => null) : values), asked);
    const { result, warnings } = await project.build(config, { latency: overflowing });
    assert.equal(asked.map(isHalf), [true, false]);
    assert.not.ok(isHalf(result.models[0].artifacts[0]!.bytes));
    assert.equal(warnings, []);
  }));

test('a student that gives something else on the device is told of', () =>
  inTinyProject(async (project) => {
    const wrong = device((values) => values.map((value, index) => (index === 0 ? 1e3 : value)), []);
    const targets = [
      target('card', { size: '60%' }, { runtime: 'onnxruntime-web/webgpu', precision: ['float32'] }),
    ];
    const { warnings } = await project.build({ ...config, targets }, { latency: wrong });
    assert.is(warnings.length, 1);
    assert.match(warnings[0]!, /student of target 'card' gives other outputs there than here.*variance/);
  }));

test.run();

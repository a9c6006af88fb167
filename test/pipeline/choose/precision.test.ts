import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readGraph } from '../../../src/onnx/read-graph.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { type NodeCost, nodeMs, reckonedLatency } from '../../support/reckoned-latency.js';
import { inTinyProject, poolAlone, target, tinyNetwork } from '../tiny-project.js';

/** Nothing to replace anything with: only precision makes a file smaller. */
const alternatives = { ...poolAlone, member: false };
const all = ['float32', 'float16', 'int8'];

test('size that only float16 or int8 comes to is met by them, and what float32 comes to by float32', () =>
  inTinyProject(async (project) => {
    await writeFile(
      join(project.directory, 'teacher.onnx'),
      writeGraph(tinyNetwork('teacher', 24, 4), { batch: 'dynamic' }),
    );
    const targets = [
      target('whole', { size: '100%' }, { precision: all }),
      target('half', { size: '60%' }),
      target('third', { size: '45%' }, { precision: all }),
      target('plain', { size: '60%' }, { precision: ['float32'], onMiss: 'warn' }),
      target('macs', { macs: '100%' }, { precision: all }),
      target('only', { macs: '100%' }, { precision: ['int8'] }),
    ];
    const config = { targets, alternatives, model: { pool: [] } };
    const { result } = await project.build(config, { cache: 'one' });
    const { artifacts } = result.models[0];
    assert.equal(
      artifacts.map(({ target: name, entry: { precision } }) => [name, precision]),
      [
        ['whole', 'float32'],
        ['half', 'float16'],
        ['third', 'int8'],
        ['plain', 'float32'],
        ['macs', 'float32'],
        ['only', 'int8'],
      ],
    );
    assert.equal(
      result.missed.map(({ target: name, metric }) => [name, metric]),
      [['plain', 'size']],
    );
    for (const { bytes, entry } of artifacts) {
      assert.is(entry.sizeBytes, bytes.length);
      assert.is(entry.parameters, artifacts[0].entry.parameters, 'as many, however they are stored');
      assert.is(entry.macs, artifacts[0].entry.macs);
      assert.is(entry.quality.value, entry.qualityBySteps.retrained);
      assert.ok(entry.quality.value >= 0.9, `${entry.name}: ${entry.quality.value}`);
      const dtypes = new Set(
        [...readGraph(bytes, { where: entry.name }).initializers.values()].map(({ dtype }) => dtype),
      );
      assert.is(dtypes.has('float16'), entry.precision === 'float16', entry.name);
      assert.is(dtypes.has('int8'), entry.precision === 'int8', entry.name);
    }

    const third = { ...config, targets: [targets[2]] };
    const again = await project.build(third, { cache: 'two', workers: 2 });
    assert.equal(
      again.result.models[0].artifacts.map(({ entry: { sha256 } }) => sha256),
      [artifacts[2].entry.sha256],
      'the same bytes from another cache and with another number of workers',
    );
  }));

/** A device on which a convolution in int8 takes so many times as long as in float32. */
const withInt8At =
  (share: number): NodeCost =>
  (node, graph) => {
    const isInt8 = graph.nodes.some(
      ({ opType, outputs }) => opType === 'DequantizeLinear' && outputs[0] === node.inputs[1],
    );
    if (node.opType.endsWith('QuantizeLinear') || node.opType === 'DequantizeLinear') return 0;
    return nodeMs(node, graph) * (isInt8 ? share : 1);
  };
for (const [share, precision] of [
  [0.5, 'int8'],
  [2, 'float32'],
] as const)
  test(`where latency alone is limited, and int8 takes ${share} times as long, ${precision} is taken`, () =>
    inTinyProject(async (project) => {
      const targets = [target('quick', { latency: '60%' }, { precision: all, onMiss: 'warn' })];
      const config = { targets, alternatives, model: { pool: [] } };
      const { result } = await project.build(config, { latency: reckonedLatency(withInt8At(share)) });
      const [{ entry }] = result.models[0].artifacts;
      assert.is(entry.precision, precision);
      const { teacher, student } = entry.latencyMs;
      assert.is(student < 0.7 * teacher, precision === 'int8', `${student} of ${teacher} ms`);
    }));

test('WebGPU that does not compute in float16 gets weights in float16', () =>
  inTinyProject(async (project) => {
    const targets = [target('card', { size: '75%' }, { runtime: 'onnxruntime-web/webgpu', onMiss: 'warn' })];
    const config = project.config({ targets, alternatives, model: { pool: [] } });
    // Chromium's software adapter has no float16.
    project.config = () => ({ ...config, browser: { args: ['--use-webgpu-adapter=swiftshader'] } });
    const { result, warnings } = await project.build();
    const [{ bytes, entry }] = result.models[0].artifacts;
    assert.is(entry.precision, 'float16');
    assert.equal(warnings, []);
    const { initializers, nodes } = readGraph(bytes, { where: 'card' });
    assert.ok([...initializers.values()].some(({ dtype }) => dtype === 'float16'));
    assert.ok(nodes.every(({ opType, inputs }) => opType !== 'Cast' || initializers.has(inputs[0])));
  }));

test.run();

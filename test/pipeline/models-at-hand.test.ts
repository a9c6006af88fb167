import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { modelsAtHand } from '../../src/pipeline/models-at-hand.js';
import type { ProgressEvent } from '../../src/pipeline/result.js';
import { inTinyProject, type TinyConfig, type TinyProject, target } from './tiny-project.js';

async function atHand(project: TinyProject, config: TinyConfig, others: Record<string, unknown> = {}) {
  const events: ProgressEvent[] = [];
  const plan = await loadPlan({ cwd: project.directory, inline: { ...project.config(config), ...others } });
  const result = await modelsAtHand(plan, {
    signal: new AbortController().signal,
    onProgress: (event) => events.push(event),
    onWarning: () => {},
    clock: () => 0,
  });
  return { result, events };
}

test('without a fitted model the teacher stands in for every target, and nothing is trained or measured', () =>
  inTinyProject(async (project) => {
    const targets = [target('most', { macs: '70%' }), target('least', { latency: '40%' })];
    const { result, events } = await atHand(project, { targets });
    assert.equal([result.models, result.missed], [[], []]);
    assert.equal(
      result.standIns.map(({ model, target, threads, reason }) => [model, target, threads, reason]),
      [
        ['tiny', 'most', 1, undefined],
        ['tiny', 'least', 1, undefined],
      ],
    );
    const [{ bytes }] = result.standIns;
    assert.equal(readGraph(bytes, { where: 'stand-in' }).outputs[0].dims, [1, 3]);
    assert.equal(events, []);
    for (const file of ['teacher.onnx', 'small.onnx', 'train.mjs', 'validation.mjs'])
      assert.ok(result.dependencies.files.includes(join(project.directory, file)), file);

    const again = await atHand(project, { targets });
    assert.equal(again.result.standIns[0].bytes, bytes, 'the same bytes each time');
  }));

test('a browser that is not there makes the teacher stand in, and the reason is told', () =>
  inTinyProject(async (project) => {
    const targets = [target('page', { macs: '70%' }, { runtime: 'onnxruntime-web/wasm' })];
    const browser = { executablePath: './no-such-browser' };
    const { result } = await atHand(project, { targets }, { browser });
    assert.is(result.standIns.length, 1);
    assert.match(result.standIns[0].reason!, /no-such-browser/);
  }));

test('a teacher that cannot be read is an error all the same', () =>
  inTinyProject(async (project) => {
    const model = { teacher: './train.mjs' };
    await atHand(project, { model }).then(
      () => assert.unreachable(),
      (error: unknown) => assert.ok(error instanceof BespokeError && error.message.includes('train.mjs')),
    );
  }));

test.run();

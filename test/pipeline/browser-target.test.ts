import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import { inTinyProject, poolAlone, target } from './tiny-project.js';

const wasm = { runtime: 'onnxruntime-web/wasm' };

test('a target of WebAssembly is measured in a browser and reaches the manifest; a second build opens no model', () =>
  inTinyProject(async (project) => {
    const targets = [target('phone', { latency: '90%' }, { ...wasm, onMiss: 'warn' })];
    const config = { targets, alternatives: poolAlone };
    const { result, events } = await project.build(config);
    const [{ entry }] = result.models[0].artifacts;
    assert.is(entry.runtime, 'onnxruntime-web/wasm');
    assert.is(entry.threads, 1);
    assert.ok(entry.latencyMs.teacher > 0 && entry.latencyMs.student > 0);
    assert.equal(
      entry.budgets.map(({ metric }) => metric),
      ['latency'],
    );
    assert.ok(
      events.some(({ stage, note }) => stage === 'measure' && note?.includes('onnxruntime-web/wasm')),
    );
    const again = await project.build(config);
    assert.ok(again.result.cached);
    assert.is(again.result.models[0].artifacts[0].entry.sha256, entry.sha256);
  }));

for (const [name, runtime] of [
  ['WebAssembly', 'onnxruntime-web/wasm'],
  ['WebGPU', 'onnxruntime-web/webgpu'],
] as const) {
  test(`${name} without a browser is refused before anything is trained, not measured elsewhere`, () =>
    inTinyProject(async (project) => {
      const config = project.config({ targets: [target('phone', { latency: '50%' }, { runtime })] });
      project.config = () => ({ ...config, browser: { executablePath: './no-chrome' } });
      const error = await project.build().then(
        () => undefined,
        (caught: BespokeError) => caught,
      );
      assert.is(error?.code, 'BROWSER_MISSING');
      assert.ok(error!.message.includes('no-chrome'));
    }));
}

test.run();

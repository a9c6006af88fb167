import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32 } from '../../src/onnx/tensor.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { withLock } from '../../src/store/lock.js';
import { missedBy } from '../cli/fake-result.js';
import { inTinyProject } from '../pipeline/tiny-project.js';
import { type Bundle, bundlers, compileOnce, configurationOf, inApp } from './app.js';
import { classifierResult, importingApp, runPage } from './classifier.js';
import { tinyApp } from './tiny-app.js';

const outputOf = async (bytes: Uint8Array) => {
  const session = await cpuEngine.open(bytes, { threads: 1 });
  try {
    return [...((await session.run({ image: float32(image, [1, 1, 8, 8]) })).logits!.data as Float32Array)];
  } finally {
    await session.close();
  }
};

const image = Float32Array.from({ length: 64 }, (_, index) => Math.sin(index));

test('the teacher stands in at once, even beside a build that holds the cache, and everything says so', () =>
  inTinyProject(async (project) => {
    const { directory } = project;
    const configured = await tinyApp(project);
    const configuration = configured('build', { mode: 'development', devtool: false });
    const { errors, warnings, manifest } = await withLock(join(directory, 'cache'), () =>
      compileOnce(bundlers.webpack!(configuration)),
    );
    assert.equal(errors, []);
    assert.equal(
      warnings.map(({ message }) => message.replace(/\n.*/s, '')),
      [
        "model 'tiny', targets 'most', 'least': the teacher stands in until the model is built. Run `npx bespoke build`, and the next compilation takes the model from the cache. With development: 'build' the plugin builds it itself, as in production mode.",
      ],
    );
    assert.equal(manifest!.models, []);
    const [least, most] = manifest!.standIns!;
    assert.equal([least!.name, most!.name], ['least', 'most']);
    assert.is(least!.sha256, most!.sha256);
    const model = structuredClone(await runPage(join(directory, 'build/main.js')));
    assert.is(model.teacher, undefined);
    for (const [index, each] of [least!, most!].entries()) {
      const bytes = await readFile(join(directory, 'build', each.file));
      assert.is(bytes.length, each.sizeBytes);
      const { integrity: _, ...shown } = model.targets[index]!;
      assert.equal(shown, {
        name: each.name,
        url: each.file,
        runtime: 'onnxruntime-node/cpu',
        threads: 1,
        sizeBytes: each.sizeBytes,
        sha256: each.sha256,
        standIn: true,
      });
      const teacher = await outputOf(await readFile(join(directory, 'teacher.onnx')));
      (await outputOf(bytes)).forEach((value, at) => {
        assert.ok(Math.abs(value - teacher[at]!) < 1e-4, `${value} beside ${teacher[at]}`);
      });
    }
  }));

/** How a plugin got its models: in all ways that it asked for. */
async function asked(bundle: Bundle, directory: string, mode: string, development?: 'teacher' | 'build') {
  const ways: string[] = [];
  const result = classifierResult({ server: 'a model' });
  const plugin = new BespokePlugin(
    { development },
    {
      build: async () => {
        ways.push('build');
        return result;
      },
      atHand: async () => {
        ways.push('at hand');
        return { ...result, standIns: [], missed: [{ ...missedBy('warn'), model: 'classifier' }] };
      },
    },
  );
  const { errors, files, warnings } = await compileOnce(
    bundle(configurationOf(directory, plugin, { mode: mode as 'none' })),
  );
  assert.equal(errors, []);
  assert.ok(files.some((file) => file.endsWith('.onnx')));
  assert.is(warnings.length, ways[0] === 'build' ? 0 : 1);
  return ways.join();
}

for (const [name, bundle] of Object.entries(bundlers)) {
  for (const [mode, development, expected] of [
    ['development', undefined, 'at hand'],
    ['development', 'teacher', 'at hand'],
    ['development', 'build', 'build'],
    ['production', undefined, 'build'],
    ['production', 'teacher', 'build'],
    ['none', undefined, 'build'],
  ] as const) {
    test(`${name}: mode ${mode} with development: ${development} takes its models by '${expected}'`, () =>
      inApp(async (directory) => {
        assert.is(await asked(bundle, directory, mode, development), expected);
      }, importingApp));
  }
}

test.run();

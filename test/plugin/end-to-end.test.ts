import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32 } from '../../src/onnx/tensor.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { inTinyProject, target } from '../build/tiny-project.js';
import { bundlers, compileOnce, configurationOf } from './app.js';

test('webpack, then every bundler again: real networks are fitted once, emitted, and run', () =>
  inTinyProject(async (project) => {
    await writeFile(join(project.directory, 'package.json'), '{"type":"module"}');
    await writeFile(join(project.directory, 'index.js'), 'export default 1;\n');
    const config = project.config({
      targets: [target('most', { macs: '70%' }), target('least', { macs: '40%' })],
    });
    await writeFile(join(project.directory, 'bespoke.config.json'), JSON.stringify(config));
    const compile = (name: string) =>
      compileOnce(
        bundlers[name]!(
          configurationOf(project.directory, new BespokePlugin(), {
            entry: './index.js',
            output: { path: join(project.directory, name) },
          }),
        ),
      );

    const first = await compile('webpack');
    assert.equal(first.errors, []);
    const { targets, teacher } = first.manifest!.models[0]!;
    assert.equal(
      targets.map(({ name }) => name),
      ['least', 'most'],
    );
    for (const { file, macs, sizeBytes, budgets } of targets) {
      assert.ok(macs < teacher.macs);
      assert.ok(budgets.every(({ met }) => met));
      const bytes = await readFile(join(project.directory, 'webpack', file));
      assert.is(bytes.length, sizeBytes);
      const session = await cpuEngine.open(bytes, { threads: 1 });
      const output = await session.run({ image: float32(new Float32Array(64).fill(0.5), [1, 1, 8, 8]) });
      assert.equal(output.logits!.dims, [1, 3]);
      await session.close();
    }

    for (const name of Object.keys(bundlers)) {
      const started = performance.now();
      const again = await compile(name);
      assert.ok(performance.now() - started < 5000, 'from the store');
      assert.equal(again.errors, []);
      const content = ({ models }: NonNullable<typeof again.manifest>) =>
        models[0]!.targets.map(({ file: _, ...entry }) => entry);
      assert.equal(content(again.manifest!), content(first.manifest!));
    }
  }));

test('a budget out of reach is an error that names the best', () =>
  inTinyProject(async (project) => {
    await writeFile(join(project.directory, 'index.js'), 'export default 1;\n');
    const config = project.config({ targets: [target('tiny', { macs: '0.1%' })] });
    const { errors, files } = await compileOnce(
      bundlers.webpack!(
        configurationOf(project.directory, new BespokePlugin(config as never), {
          entry: './index.js',
          optimization: { minimize: false, emitOnErrors: true },
        }),
      ),
    );
    assert.is(errors.length, 1);
    assert.match(errors[0]!.message, /model 'tiny', target 'tiny'.*macs budget/);
    assert.equal(
      files.filter((file) => file.endsWith('.onnx') || file.endsWith('.json')),
      [],
    );
  }));

test.run();

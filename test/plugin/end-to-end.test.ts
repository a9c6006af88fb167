import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import webpack from 'webpack';
import type { BespokeManifest } from '../../src/config/gen/manifest-schema.js';
import { float32 } from '../../src/onnx/tensor.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { inTinyProject, target } from '../pipeline/tiny-project.js';
import { bundlers, close, compileOnce, configurationOf } from './app.js';
import { runPage } from './classifier.js';
import { tinyApp } from './tiny-app.js';

test('two webpack compilers side by side, then every bundler again: real networks are fitted once, emitted, and run', () =>
  inTinyProject(async (project) => {
    const { directory } = project;
    const configured = await tinyApp(project);

    // Watched while coding, from before there is a student.
    const coding = bundlers.webpack!(configured('coding', { mode: 'development' }));
    const compilations: webpack.Compilation[] = [];
    coding.watch({ aggregateTimeout: 50, poll: 50 }, (_, stats) => compilations.push(stats!.compilation));
    const manifestWhile = async (edit: () => Promise<void>, isThere: () => boolean) => {
      await edit();
      for (const deadline = Date.now() + 60_000; !isThere() && Date.now() < deadline; ) await sleep(50);
      return emitted(join(directory, 'coding'));
    };
    const standing = await manifestWhile(
      async () => {},
      () => compilations.length > 0,
    );
    assert.equal([standing.models.length, standing.standIns!.length], [0, 2]);
    assert.match(compilations[0]!.warnings[0]!.message, /the teacher stands in/);

    const both = webpack([configured('browser', { name: 'browser' }), configured('node', { name: 'node' })]);
    const stats = await new Promise<webpack.MultiStats>((resolve, reject) => {
      both.run((error, all) => (error || !all ? reject(error) : resolve(all)));
    });
    await close(both);
    assert.equal(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
    const [first, beside] = await Promise.all(
      ['browser', 'node'].map((folder) => emitted(join(directory, folder))),
    );
    // Seconds too: the second compiler did not do the work again.
    assert.equal(beside, first);
    const { targets, teacher } = first!.models[0]!;
    assert.equal(
      targets.map(({ name }) => name),
      ['least', 'most'],
    );
    for (const { file, macs, sizeBytes, budgets } of targets) {
      assert.ok(macs < teacher.macs);
      assert.ok(budgets.every(({ met }) => met));
      const bytes = await readFile(join(directory, 'browser', file));
      assert.is(bytes.length, sizeBytes);
      const session = await cpuEngine.open(bytes, { threads: 1 });
      const output = await session.run({ image: float32(new Float32Array(64).fill(0.5), [1, 1, 8, 8]) });
      assert.equal(output.logits!.dims, [1, 3]);
      await session.close();
    }

    const fitted = await manifestWhile(
      () => appendFile(join(directory, 'index.js'), '// A change of the app, no more.\n'),
      () => compilations.at(-1)!.warnings.length === 0,
    );
    await close(coding);
    assert.equal(fitted.standIns, undefined);
    assert.equal(compilations.at(-1)!.warnings, []);

    const content = ({ models }: BespokeManifest) => models[0]!.targets.map(({ file: _, ...entry }) => entry);
    assert.equal(content(fitted), content(first!));
    for (const [name, bundle] of Object.entries(bundlers)) {
      for (const mode of ['production', 'development'] as const) {
        const again = await compileOnce(bundle(configured(name, { mode })));
        assert.equal(again.manifest!.models[0]!.seconds, first!.models[0]!.seconds, 'from the store');
        assert.equal([again.errors, again.warnings], [[], []]);
        assert.equal(content(again.manifest!), content(first!));
      }
      const model = await runPage(join(directory, name, 'main.js'));
      const file = join(directory, name, model.targets[0]!.url);
      assert.is(
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
        targets[0]!.sha256,
      );
    }
  }));

const emitted = async (folder: string): Promise<BespokeManifest> =>
  JSON.parse(await readFile(join(folder, 'bespoke-manifest.json'), 'utf8'));

test('a budget out of reach is an error that names the best; in development a warning, and the teacher stands in', () =>
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

    const coding = await compileOnce(
      bundlers.webpack!(
        configurationOf(project.directory, new BespokePlugin(config as never), {
          mode: 'development',
          entry: './index.js',
        }),
      ),
    );
    assert.equal(coding.errors, []);
    assert.match(coding.warnings[0]!.message, /model 'tiny', target 'tiny'.*macs budget/);
    assert.match(coding.warnings[1]!.message, /model 'tiny', target 'tiny'.*the teacher stands in/);
    assert.is(coding.manifest!.standIns!.length, 1);
  }));

test.run();

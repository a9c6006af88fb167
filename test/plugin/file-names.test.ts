import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundlers, compileOnce, inApp } from './app.js';
import { configured, importingApp, page, pluginOf, runPage, twoTargets } from './classifier.js';

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}: file names by template, and imported by them`, () =>
    inApp(async (directory) => {
      const plugin = pluginOf(twoTargets(), { filename: 'models/[target]/[name].[contenthash:8][ext]' });
      const { errors, manifest, assets } = await compileOnce(
        bundle(configured(directory, { publicPath: '/x/' }, {}, plugin)),
      );
      assert.equal(errors, []);
      const { file } = manifest!.models[0]!.targets[1]!;
      assert.match(file, /^models\/server\/classifier\.[0-9a-f]{8}\.onnx$/);
      assert.is(await readFile(join(directory, 'build', file), 'utf8'), 'first model');
      const info = assets.find((asset) => asset.name === file)!.info as Record<string, unknown>;
      assert.is(info.immutable, true);
      const model = await runPage(page(directory));
      assert.is(model.targets[1]!.url, `/x/${file}`);
    }, importingApp));

  test(`${name}: without a content hash a file is not said to be immutable`, () =>
    inApp(async (directory) => {
      const plugin = pluginOf(twoTargets(), { filename: '[name]-[target].onnx' });
      const { errors, assets } = await compileOnce(bundle(configured(directory, {}, {}, plugin)));
      assert.equal(errors, []);
      const asset = assets.find((each) => each.name === 'classifier-server.onnx');
      assert.not.ok((asset!.info as Record<string, unknown>).immutable);
    }, importingApp));
}

test.run();

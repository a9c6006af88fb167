import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { optionsOf } from '../../src/plugin/options.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { plainConfig } from '../config/project.js';

const defaults = {
  origin: {},
  filename: '[name].[target].[contenthash][ext]',
  development: 'teacher',
  report: false,
};

test('nothing, a path, an object with a path or a configuration, a configuration', () => {
  assert.equal(optionsOf(undefined), defaults);
  assert.equal(optionsOf({}), defaults);
  assert.equal(optionsOf('./a.ts'), { ...defaults, origin: { config: './a.ts' } });
  assert.equal(optionsOf({ config: './a.ts' }), { ...defaults, origin: { config: './a.ts' } });
  assert.equal(optionsOf({ config: plainConfig() }), { ...defaults, origin: { inline: plainConfig() } });
  assert.equal(optionsOf(plainConfig()), { ...defaults, origin: { inline: plainConfig() } });
  // Half a configuration is one too: then the schema says what is missing.
  assert.equal(optionsOf({ targets: [] }), { ...defaults, origin: { inline: { targets: [] } } });
});

test('file names and what development emits', () => {
  const filename = 'models/[name]-[target].[contenthash:8].onnx';
  assert.equal(optionsOf({ filename, development: 'build', report: true }), {
    origin: {},
    filename,
    development: 'build',
    report: true,
  });
});

for (const [name, options, expected] of [
  ['an empty path', '', /not an option of the plugin; got ''/],
  ['a number', 5, /got 5/],
  ['an array', ['a'], /got \["a"\]/],
  ['null', null, /got null/],
  ['a misspelt key', { confg: 'a.ts' }, /unknown option; got 'confg'; accepted: .*config: /],
  ['a path that is no text', { config: 3 }, /new BespokePlugin\(\)\.config: .*got 3; accepted: the path/],
  ['another way in development', { development: 'none' }, /\.development: .*got 'none'; accepted: 'teacher'/],
  ['a report that is no yes or no', { report: 'yes' }, /\.report: .*got 'yes'; accepted: true, false/],
  ['file names that are no text', { filename: 3 }, /\.filename: not a template of file names; got 3/],
  [
    'file names without the model',
    { filename: '[target][ext]' },
    /without \[name\] two models may get one name/,
  ],
  ['file names without the target', { filename: '[name][ext]' }, /without \[target\]/],
  ['file names with another ending', { filename: '[name][target].bin' }, /must end with \[ext\] or \.onnx/],
  ['an absolute path', { filename: '/[name][target][ext]' }, /leads out of the output folder/],
  ['a path upwards', { filename: 'a/../../[name][target][ext]' }, /leads out of the output folder/],
  ['a backslash', { filename: 'a\\[name][target][ext]' }, /parted by '\/'/],
  ['a part that has no meaning', { filename: '[name][target][fullhash][ext]' }, /\[fullhash\] is not known/],
] as const) {
  test(`the constructor refuses ${name}`, () => {
    assert.throws(
      () => new BespokePlugin(options as never),
      (error: unknown) =>
        error instanceof BespokeError && error.code === 'PLUGIN_OPTIONS' && expected.test(error.message),
    );
  });
}

test('the class carries what a CommonJS config destructures', () => {
  assert.is(BespokePlugin.BespokePlugin, BespokePlugin);
  assert.equal(BespokePlugin.defineConfig(plainConfig()), plainConfig());
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { originOf } from '../../src/plugin/options.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { plainConfig } from '../config/project.js';

test('nothing, a path, an object with a path, a configuration', () => {
  assert.equal(originOf(undefined), {});
  assert.equal(originOf('./a.ts'), { config: './a.ts' });
  assert.equal(originOf({ config: './a.ts' }).config, './a.ts');
  assert.equal(originOf({}), { config: undefined });
  assert.equal(originOf(plainConfig()), { inline: plainConfig() });
  // Half a configuration is one too: then the schema says what is missing.
  assert.equal(originOf({ targets: [] }), { inline: { targets: [] } });
});

for (const [name, options, expected] of [
  ['an empty path', '', /not an option of the plugin; got ''/],
  ['a number', 5, /got 5/],
  ['an array', ['a'], /got \["a"\]/],
  ['null', null, /got null/],
  ['a misspelt key', { confg: 'a.ts' }, /unknown option; got 'confg'; accepted: .*config: /],
  ['a path that is no text', { config: 3 }, /new BespokePlugin\(\)\.config: .*got 3; accepted: the path/],
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

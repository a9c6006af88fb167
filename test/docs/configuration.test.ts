import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { effortPresets } from '../../src/config/effort.js';
import type { BespokeConfig, ModelFile, SourceConfig } from '../../src/config/gen/config-schema.js';
import { validate } from '../../src/config/gen/config-validator.js';
import { loadModule } from '../../src/config/load-module.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { schemaErrors } from '../../src/config/validator.js';
import { optionsOf } from '../../src/plugin/options.js';
import { inProject } from '../config/project.js';
import { keysOf } from '../schema/schema-keys.js';
import { codeBlocks, readPages } from './pages.js';

const test = suite('configuration in the documentation');
const pages = await readPages();
const textOf = (path: string): string => pages.find((page) => page.path === path)!.text;

let examples = 0;
for (const { path, text } of pages) {
  for (const { language, code, line } of codeBlocks(text)) {
    if (language !== 'ts' || !code.includes('defineConfig(')) continue;
    examples++;
    test(`${path}:${line}: the configuration gives a plan where its files are there`, () =>
      inProject({ 'bespoke.config.ts': code }, async (cwd) => {
        const { value } = await loadModule(`${cwd}/bespoke.config.ts`);
        const files = Object.fromEntries(filesOf(value as BespokeConfig).map((name) => [name, '']));
        await inProject({ ...files, 'bespoke.config.ts': code }, async (full) => {
          const plan = await loadPlan({ cwd: full, profiles: 'ignored' });
          assert.ok(plan.models.length > 0 && plan.targets.length > 0);
        });
      }));
  }
}

test('the example configuration is valid with what is commented out in it', async () => {
  const example = await readFile(new URL('../../bespoke.config.example.ts', import.meta.url), 'utf8');
  const code = example.replaceAll(/^( *)\/\/ (?=\{| {2}budget|\w+: \{)/gm, '$1');
  await inProject({ 'bespoke.config.ts': code }, async (cwd) => {
    const { value } = await loadModule(`${cwd}/bespoke.config.ts`);
    const config = value as BespokeConfig;
    assert.equal(schemaErrors(validate, config), []);
    assert.is(config.targets.length, 6);
    assert.ok(config.browser !== undefined && config.alternatives !== undefined);
  });
});

test('README and configuration.md have examples', () => assert.ok(examples >= 6, `${examples}`));

test('JSON in code blocks can be parsed', () => {
  const blocks = pages.flatMap(({ text }) => codeBlocks(text)).filter(({ language }) => language === 'json');
  assert.ok(blocks.length > 0);
  for (const { code } of blocks) JSON.parse(code);
});

test('configuration.md names every key of the configuration', async () => {
  const schema = await readFile(new URL('../../schema/config.schema.json', import.meta.url), 'utf8');
  const keys = keysOf(JSON.parse(schema));
  assert.ok(keys.length > 60, `${keys.length}`);
  const text = textOf('docs/configuration.md');
  for (const [path] of keys) {
    const key = path.split('.')[1]!.replace('$', '\\$');
    assert.match(text, new RegExp(`(?<![\\w$])${key}(?!\\w)`), path);
  }
});

test('configuration.md has the numbers of the presets', () => {
  const rows = textOf('docs/configuration.md').matchAll(
    /^\| `(\w+)` \|.*\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm,
  );
  const said = Object.fromEntries([...rows].map(([, name, ...numbers]) => [name, numbers.map(Number)]));
  const { quick, balanced, thorough } = effortPresets;
  const names = Object.keys(quick) as (keyof typeof quick)[];
  assert.equal(
    said,
    Object.fromEntries(names.map((name) => [name, [quick, balanced, thorough].map((of) => of[name])])),
  );
});

test('plugin.md names every option of the plugin', () => {
  const { origin: _, ...others } = optionsOf(undefined);
  for (const name of ['config', ...Object.keys(others)])
    assert.match(textOf('docs/plugin.md'), new RegExp(`^\\| \`${name}\` \\|`, 'm'), name);
});

function filesOf({ models, targets }: BespokeConfig): string[] {
  const fileOf = (file: ModelFile): string => (typeof file === 'string' ? file : file.path);
  const ofSource = (source: SourceConfig): string[] => {
    if (source.kind === 'images') return [`${source.path}/`];
    return source.kind === 'idx' && source.labels !== undefined
      ? [source.path, source.labels]
      : [source.path];
  };
  return [
    ...models.flatMap(({ teacher, pool = [], data, quality }) => [
      ...[teacher, ...pool].map(fileOf),
      ...ofSource(data.train),
      ...ofSource(data.validation),
      ...(quality?.includes('/') ? [quality] : []),
    ]),
    ...targets.flatMap(({ profile }) => profile ?? []),
  ];
}

test.run();

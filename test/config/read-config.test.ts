import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { inProject, plainConfig, plainFiles } from './project.js';

const json = JSON.stringify({ ...plainConfig(), seed: 5 });
const forms: Readonly<Record<string, string>> = {
  'bespoke.config.ts': `import { type BespokeConfig, defineConfig } from 'bespoke-webpack-plugin';
    const config: BespokeConfig = ${json};
    export default defineConfig(config satisfies object);`,
  'bespoke.config.mts': `enum Seed { Five = 5 }\nexport default { ...${json}, seed: Seed.Five };`,
  'bespoke.config.js': `export default ${json};`,
  'bespoke.config.mjs': `const seed = await Promise.resolve(5);\nexport default { ...${json}, seed };`,
  'bespoke.config.json': json,
  'bespoke.config.yaml': json.replaceAll('"', "'").replaceAll(':', ': '),
  'bespoke.config.yml': json.replaceAll('"', "'").replaceAll(':', ': '),
  'package.json': JSON.stringify({ name: 'x', type: 'module', bespoke: JSON.parse(json) }),
};

for (const [name, text] of Object.entries(forms)) {
  test(`found in ${name}`, () =>
    inProject({ ...plainFiles, [name]: text }, async (cwd) => {
      const plan = await loadPlan({ cwd });
      assert.is(plan.configFile, join(cwd, name));
      assert.equal(plan.configDependencies, [join(cwd, name)]);
      assert.is(plan.seed, 5);
    }));
}

test('a CommonJS module', () =>
  inProject(
    { ...plainFiles, 'package.json': '{}', 'bespoke.config.js': `module.exports = ${json};` },
    async (cwd) => {
      assert.is((await loadPlan({ cwd })).seed, 5);
    },
  ));

test('found from a folder inside the project, with paths from the file', () =>
  inProject({ ...plainFiles, 'bespoke.config.json': json, 'src/deep/': '' }, async (cwd) => {
    const plan = await loadPlan({ cwd: join(cwd, 'src/deep') });
    assert.is(plan.models[0]!.teacher, join(cwd, 'models/teacher.onnx'));
    assert.is(plan.cacheDirectory, join(cwd, '.bespoke'));
  }));

test('not found above the folder of the nearest package.json', () =>
  inProject({ ...plainFiles, 'bespoke.config.json': json, 'app/package.json': '{}' }, async (cwd) => {
    await refused(() => loadPlan({ cwd: join(cwd, 'app') }), 'CONFIG_NOT_FOUND', [
      'bespoke.config.ts',
      '--config',
    ]);
  }));

test('named, in another folder and under another name', () =>
  inProject({ 'conf/fast.json': json }, async (cwd) => {
    for (const [name, text] of Object.entries(plainFiles)) {
      await mkdir(join(cwd, 'conf', name, name.endsWith('/') ? '' : '..'), { recursive: true });
      if (!name.endsWith('/')) await writeFile(join(cwd, 'conf', name), text);
    }
    const plan = await loadPlan({ cwd, config: './conf/fast.json' });
    assert.is(plan.models[0]!.teacher, join(cwd, 'conf/models/teacher.onnx'));
  }));

test('imported files are among the dependencies, packages are not', () =>
  inProject(
    {
      ...plainFiles,
      'bespoke.config.ts': `import { base } from './base';
        import { join } from 'node:path';
        import shape from 'shapes';
        export default { ...base, seed: join('a', 'b') && shape };`,
      'base.ts': `import five from './seed.json'; import { more } from './more.mjs';\nexport const base = { ...${json}, ...five, ...more };`,
      'seed.json': '{"seed":5}',
      'more.mjs': 'export const more = { workers: 2 };',
      'node_modules/shapes/package.json': '{"name":"shapes","main":"index.js"}',
      'node_modules/shapes/index.js': 'module.exports = 9;',
    },
    async (cwd) => {
      const plan = await loadPlan({ cwd });
      assert.equal([plan.seed, plan.workers], [9, 2]);
      const expected = ['base.ts', 'bespoke.config.ts', 'more.mjs', 'seed.json'];
      assert.equal(
        plan.configDependencies,
        expected.map((name) => join(cwd, name)),
      );
    },
  ));

for (const name of ['bespoke.config.ts', 'bespoke.config.mts', 'bespoke.config.js', 'bespoke.config.mjs']) {
  for (const wait of ['', 'await 0;']) {
    test(`${name} ${wait ? 'with top-level await ' : ''}is fresh when it is loaded again`, () =>
      inProject(plainFiles, async (cwd) => {
        for (const seed of [11, 12]) {
          await writeFile(join(cwd, name), `${wait}\nexport default { ...${json}, seed: ${seed} };`);
          assert.is((await loadPlan({ cwd })).seed, seed);
        }
      }));
  }
}

for (const name of ['part.ts', 'part.js', 'part.mjs', 'part.json']) {
  test(`an imported ${name} is fresh when the config is loaded again`, () =>
    inProject(
      {
        ...plainFiles,
        'bespoke.config.ts': `import part from './${name}';\nexport default { ...${json}, ...part };`,
      },
      async (cwd) => {
        for (const seed of [11, 12]) {
          await writeFile(
            join(cwd, name),
            name.endsWith('json') ? `{"seed":${seed}}` : `export default { seed: ${seed} };`,
          );
          assert.is((await loadPlan({ cwd })).seed, seed);
        }
      },
    ));
}

test('loading twice at once gives the same plan', () =>
  inProject({ ...plainFiles, 'bespoke.config.ts': forms['bespoke.config.ts']! }, async (cwd) => {
    const [first, second] = await Promise.all([loadPlan({ cwd }), loadPlan({ cwd })]);
    assert.equal(first, second);
  }));

const broken: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  ['syntax error', 'bespoke.config.ts', 'export default {', 'CONFIG_LOAD', ['cannot be loaded']],
  ['module that throws', 'bespoke.config.mjs', "throw new Error('no moon');", 'CONFIG_LOAD', ['no moon']],
  [
    'module that reads a missing file',
    'bespoke.config.js',
    "import { readFileSync } from 'node:fs'; export default readFileSync('./gone.txt');",
    'CONFIG_LOAD',
    ['gone.txt'],
  ],
  [
    'import that is missing',
    'bespoke.config.js',
    "import x from './gone.js'; export default x;",
    'CONFIG_LOAD',
    ['gone'],
  ],
  ['JSON that is not', 'bespoke.config.json', '{"models": [}', 'CONFIG_LOAD', ['JSON']],
  ['YAML that is not', 'bespoke.config.yaml', 'models: [', 'CONFIG_LOAD', ['cannot be loaded']],
  ['empty JSON', 'bespoke.config.json', ' ', 'CONFIG_EMPTY', ['bespoke.config.example.ts']],
  ['empty YAML', 'bespoke.config.yml', '# nothing', 'CONFIG_EMPTY', ['holds no configuration']],
  [
    'mistake in the file',
    'bespoke.config.json',
    '{"modles": []}',
    'CONFIG_UNKNOWN_KEY',
    ['bespoke.config.json: modles'],
  ],
];

for (const [name, file, text, code, says] of broken) {
  test(name, () =>
    inProject({ ...plainFiles, [file]: text }, (cwd) =>
      refused(() => loadPlan({ cwd }), code, [file, ...says]),
    ),
  );
}

test('a named file that is misspelt', () =>
  inProject({ ...plainFiles, 'fast.config.ts': '' }, (cwd) =>
    refused(() => loadPlan({ cwd, config: 'fast.confg.ts' }), 'CONFIG_NOT_FOUND', [
      '--config',
      "got 'fast.confg.ts'",
      "Did you mean './fast.config.ts'?",
    ]),
  ));

test('a named file of an unknown format', () =>
  inProject({ ...plainFiles, 'bespoke.toml': '' }, (cwd) =>
    refused(() => loadPlan({ cwd, config: 'bespoke.toml' }), 'CONFIG_FORMAT', [
      "got 'bespoke.toml'",
      '.yaml',
    ]),
  ));

test('a named package.json without the key', () =>
  inProject(plainFiles, (cwd) =>
    refused(() => loadPlan({ cwd, config: 'package.json' }), 'CONFIG_EMPTY', ["no 'bespoke' key"]),
  ));

test('a config file whose own name is misspelt', () =>
  inProject({ ...plainFiles, 'bespok.config.ts': '' }, async (cwd) => {
    await refused(() => loadPlan({ cwd }), 'CONFIG_NOT_FOUND', [
      "There is 'bespok.config.ts'",
      "'bespoke.config.ts'",
    ]);
    await rename(join(cwd, 'bespok.config.ts'), join(cwd, 'unlike.ts'));
    await refused(() => loadPlan({ cwd }), 'CONFIG_NOT_FOUND', ['--config']);
  }));

async function refused(run: () => Promise<unknown>, code: string, says: readonly string[]): Promise<void> {
  try {
    await run();
  } catch (error) {
    assert.instance(error, BespokeError);
    assert.is((error as BespokeError).code, code, (error as Error).message);
    for (const phrase of says) assert.ok((error as Error).message.includes(phrase), `${phrase}: ${error}`);
    return;
  }
  assert.unreachable('nothing was refused');
}

test.run();

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inTinyProject } from '../pipeline/tiny-project.js';
import { inApp } from './app.js';

const root = join(import.meta.dirname, '../..');
const cli = join(dirname(createRequire(import.meta.url).resolve('webpack-cli/package.json')), 'bin/cli.js');
const mistake = JSON.stringify({ models: [], targets: [] });

/** Runs webpack's own command in `directory`, where this package is installed as built. */
const webpackCommand = (directory: string, config: string): Promise<{ status: number; output: string }> =>
  new Promise((resolve) => {
    const args = [cli, 'build', '--config', config, '--context', directory];
    execFile(process.execPath, args, { cwd: directory }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });

for (const [name, file, text] of [
  [
    'an ESM config imports it',
    'webpack.config.mjs',
    "import { BespokePlugin } from 'bespoke-webpack-plugin';\nexport default { mode: 'none', plugins: [new BespokePlugin()] };",
  ],
  [
    'a CommonJS config destructures what it requires',
    'webpack.config.cjs',
    "const { BespokePlugin, defineConfig } = require('bespoke-webpack-plugin');\nmodule.exports = { mode: 'none', plugins: [new BespokePlugin(defineConfig({ models: [], targets: [] }))] };",
  ],
  [
    'a CommonJS config requires the class itself',
    'webpack.config.cjs',
    "const BespokePlugin = require('bespoke-webpack-plugin');\nmodule.exports = { mode: 'none', plugins: [new BespokePlugin()] };",
  ],
] as const) {
  test(`webpack's command: ${name}; a mistake in bespoke.config is told, and the exit status is 1`, () =>
    inApp(
      async (directory) => {
        assert.ok(existsSync(join(root, 'dist/index.js')), 'npm run build comes first');
        await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
        const { status, output } = await webpackCommand(directory, join(directory, file));
        assert.match(output, /models: .*(fewer|least|empty|items)/i);
        assert.is(status, 1);
      },
      {
        'bespoke.config.json': mistake,
        [file]: text.replaceAll("'bespoke-webpack-plugin'", JSON.stringify(join(root, 'dist/index.js'))),
      },
    ));
}

const dist = JSON.stringify(join(root, 'dist/index.js'));

const configuration = `{
  context: import_dir, mode: 'development', devtool: false, entry: './index.js', plugins: [new BespokePlugin()],
  infrastructureLogging: { level: 'none' }, output: { path: import_dir + '/build/' + name },
}`;

/** Compiles with every bundler and either kind of config, and writes what came of it as JSON. */
const driver = `
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const bundlers = {
  webpack: require('webpack'), 'webpack 5.75': require('webpack-floor'), rspack: require('@rspack/core').rspack,
};
const configs = { ESM: (await import('./config.mjs')).default, CommonJS: require('./config.cjs') };
const all = {};
for (const [bundler, bundle] of Object.entries(bundlers))
  for (const [format, configOf] of Object.entries(configs)) {
    const name = bundler + ' ' + format;
    const compiler = bundle(configOf(name));
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, stats) => (error ? reject(error) : resolve(stats))));
    all[name] = {
      errors: stats.compilation.errors.map(({ message }) => message),
      files: Object.keys(stats.compilation.assets),
    };
    await new Promise((resolve) => compiler.close(resolve));
  }
process.stdout.write(JSON.stringify(all));
`;

type Outcomes = Readonly<Record<string, { readonly errors: string[]; readonly files: string[] }>>;

async function compileAll(): Promise<Outcomes> {
  let outcomes: Outcomes = {};
  await inTinyProject(async (project) => {
    const { directory } = project;
    const files = {
      'package.json': '{"type":"module"}',
      'index.js': "import model from 'bespoke:tiny';\nexport default model;\n",
      'bespoke.config.json': JSON.stringify(project.config()),
      'driver.mjs': driver,
      'config.mjs': `import { BespokePlugin } from ${dist};\nexport default (name) => (${configuration.replaceAll('import_dir', 'import.meta.dirname')});\n`,
      'config.cjs': `const { BespokePlugin } = require(${dist});\nmodule.exports = (name) => (${configuration.replaceAll('import_dir', '__dirname')});\n`,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
    const { stdout } = await promisify(execFile)(process.execPath, ['driver.mjs'], { cwd: directory });
    outcomes = JSON.parse(stdout) as Outcomes;
  });
  return outcomes;
}

let compiled: Promise<Outcomes> | undefined;

for (const bundler of ['webpack', 'webpack 5.75', 'rspack']) {
  for (const format of ['ESM', 'CommonJS']) {
    test(`${bundler}: ${format === 'ESM' ? 'an ESM' : 'a CommonJS'} config builds an app that imports its model`, async () => {
      compiled ??= compileAll();
      const { errors, files } = (await compiled)[`${bundler} ${format}`]!;
      assert.equal(errors, []);
      assert.ok(
        files.some((file) => /^tiny\.half\.[0-9a-f]+\.onnx$/.test(file)),
        files.join(),
      );
    });
  }
}

test('TypeScript knows what the app imports', () =>
  inApp(
    async (directory) => {
      await mkdir(join(directory, 'node_modules'));
      await symlink(root, join(directory, 'node_modules/bespoke-webpack-plugin'));
      const compile = (file: string) =>
        new Promise<string>((resolve) => {
          const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', file];
          execFile(process.execPath, args, { cwd: directory }, (_, stdout) => resolve(stdout));
        });
      assert.is(await compile('right.json'), '');
      const mistakes = await compile('wrong.json');
      assert.match(mistakes, /'latency' does not exist on type 'ImportedTarget'/);
    },
    Object.fromEntries(
      [
        [
          'right',
          'const url: string = model.targets[0].url;\nexport default [url, model.targets[0].latencyMs?.student];',
        ],
        ['wrong', 'export default model.targets[0].latency;'],
      ].flatMap(([name, text]) => [
        [`${name}.ts`, `import model from 'bespoke:classifier';\n${text}\n`],
        [
          `${name}.json`,
          JSON.stringify({
            compilerOptions: {
              strict: true,
              noEmit: true,
              module: 'esnext',
              moduleResolution: 'bundler',
              target: 'es2022',
              types: ['bespoke-webpack-plugin/modules'],
            },
            files: [`${name}.ts`],
          }),
        ],
      ]),
    ),
  ));

test.run();

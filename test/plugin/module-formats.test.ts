import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
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

test.run();

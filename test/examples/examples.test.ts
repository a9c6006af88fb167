import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { digits } from '../../fixtures/digits.js';
import { validate } from '../../src/config/gen/manifest-validator.js';
import { schemaErrors } from '../../src/config/validator.js';

interface Context {
  /** A copy of the examples beside links to what they use, which is removed at the end. */
  folder: string;
}

const test = suite<Context>('examples');
const root = dirname(await realpath(join(import.meta.dirname, '../../package.json')));
const run = promisify(execFile);

test.before(async (context) => {
  context.folder = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-examples-')));
  const ignored = /[\\/](dist|models|\.bespoke)$/;
  await cp(join(root, 'examples'), join(context.folder, 'examples'), {
    recursive: true,
    filter: (path) => !ignored.test(path),
  });
  await symlink(join(root, 'fixtures'), join(context.folder, 'fixtures'));
  await mkdir(join(context.folder, 'node_modules'));
  await symlink(root, join(context.folder, 'node_modules/bespoke-webpack-plugin'));
  for (const name of ['webpack', 'webpack-cli', 'onnxruntime-web', 'onnxruntime-node', '@rspack'])
    await symlink(join(root, 'node_modules', name), join(context.folder, 'node_modules', name));
  await writeFile(join(context.folder, 'package.json'), '{ "type": "module" }');
});

test.after(({ folder }) => rm(folder, { recursive: true, force: true }));

/** The manifest in a folder, after a look at all that has to be there. */
async function builtIn(folder: string) {
  const manifest = JSON.parse(await readFile(join(folder, 'bespoke-manifest.json'), 'utf8'));
  assert.equal(schemaErrors(validate, manifest), []);
  const [{ teacher, targets }] = manifest.models;
  assert.equal(targets[0].budgets[0].met, true);
  assert.ok(targets[0].quality.value >= teacher.quality.value - 0.02, `${targets[0].quality.value}`);
  assert.ok((await readdir(folder)).includes(targets[0].file), targets[0].file);
  return manifest;
}

test('a Node server reads digits', async ({ folder }) => {
  const server = join(folder, 'examples/node-server');
  const { stdout } = await run(process.execPath, [join(server, 'build.js')], { cwd: folder });
  assert.match(stdout, /^digits for small: digits\.small\.[0-9a-f]+\.onnx, top1 0\.9/);
  await builtIn(join(server, 'models'));
  const child = spawn(process.execPath, [join(server, 'server.js'), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
      child.once('exit', (status) => reject(new Error(`exit status ${status}`)));
    });
    const { values, labels } = digits().validation;
    let right = 0;
    for (let sample = 0; sample < 20; sample++) {
      const body = values.slice(784 * sample, 784 * (sample + 1));
      const response = await fetch(address, { method: 'POST', body });
      if (((await response.json()) as { digit: number }).digit === labels[sample]) right++;
    }
    assert.ok(right >= 18, `${right} of 20`);
    assert.is((await fetch(address, { method: 'POST', body: 'too short' })).status, 400);
  } finally {
    child.kill();
  }
});

for (const bundler of ['webpack', 'rspack'] as const) {
  test(`a classifier in ${bundler}, from what the server's build left in the cache`, async ({ folder }) => {
    const example = join(folder, `examples/${bundler}-classifier`);
    const script = `
      import configuration from ${JSON.stringify(join(example, `${bundler}.config.js`))};
      import * as loaded from ${JSON.stringify(bundler === 'webpack' ? 'webpack' : '@rspack/core')};
      const bundle = loaded.rspack ?? loaded.default;
      bundle(configuration, (error, stats) => {
        if (error ?? stats.hasErrors()) throw error ?? new Error(stats.toString('errors-only'));
      });`;
    await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
    const manifest = await builtIn(join(example, 'dist'));
    const [main] = (await readdir(join(example, 'dist'))).filter((name) => name === 'main.js');
    const text = await readFile(join(example, 'dist', main!), 'utf8');
    assert.ok(text.includes(manifest.models[0].targets[0].file.split('.')[2]), 'the app knows the file');
  });
}

test.run();

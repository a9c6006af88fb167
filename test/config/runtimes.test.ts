import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BROWSER_RUNTIMES } from '../../src/client/browser-runtimes.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { RUNTIMES, type Runtime, runtimesText, traitsOf } from '../../src/config/runtimes.js';
import type { ImportedTarget } from '../../src/plugin/imported-model.js';
import { keysOf } from '../schema/schema-keys.js';
import { changed, inProject, plainConfig, plainFiles } from './project.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const runtimes = Object.keys(RUNTIMES) as Runtime[];

/** Text of each source file that is written by hand, by path. */
const sources = new Map(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('config/gen/'))
    .map((path) => [path, read(join('src', path))]),
);

/** Names of runtimes in a text; `import('onnxruntime-web/wasm')` names a module. */
const namesIn = (text: string): string[] =>
  (text.match(new RegExp(`(?<!import\\(')(?:${runtimes.join('|')})`, 'g')) ?? []) as string[];

const where = (hasIt: (text: string) => boolean): string[] =>
  [...sources].flatMap(([path, text]) => (hasIt(text) ? [path] : [])).sort();

for (const stem of ['config', 'manifest', 'profile']) {
  test(`${stem}.schema.json allows the runtimes of the table`, () => {
    const keys = keysOf(JSON.parse(read(`schema/${stem}.schema.json`)));
    const found = keys.filter(([path]) => path.split('.').at(-1) === 'runtime');
    assert.ok(found.length > 0);
    for (const [path, { enum: names }] of found) assert.equal(names, runtimes, path);
  });
}

type Same<Left, Right> = [Left, Right] extends [Right, Left] ? true : false;

test('the types of imported models name the runtimes of the table', () => {
  const isSame: Same<ImportedTarget['runtime'], Runtime> = true;
  assert.ok(isSame);
  assert.equal(namesIn(sources.get('plugin/imported-model.ts')!), runtimes);
});

test('the client knows the runtimes of browsers as the table has them', () => {
  const known = BROWSER_RUNTIMES.map(({ runtime, ...traits }) => [runtime, traits]);
  const inBrowsers = runtimes
    .filter((runtime) => traitsOf(runtime).place === 'browser')
    .map((runtime) => [
      runtime,
      { provider: traitsOf(runtime).provider, needsAdapter: traitsOf(runtime).needsAdapter },
    ]);
  assert.equal(Object.fromEntries(known), Object.fromEntries(inBrowsers));
  assert.is(BROWSER_RUNTIMES.at(-1)!.needsAdapter, false);
});

test('names of runtimes stand in three places of src', () => {
  assert.equal(
    where((text) => namesIn(text).length > 0),
    ['client/browser-runtimes.ts', 'config/runtimes.ts', 'plugin/imported-model.ts'],
  );
});

/** Ways to recognise a runtime that leave out, or take in, one that the table gets later. */
const shortcuts = [
  /(?:startsWith|endsWith|includes)\(\s*'(?:onnxruntime|webgpu|wasm)/,
  /[!=]==\s*'(?:webgpu|wasm)'|'(?:webgpu|wasm)'\s*[!=]==/,
  /\b(?:place|measurer|runtime) !==\s*'/,
];

test('nothing is decided by a part of a name, by an execution provider, or by what a runtime is not', () => {
  const isShort = (text: string): boolean => shortcuts.some((pattern) => pattern.test(text));
  assert.equal(where(isShort), []);
  for (const text of ["name.endsWith('webgpu')", "provider === 'wasm'", "traitsOf(runtime).place !== 'node'"])
    assert.ok(isShort(text), text);
});

for (const runtime of runtimes) {
  test(`${runtime} has as many threads as the table says where the configuration says nothing`, () =>
    inProject(plainFiles, async (cwd) => {
      const plan = await loadPlan({ cwd, inline: changed(plainConfig(), 'targets.0.runtime', runtime) });
      assert.is(plan.targets[0]!.threads, traitsOf(runtime).defaultThreads);
    }));
}

test('runtimes are listed for messages', () => {
  const text = runtimesText(({ provider }) => ['wasm', 'webgpu'].includes(provider));
  assert.is(text, "'onnxruntime-web/wasm' or 'onnxruntime-web/webgpu'");
});

test.run();

import { readdir, readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('troubleshooting names every error code');
const root = new URL('../../', import.meta.url);

/** Words of the same form that are no codes of errors of this package. */
const OTHERS = new Set([
  'CHROME_PATH',
  'MODULE_NOT_FOUND',
  'SAME_LOWER',
  'SAME_UPPER',
  'BESPOKE_DEBUG',
  'BESPOKE_CACHE_KEY',
  'BESPOKE_CACHE_TOKEN',
]);

const sources = (await readdir(new URL('src/', root), { recursive: true }))
  .filter((name) => name.endsWith('.ts') && !/(^|[\\/])gen[\\/]/.test(name))
  .map((name) => `src/${name}`);
const codes = await codesIn(sources, /'([A-Z]+(?:_[A-Z]+)+)'/g);
const told = await codesIn(['docs/troubleshooting.md'], /`([A-Z]+(?:_[A-Z]+)+)`/g);

test('there are codes', () => {
  for (const code of ['CONFIG_UNKNOWN_KEY', 'BUDGET_MISSED', 'NO_VARIANT']) assert.ok(codes.has(code), code);
});

for (const code of [...codes].sort()) test(`${code} is told`, () => assert.ok(told.has(code)));

for (const code of [...told].sort()) test(`${code} exists`, () => assert.ok(codes.has(code)));

async function codesIn(files: readonly string[], form: RegExp): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, root), 'utf8')));
  const found = texts.flatMap((text) => [...text.matchAll(form)].map(([, code]) => code!));
  return new Set(found.filter((code) => !OTHERS.has(code)));
}

test.run();

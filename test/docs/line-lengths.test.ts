import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readPages } from './pages.js';

const test = suite('lines of at most 120 characters');
const LONGEST = 120;
const root = join(import.meta.dirname, '../..');

/** Numbers of the lines that are longer. */
const tooLong = (text: string, counts: (line: string) => boolean): number[] =>
  text.split('\n').flatMap((line, index) => (line.length > LONGEST && counts(line) ? [index + 1] : []));

for (const { path, text } of await readPages())
  test(`${path}, tables aside`, () =>
    assert.equal(
      tooLong(text, (line) => !line.startsWith('|')),
      [],
    ));

test('comments in the source', async () => {
  let files = 0;
  for (const folder of ['src', 'test', 'fixtures', 'scripts', 'bench']) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!/\.ts$/.test(name) || /[\\/](gen|results)[\\/]/.test(join(dirname(name), '/'))) continue;
      files++;
      const text = await readFile(join(root, folder, name), 'utf8');
      const isComment = (line: string): boolean => /^\s*(\/\/|\/?\*)/.test(line);
      assert.equal(tooLong(text, isComment), [], `${folder}/${name}`);
    }
  }
  assert.ok(files > 500, `${files}`);
});

test.run();

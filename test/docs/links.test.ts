import { access } from 'node:fs/promises';
import { posix } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Page, proseOf, readPages } from './pages.js';

const test = suite('links between pages');
const pages = await readPages();

/** As GitHub makes them of headings. */
const anchorsOf = ({ text }: Page): ReadonlySet<string> =>
  new Set(
    [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

for (const page of pages) {
  const links = [...proseOf(page.text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  for (const link of new Set(links.filter((each) => !each.startsWith('https://')))) {
    test(`${page.path}: ${link}`, async () => {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page.path : posix.join(posix.dirname(page.path), file);
      await access(new URL(`../../${path}`, import.meta.url));
      if (anchor === undefined) return;
      const target = pages.find((each) => each.path === path);
      assert.ok(target !== undefined, `${path} is no page`);
      assert.ok(anchorsOf(target).has(anchor), `${path} has no heading '${anchor}'`);
    });
  }
}

test('the README leads to every page', () => {
  const { text } = pages.find(({ path }) => path === 'README.md')!;
  for (const { path } of pages)
    if (path.startsWith('docs/') || path.startsWith('bench/')) assert.ok(text.includes(`(${path})`), path);
});

test.run();

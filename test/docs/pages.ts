import { readdir, readFile } from 'node:fs/promises';

/** A page of the documentation. */
export interface Page {
  /** From the root of the repository, with '/'. */
  readonly path: string;
  readonly text: string;
}

const root = new URL('../../', import.meta.url);

/** README, what it leads to, and the changelog. */
export async function readPages(): Promise<readonly Page[]> {
  const docs = (await readdir(new URL('docs/', root))).sort().map((name) => `docs/${name}`);
  const paths = ['README.md', ...docs, 'bench/README.md', 'CHANGELOG.md'];
  return Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(new URL(path, root), 'utf8') })),
  );
}

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** Of its first line in the page, from 1. */
  readonly line: number;
}

/** What stands between fences, also in list items. */
export function codeBlocks(text: string): readonly CodeBlock[] {
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map(
    ({ 1: indent, 2: language, 3: code, index }) => ({
      language: language!,
      code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, index).split('\n').length + 1,
    }),
  );
}

/** The page without its code blocks. */
export const proseOf = (text: string): string => text.replaceAll(/^( *)```.*?^\1```$/gms, '');

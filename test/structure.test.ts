import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const SOURCE = join(import.meta.dirname, '../src');

/**
 * The order of a folder's parts: its folders, and files that lie directly in it. A part may import from parts in
 * earlier lines; those of one line do not import each other.
 */
const ORDER: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '': [
    ['printable.ts'],
    ['errors.ts', 'machine-memory.ts', 'own-version.ts', 'quantity.ts', 'random.ts'],
    ['config', 'onnx', 'store'],
    ['data', 'runtime'],
    ['house', 'precision', 'farm'],
    ['train', 'measure'],
    ['search'],
    ['pipeline'],
    ['report'],
    ['output'],
    ['plugin', 'cli', 'client'],
    ['index.ts'],
  ],
  pipeline: [
    ['choose-engine.ts', 'farmed-tasks.ts', 'report-data.ts', 'weights-on-disk.ts'],
    ['result.ts'],
    ['session.ts', 'still-working.ts', 'stopwatch.ts'],
    ['inputs', 'demand.ts', 'in-session.ts'],
    ['trained-alternative.ts'],
    ['quality', 'costs'],
    ['alternatives', 'trained.ts'],
    ['choose'],
    ['retrain'],
    ['effort'],
    ['train-model.ts'],
    ['record'],
    ['build-target.ts', 'models-at-hand.ts'],
    ['build-model.ts', 'profile-target.ts', 'is-fitted-since.ts'],
    ['build.ts'],
  ],
  house: [
    ['alternative.ts', 'pick.ts', 'layers'],
    ['sub-networks', 'channels', 'low-rank'],
    ['drafts', 'donors.ts'],
    ['rewrites'],
    ['kinds'],
    ['generate-alternatives.ts'],
  ],
  train: [['gradient'], ['step', 'solve'], ['activations', 'batch-norm'], ['imitate', 'retrain']],
};

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();

/** Files under src/ that each file imports, types too. */
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const edges = [...imports].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const specifiers = text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']*)'/g);
  return [...specifiers]
    .map(([, to]) => join(dirname(file), to!).replace(/\.js$/, '.ts'))
    .filter((to) => files.includes(to));
}

/** The part of `folder` that a file belongs to: a folder in it, or the file itself; undefined for files elsewhere. */
function partOf(file: string, folder: string): string | undefined {
  const [part] = relative(folder, file).split(sep);
  return part === '..' ? undefined : part;
}

for (const [folder, lines] of Object.entries(ORDER)) {
  test(`imports between the parts of src/${folder} go one way`, () => {
    const rank = (part: string): number => lines.findIndex((line) => line.includes(part));
    let between = 0;
    for (const { from, to } of edges) {
      const [own, other] = [partOf(from, folder), partOf(to, folder)];
      if (own === undefined || other === undefined || own === other) continue;
      between++;
      assert.ok(rank(other) >= 0 && rank(other) < rank(own), `${from} imports ${to}`);
    }
    assert.ok(between > 0);
  });

  test(`src/${folder} has no part without a place`, () => {
    const parts = new Set(files.flatMap((file) => partOf(file, folder) ?? []));
    assert.equal([...parts].sort(), lines.flat().sort());
  });
}

/** Strongly connected components with more than one file (Tarjan 1972). */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found = new Map<string, { index: number; low: number }>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): { index: number; low: number } => {
    const own = { index: found.size, low: found.size };
    found.set(file, own);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      const known = found.get(next);
      if (known === undefined) own.low = Math.min(own.low, visit(next).low);
      else if (stack.includes(next)) own.low = Math.min(own.low, known.index);
    }
    if (own.low === own.index) {
      const component = stack.splice(stack.indexOf(file));
      if (component.length > 1) circles.push(component.sort());
    }
    return own;
  };
  for (const file of graph.keys()) if (!found.has(file)) visit(file);
  return circles;
}

test('no files import each other in a circle, types included', () => {
  assert.ok(edges.length > 1000, `${edges.length}`);
  assert.equal(circlesOf(imports), []);
});

test('a circle would be found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  assert.equal(circlesOf(graph), [['a', 'b', 'c']]);
});

test('code for browsers imports nothing else', () => {
  const own = edges.filter(({ from }) => partOf(from, '') === 'client');
  assert.ok(own.length > 0);
  for (const { from, to } of own) assert.is(partOf(to, ''), 'client', `${from} imports ${to}`);
});

test.run();

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const SOURCE = join(import.meta.dirname, '../src');

/** Rooms that files may import from stand in an earlier line than their own; those of one line import none of each other. */
const LINES = {
  '': [
    ['config', 'onnx', 'store'],
    ['data', 'runtime'],
    ['house', 'precision'],
    ['train', 'measure'],
    ['search'],
    ['pipeline'],
    ['report'],
    ['plugin', 'cli', 'client'],
  ],
  pipeline: [
    ['inputs'],
    ['quality', 'costs'],
    ['alternatives'],
    ['choose'],
    ['retrain'],
    ['effort', 'record'],
  ],
  house: [['layers'], ['sub-networks', 'channels', 'low-rank'], ['drafts'], ['rewrites'], ['kinds']],
};

/** Files under src/ that a file imports, types too. */
function importsOf(file: string): string[] {
  const statements = readFileSync(join(SOURCE, file), 'utf8').matchAll(
    /^(?:import|export|\}) .*from '(\..*)';$/gm,
  );
  return [...statements].map(([, to]) => join(dirname(file), to!));
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const edges = files.flatMap((file) => importsOf(file).map((to) => ({ from: file, to })));

/** The folder of `house` that a file is in; undefined for one that lies in it itself, or elsewhere. */
function roomOf(file: string, house: string): string | undefined {
  const [room, ...rest] = relative(house, file).split(sep);
  return room === '..' || rest.length === 0 ? undefined : room;
}

for (const [house, lines] of Object.entries(LINES)) {
  test(`imports between the folders of src/${house} go one way`, () => {
    const rank = (room: string): number => lines.findIndex((line) => line.includes(room));
    let between = 0;
    for (const { from, to } of edges) {
      const [own, other] = [roomOf(from, house), roomOf(to, house)];
      if (own === undefined || other === undefined || own === other) continue;
      between++;
      assert.ok(rank(other) >= 0 && rank(other) < rank(own), `${from} imports ${to}`);
    }
    assert.ok(between > 0);
  });

  test(`src/${house} has no folder without a place`, () => {
    const rooms = new Set(files.flatMap((file) => roomOf(file, house) ?? []));
    assert.equal([...rooms].sort(), lines.flat().sort());
  });
}

test('code for browsers imports nothing else', () => {
  const own = edges.filter(({ from }) => roomOf(from, '') === 'client');
  assert.ok(own.length > 0);
  for (const { from, to } of own) assert.is(roomOf(to, ''), 'client', `${from} imports ${to}`);
});

test.run();

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changed, inProject, plainConfig, plainFiles } from '../config/project.js';
import { memberOf } from '../house/members.js';
import { tinyNetwork } from '../pipeline/tiny-project.js';
import { Copy, filesOfRecipe } from './recipe.js';

const test = suite('recipes of docs/extending.md');

/** The most files under src/ that each recipe may touch, docs, schemas and tests aside. */
const MOST: Readonly<Record<string, number>> = {
  'A kind of alternative': 4,
  'A gradient rule': 2,
  'A runtime': 5,
  'A data source': 4,
  'A budget metric': 4,
  'A key of the configuration': 5,
};

for (const [heading, most] of Object.entries(MOST)) {
  test(`${heading}: at most ${most} files`, async () => {
    const files = await filesOfRecipe(heading);
    assert.ok(files.length > 0 && files.length <= most, files.join());
  });
}

/** Networks as they are, under another name: the least that a kind can be. */
const TWIN = `import { alternativeOf, memberDraft } from './placed-draft.js';
import type { Kind } from './kind.js';

export const twinKind: Kind & { readonly name: 'twin' } = {
  name: 'twin',
  teacherShare: 0,
  always(context) {
    const source = context.member === context.teacher ? undefined : memberDraft(context);
    return source === undefined ? [] : [() => alternativeOf('twin', \`twin:\${source.label}\`, source)];
  },
  draw: () => undefined,
};
`;

/** Rows of a label and pixels, separated by commas. */
const CSV = `import { readFile } from 'node:fs/promises';
import { type DataSource, singleFiles } from './data-source.js';

export const csvSource: DataSource<'csv'> = {
  isOfImages: false,
  async load({ path, columns }) {
    const rows = (await readFile(path, 'utf8')).trim().split('\\n').map((row) => row.split(',').map(Number));
    const values = Float32Array.from(rows.flatMap((row) => row.slice(1, 1 + columns)));
    return { count: rows.length, sampleDims: [columns], values, labels: rows.map(([label]) => label!) };
  },
  files: async ({ path }) => singleFiles(path),
  decisive: async ({ path, columns }) => ({ files: [['rows', path]], settings: columns }),
};
`;

test('a made-up kind and a made-up source, in the files that the recipes name', () =>
  Copy.use(async (copy) => {
    await copy.insert(
      'src/config/kinds.ts',
      '} as const satisfies',
      "  twin: { words: 'a twin', drawnBy: null, weight: 0 },\n",
    );
    await copy.write('src/house/kinds/twin.ts', TWIN);
    await copy.insert(
      'src/house/kinds/registry.ts',
      'const KINDS',
      "import { twinKind } from './twin.js';\n\n",
    );
    await copy.insert('src/house/kinds/registry.ts', '  activation: activationKind,', '  twin: twinKind,\n');
    const kind = [...copy.touched];

    await copy.insert(
      'src/config/sources.ts',
      "  /** A user's module, which",
      '  csv: { readonly path: string; readonly columns: number };\n',
    );
    await copy.insert(
      'src/config/sources.ts',
      "  module: {\n    paths: { path: 'file' },",
      "  csv: { paths: { path: 'file' }, labels: undefined, plan: ({ kind, path, columns }) => ({ kind, path, columns }) },\n",
    );
    await copy.write('src/data/sources/csv.ts', CSV);
    await copy.insert(
      'src/data/sources/registry.ts',
      'const DATA_SOURCES',
      "import { csvSource } from './csv.js';\n\n",
    );
    await copy.insert('src/data/sources/registry.ts', '  module: moduleSource,', '  csv: csvSource,\n');
    const source = [...copy.touched].filter((file) => !kind.includes(file));

    const named = async (heading: string, name: string) =>
      (await filesOfRecipe(heading)).map((file) => file.replace('NAME', name)).sort();
    assert.equal(kind.sort(), await named('A kind of alternative', 'twin'));
    assert.equal(source.sort(), await named('A data source', 'csv'));

    const schema = 'schema/config.schema.json';
    await copy.insert(schema, '        "activation": {', '        "twin": { "type": "boolean" },\n');
    await copy.insert(
      schema,
      '    "moduleSource": {',
      `    "csvSource": {
      "title": "CsvSource", "type": "object", "additionalProperties": false, "required": ["kind", "path", "columns"],
      "properties": { "kind": { "const": "csv" }, "path": { "type": "string" }, "columns": { "type": "integer" } }
    },\n`,
    );
    await copy.insert(
      schema,
      '        { "$ref": "#/definitions/moduleSource" }',
      '        { "$ref": "#/definitions/csvSource" },\n',
    );
    copy.compile();
    await offersTwins(copy);
    await readsRows(copy);
  }));

async function offersTwins(copy: Copy): Promise<void> {
  const { generateAlternatives } = await copy.module('house/generate-alternatives.js');
  const [teacher, small] = [
    memberOf('teacher', tinyNetwork('teacher', 8, 4)),
    memberOf('small.onnx', tinyNetwork('small', 6, 2)),
  ];
  const effort = {
    subNetworks: 1,
    maxSpan: 0.3,
    wholeCuts: 1,
    import: 0,
    prune: 0,
    shorten: 0,
    decompose: 0,
  };
  const kindsWith = (kinds: Record<string, boolean>): string[] => {
    const options = { teacher, pool: [small], effort, seed: 1, kinds: { member: false, ...kinds } };
    const { alternatives } = generateAlternatives!(options as never) as { alternatives: { kind: string }[] };
    return alternatives.map(({ kind }) => kind);
  };
  assert.ok(kindsWith({}).includes('twin'));
  assert.not.ok(kindsWith({ twin: false }).includes('twin'));
  const { describeAlternative } = await copy.module('report/stretch-list.js');
  const words = describeAlternative!({
    alternative: 'twin:member:small.onnx',
    member: 'small.onnx',
  } as never);
  assert.match(words as string, 'a twin');
}

const readsRows = (copy: Copy): Promise<void> =>
  inProject({ ...plainFiles, 'rows.csv': '1,10,20\n0,30,40\n' }, async (cwd) => {
    const given = { kind: 'csv', path: './rows.csv', columns: 2 };
    const { loadPlan } = await copy.module('config/load-plan.js');
    const inline = changed(plainConfig(), 'models.0.data.train', given);
    const plan = (await loadPlan!({ cwd, inline } as never)) as {
      models: { train: object; input: object }[];
    };
    const { train, input } = plan.models[0]!;
    assert.equal(train, { ...given, path: join(cwd, 'rows.csv') });
    const missing = changed(inline, 'models.0.data.train.path', './none.csv');
    await (loadPlan!({ cwd, inline: missing } as never) as Promise<unknown>).then(
      () => assert.unreachable(),
      (error) => assert.match(error.message, 'models[0].data.train.path'),
    );

    const { loadDataset } = await copy.module('data/load-dataset.js');
    const dataset = (await loadDataset!(train as never, input as never)) as Record<string, unknown>;
    assert.equal([dataset.count, dataset.sampleDims], [2, [2]]);
    assert.equal([...(dataset.values as Float32Array)], [10, 20, 30, 40]);
    assert.equal([...(dataset.labels as Int32Array)], [1, 0]);
    const { fingerprint } = await copy.module('data/fingerprint.js');
    const before = await fingerprint!(train as never);
    await writeFile(join(cwd, 'rows.csv'), '1,10,20\n0,30,41\n');
    assert.is.not(await fingerprint!(train as never), before);
  });

test.run();

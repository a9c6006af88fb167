import { readdir, readFile } from 'node:fs/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generated } from '../../scripts/generate.js';
import { validate as validateConfig } from '../../src/config/gen/config-validator.js';
import { validate as validateManifest } from '../../src/config/gen/manifest-validator.js';
import { validate as validateProfile } from '../../src/config/gen/profile-validator.js';
import { loadModule } from '../../src/config/load-module.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { remoteOf } from '../../src/config/remote-plan.js';
import { schemaErrors } from '../../src/config/validator.js';
import { changed, inProject, plainConfig, plainFiles } from '../config/project.js';
import { exampleProfile } from '../measure/profile/example-profile.js';
import { exampleManifest } from './example-manifest.js';
import { keysOf, objectsOf } from './schema-keys.js';

const root = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');
const schemas = ['config', 'manifest', 'profile'] as const;

test('what is committed in src/config/gen is what `npm run generate` makes', async () => {
  const files = await generated();
  const committed = (await readdir(new URL('src/config/gen/', root))).filter((name) => name.endsWith('.ts'));
  assert.equal(committed.sort(), [...files.keys()].sort());
  for (const [name, text] of files) {
    assert.is(await read(`src/config/gen/${name}`), text, `${name}: run npm run generate`);
  }
});

test('validators need nothing but themselves', async () => {
  for (const stem of schemas) {
    const text = await read(`src/config/gen/${stem}-validator.ts`);
    assert.not.match(text, /\brequire\(|^import /m);
  }
});

for (const stem of schemas) {
  test(`${stem}: every key has a description that ends with its default`, async () => {
    const keys = keysOf(JSON.parse(await read(`schema/${stem}.schema.json`)));
    assert.ok(keys.length > 5);
    for (const [path, schema] of keys) {
      const description = String(schema.description);
      assert.match(description, /(Default(?: of each)?: .+|No default)\.$/, path);
      if ('default' in schema) {
        const said = /Default: ('?)(.+)\1[^']*\.$/.exec(description)?.[2]?.replace(/ \(.*$/, '');
        const written = typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default);
        assert.is(said, written, path);
      }
    }
  });

  test(`${stem}: every object refuses unknown keys or says what they hold`, async () => {
    const objects = objectsOf(JSON.parse(await read(`schema/${stem}.schema.json`)));
    for (const schema of objects)
      assert.ok('additionalProperties' in schema || 'oneOf' in schema, String(schema.title));
  });
}

test('defaults in the schema are those of the plan', () =>
  inProject({ ...plainFiles, 'x.npz': '' }, async (cwd) => {
    const schema = JSON.parse(await read('schema/config.schema.json'));
    const source = { kind: 'npz', path: 'x.npz' };
    const plan = await loadPlan({ cwd, inline: changed(plainConfig(), 'models.0.data.train', source) });
    const [model] = plan.models;
    const [target] = plan.targets;
    const readOnly = remoteOf({ url: 'https://cache.example' }, { BESPOKE_CACHE_KEY: 'k'.repeat(32) }, []);
    assert.type(readOnly, 'object');
    const found: Record<string, unknown> = {
      engine: plan.engine,
      seed: plan.seed,
      effort: 'balanced',
      strategy: plan.search.strategy,
      directory: `./${plan.cacheDirectory.slice(cwd.length + 1)}`,
      pool: model!.pool,
      values: model!.train.kind === 'npz' && model!.train.values,
      threads: target!.threads,
      precision: target!.precision,
      onMiss: target!.onMiss,
      onUnprofiled: target!.onUnprofiled,
      ...model!.input,
      ...model!.input.image,
      ...model!.input.augment,
      write: readOnly !== undefined && readOnly !== 'no key' && readOnly.write,
      ...plan.alternatives,
      args: plan.browser.args,
    };
    const said = keysOf(schema).filter(([, key]) => 'default' in key);
    assert.is(said.length, 32);
    for (const [path, key] of said) assert.equal(found[path.split('.').at(-1)!], key.default, path);
  }));

test('the example configuration is valid', async () => {
  const { value } = await loadModule(new URL('bespoke.config.example.ts', root).pathname);
  assert.equal(schemaErrors(validateConfig, value), []);
});

test('the example configuration gives a plan where its files are there', async () => {
  const example = await read('bespoke.config.example.ts');
  const models = ['resnet20', 'resnet32', 'resnet44', 'resnet56'].map((name) => [`models/${name}.onnx`, '']);
  const files = {
    ...Object.fromEntries(models),
    'data/train/': '',
    'data/val/': '',
    'bespoke.config.ts': example,
  };
  await inProject(files, async (cwd) => {
    const plan = await loadPlan({ cwd });
    assert.is(plan.models[0]!.pool.length, 3);
    assert.is(plan.models[0]!.input.scale, 1 / 255);
    assert.equal(
      plan.targets.map(({ name }) => name),
      ['server', 'worker', 'small'],
    );
  });
});

test('the manifest of the interface is valid', () => {
  assert.equal(schemaErrors(validateManifest, exampleManifest()), []);
});

const targetPath = 'models.0.targets.0';
for (const [name, path, part, keyword] of [
  ['unknown key', 'models.0.extra', 1, 'additionalProperties'],
  ['key of a target that is missing', `${targetPath}.file`, undefined, 'required'],
  ['another version', 'version', 2, 'const'],
  ['absolute file', `${targetPath}.file`, '/home/x.onnx', 'pattern'],
  ['absolute file of Windows', `${targetPath}.file`, '\\x.onnx', 'pattern'],
  ['hash in capitals', `${targetPath}.sha256`, 'A'.repeat(64), 'pattern'],
  ['latency in text', `${targetPath}.latencyMs.student`, '1ms', 'type'],
  ['latency that is missing', `${targetPath}.latencyMs.teacher`, undefined, 'required'],
  ['parameters with a fraction', `${targetPath}.parameters`, 1.5, 'type'],
  ['unknown runtime', `${targetPath}.runtime`, 'tflite', 'enum'],
  ['prediction without its error', `${targetPath}.latencyMs.predicted`, { heldOut: 3 }, 'required'],
  ['unknown budget metric', `${targetPath}.budgets.0.metric`, 'memory', 'enum'],
  ['negative nmse', `${targetPath}.replacements.0.nmse`, -1, 'minimum'],
  ['no samples', 'models.0.teacher.quality.samples', 0, 'minimum'],
  ['no stand-ins in a list of them', 'standIns', [], 'minItems'],
  ['stand-in with a latency', 'standIns.0.latencyMs', 1, 'additionalProperties'],
  ['stand-in without its file', 'standIns.0.file', undefined, 'required'],
  ['seconds of a step that is missing', 'models.0.seconds.search', undefined, 'required'],
] as const) {
  test(`manifest refused: ${name}`, () => {
    const errors = schemaErrors(validateManifest, changed(exampleManifest(), path, part));
    assert.equal(
      errors.map((error) => error.keyword),
      [keyword],
    );
  });
}

test('a device profile is valid, and refused with a comparison that took no time', () => {
  assert.equal(schemaErrors(validateProfile, exampleProfile()), []);
  const wrong = changed(exampleProfile(), 'comparisons.0000000000000000cccc.0000000000000000dddd.ratio', 0);
  assert.equal(
    schemaErrors(validateProfile, wrong).map(({ instancePath }) => instancePath),
    ['/comparisons/0000000000000000cccc/0000000000000000dddd/ratio'],
  );
});

test.run();

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../../src/config/load-plan.js';
import { decodeModel, encodeModel } from '../../../src/onnx/codec.js';
import { StringStringEntryProtoSchema } from '../../../src/onnx/gen/onnx_pb.js';
import { licenceWarning } from '../../../src/pipeline/inputs/pretrained-files.js';
import { readLastBuild, withoutBytes } from '../../../src/pipeline/record/last-build.js';
import { artifactFile, manifestOf, manifestText } from '../../../src/pipeline/record/manifest.js';
import { reportHtml } from '../../../src/report/report-html.js';
import { inTinyProject, type TinyProject, target } from '../tiny-project.js';

const targets = [target('half', { macs: '70%' })];
const effort = { retrainGigaMacs: 0, steps: 4 };

/** Writes a licence into a model file. */
async function sign({ directory }: TinyProject, file: string, licence: string): Promise<void> {
  const path = join(directory, file);
  const model = decodeModel(await readFile(path), file);
  model.metadataProps.push(create(StringStringEntryProtoSchema, { key: 'license', value: licence }));
  await writeFile(path, encodeModel(model));
}

test('licences come from the configuration, else from the file, and decide no result; the report says them', () =>
  inTinyProject(async (project) => {
    await sign(project, 'teacher.onnx', 'Apache-2.0');
    const build = (teacher: unknown, pool: readonly unknown[]) =>
      project.build({ targets, effort, model: { teacher, pool } });

    const one = await build('./teacher.onnx', ['./small.onnx']);
    const licences = ({ result }: typeof one) =>
      manifestOf(result, artifactFile).models[0]!.sources!.map(({ file, licence }) => [file, licence]);
    assert.is(one.result.cached, false);
    assert.equal(licences(one), [
      ['small.onnx', null],
      ['teacher.onnx', 'Apache-2.0'],
    ]);
    assert.is(one.warnings.length, 1);
    assert.match(
      one.warnings[0]!,
      /no licence is known of small\.onnx, .*\{ path: '…\/small\.onnx', licence: 'MIT' \}/,
    );

    const two = await build({ path: './teacher.onnx', licence: 'GPL-3.0-only' }, [
      { path: './small.onnx', licence: 'MIT' },
    ]);
    assert.is(two.result.cached, true);
    assert.equal(two.events, [], 'nothing was done');
    assert.equal(two.warnings, []);
    assert.equal(licences(two), [
      ['small.onnx', 'MIT'],
      ['teacher.onnx', 'GPL-3.0-only'],
    ]);

    const [model] = two.result.models;
    const [used] = model!.report.targets;
    const members = new Set(used!.replacements.map(({ member }) => member));
    for (const { file, usedBy } of model!.sources) {
      if (members.has(file)) assert.equal(usedBy, ['half'], file);
    }
    assert.ok(model!.sources.some(({ usedBy }) => usedBy.length > 0));
    assert.is(model!.sources[0]!.taught, true, 'the teacher teaches');

    const { outline, results } = model!.report;
    const total = (key: 'macs' | 'parameters') => outline.reduce((sum, node) => sum + node[key], 0);
    assert.equal([total('macs'), total('parameters')], [model!.teacher.macs, model!.teacher.parameters]);
    for (const { nodes, original, own } of used!.replacements) {
      assert.is(
        nodes.reduce((sum, node) => sum + outline[node]!.macs, 0),
        original.macs,
      );
      assert.equal([own.latencyMs, original.latencyMs], [null, null], 'not measured: nothing limits it');
    }
    assert.ok(results.train.made > 0 && results.measure.made > 0);

    const plan = await loadPlan({ cwd: project.directory, inline: project.config({ targets, effort }) });
    const kept = await readLastBuild(plan);
    assert.equal(kept!.models, JSON.parse(JSON.stringify(withoutBytes(two.result))));
    const page = reportHtml(kept!.models);
    assert.ok(page === reportHtml(withoutBytes(two.result)), 'the same from the cache');
    for (const text of [page, manifestText(manifestOf(two.result, artifactFile))])
      assert.not.ok(text.includes(project.directory), 'no path of this machine');
    assert.ok(page.includes('GPL-3.0-only'));
  }));

test('one warning names each file once; none where all licences are known', () => {
  const source = (file: string, licence: string | null) => ({ file, sha256: '0'.repeat(64), licence });
  const warning = licenceWarning([source('b.onnx', null), source('a.onnx', 'MIT'), source('b.onnx', null)]);
  assert.match(warning!, /^no licence is known of b\.onnx, so the manifest says null\. .*metadata_props/);
  assert.is(licenceWarning([source('a.onnx', 'MIT')]), undefined);
});

test.run();

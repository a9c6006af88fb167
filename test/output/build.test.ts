import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeConfig } from '../../src/config/gen/config-schema.js';
import { BespokeError } from '../../src/errors.js';
import { build } from '../../src/output/build.js';
import { inBuiltProject, type TinyProject } from '../pipeline/tiny-project.js';

const test = suite('build()');

const configOf = (project: TinyProject) => project.config() as unknown as BespokeConfig;

test('gives what the command writes, and writes nothing unless told where', () =>
  inBuiltProject({}, async (project, { result }) => {
    // Latencies are measured here, and were reckoned there.
    await build({ config: configOf(project), cwd: project.directory });
    const before = await readdir(project.directory);
    const stages: string[] = [];
    const onProgress = ({ stage }: { stage: string }) => stages.push(stage);
    const silent = await build({ config: configOf(project), cwd: project.directory, onProgress });
    assert.is(silent.cached, true);
    assert.equal(stages, []);
    assert.equal(await readdir(project.directory), before);
    const [file] = silent.files;
    assert.equal([file!.model, file!.target], ['tiny', 'half']);
    assert.equal(Buffer.from(file!.bytes), Buffer.from(result.models[0]!.artifacts[0]!.bytes));

    const written = await build({ config: configOf(project), cwd: project.directory, out: 'out' });
    assert.equal(written.manifest, silent.manifest);
    const manifest = await readFile(join(project.directory, 'out/bespoke-manifest.json'), 'utf8');
    assert.equal(JSON.parse(manifest), written.manifest);
    const names = [file!.file, 'bespoke-manifest.json', 'bespoke-report.html'];
    assert.equal((await readdir(join(project.directory, 'out'))).sort(), names.sort());
    assert.equal(await readFile(join(project.directory, 'out', file!.file)), Buffer.from(file!.bytes));
  }));

test('a configuration that cannot be used', () =>
  inBuiltProject({}, async (project) => {
    const config = { ...configOf(project), sede: 1 } as BespokeConfig;
    await build({ config, cwd: project.directory }).then(
      () => assert.unreachable(),
      (error) => {
        assert.instance(error, BespokeError);
        assert.is(error.code, 'CONFIG_UNKNOWN_KEY');
      },
    );
  }));

test('an abort stops it with its reason', () =>
  inBuiltProject({}, async (project) => {
    const signal = AbortSignal.abort(new Error('enough'));
    await build({ config: configOf(project), cwd: project.directory, signal }).then(
      () => assert.unreachable(),
      (error) => assert.is(error.message, 'enough'),
    );
  }));

test.run();

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readGraph } from '../../src/onnx/read-graph.js';
import { float32 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import type { BuildResult, ProgressEvent } from '../../src/pipeline/result.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { inBuiltProject, inTinyProject, isFittedWidth, target, tinyNetwork } from './tiny-project.js';

/** Everything that a build gives but its times. */
const timeless = ({ models, missed }: BuildResult): unknown => ({
  missed,
  models: models.map(({ seconds: _, report: { results: _results, ...report }, artifacts, ...model }) => ({
    ...model,
    report,
    artifacts: artifacts.map(({ bytes, entry: { latencyMs: _ms, ...entry } }) => ({
      bytes: Buffer.from(bytes).toString('base64'),
      entry: { ...entry, budgets: entry.budgets.filter(({ metric }) => metric !== 'latency') },
    })),
  })),
});

const trainedNow = (events: readonly ProgressEvent[]): string[] =>
  events.flatMap(({ trained }) =>
    trained === undefined ? [] : [`${trained.alternative}, rung ${trained.rung}`],
  );

test('a build meets its budgets with models that run, and says the same again from the store', () =>
  inTinyProject(async (project) => {
    const targets = [target('most', { macs: '70%' }), target('least', { macs: '40%', parameters: '60%' })];
    const { result, events } = await project.build({ targets });
    assert.equal(result.missed, []);
    assert.is(result.cached, false);
    const [model] = result.models;
    assert.is(model.artifacts.length, 2);
    for (const { bytes, entry } of model.artifacts) {
      for (const { value, limit, met } of entry.budgets) assert.ok(met && value <= limit, entry.name);
      assert.is(entry.sizeBytes, bytes.length);
      assert.ok(entry.replacements.length > 0);
      const session = await cpuEngine.open(bytes, { threads: 1 });
      const output = await session.run({ image: float32(new Float32Array(3 * 64).fill(0.5), [3, 1, 8, 8]) });
      assert.equal(output.logits.dims, [3, 3]);
      await session.close();
    }
    assert.ok(model.artifacts[0].entry.macs >= model.artifacts[1].entry.macs);
    assert.ok(trainedNow(events).length > 10);
    for (const { target: name, metric, limit, teacher, curve, measured } of model.searches) {
      assert.is(metric, 'macs');
      assert.ok(limit < teacher, name);
      assert.ok(curve.length > 1, name);
      for (const [at, { cost, loss }] of curve.slice(1).entries())
        assert.ok(cost > curve[at].cost && loss < curve[at].loss, `${name}: what costs more loses less`);
      assert.ok(
        measured.some(({ cost }) => cost <= limit),
        name,
      );
    }
    assert.equal(
      model.searches.map(({ target: name }) => name),
      ['most', 'least'],
    );

    const again = await project.build({ targets });
    assert.is(again.result.cached, true);
    assert.equal(timeless(again.result), timeless(result));
    assert.equal(again.result.models[0].seconds, model.seconds, 'what the first run took is told again');
    assert.equal(again.events, [], 'nothing was done');
  }));

/** Of a build that has another one's house: what is done anew is a few widths for its own budgets. */
function assertOnlyWidths(events: readonly ProgressEvent[]): void {
  const trained = trainedNow(events);
  assert.ok(trained.length > 0 && trained.every(isFittedWidth), trained.join());
  const measured = events.flatMap(({ stage, note = '' }) =>
    stage === 'measure' && note.startsWith('quality of ') ? [note.slice('quality of '.length)] : [],
  );
  assert.ok(measured.length <= trained.length && measured.every(isFittedWidth), measured.join());
}

test('another budget trains a few widths of its own and measures nothing else again', () =>
  inBuiltProject({}, async (project) => {
    const { result, events } = await project.build({ targets: [target('half', { macs: '50%' })] });
    assert.is(result.cached, false);
    assertOnlyWidths(events);
    assert.ok(events.some(({ stage }) => stage === 'search'));
    assert.ok(result.models[0].artifacts[0].entry.budgets[0].met);
  }));

test('a kind of alternatives that is switched off is not taken from the store of a build that had it', () =>
  inBuiltProject({}, async (project) => {
    const targets = [target('half', { macs: '50%' })];
    const one = await project.build({ targets });
    const [used] = one.result.models[0].artifacts[0].entry.replacements;
    const kind = used.alternative.split(':')[0].replace('low-rank', 'lowRank');
    const two = await project.build({ targets, alternatives: { [kind]: false } });
    assert.is(two.result.cached, false);
    for (const { alternative } of two.result.models[0].artifacts[0].entry.replacements)
      assert.not.ok(alternative.startsWith(`${used.alternative.split(':')[0]}:`), alternative);
  }));

test('another target of the same runtime takes house, training and measurements from the store', () =>
  inBuiltProject({}, async (project, one) => {
    const targets = [target('half', { macs: '60%' }), target('more', { macs: '80%' })];
    const two = await project.build({ targets });
    assertOnlyWidths(two.events);
    const bytes = ({ result }: typeof one): string =>
      Buffer.from(result.models[0].artifacts[0].bytes).toString('base64');
    assert.is(bytes(two), bytes(one), 'the first target keeps its file');
  }));

test('one worker and two workers give the same bytes', () =>
  inBuiltProject({}, async (project, one) => {
    const two = await project.build({}, { workers: 2, cache: 'two' });
    assert.equal(timeless(one.result), timeless(two.result));
  }));

test('another seed gives another house', () =>
  inBuiltProject({}, async (project, { events }) => {
    const config = project.config();
    project.config = () => ({ ...config, seed: 6 });
    const other = await project.build({});
    assert.is.not(trainedNow(other.events).sort().join(), trainedNow(events).sort().join());
  }));

for (const strategy of ['paper', 'anneal', 'exact']) {
  test(`strategy ${strategy} gives a student under the budget`, () =>
    inBuiltProject({}, async (project) => {
      const { result } = await project.build({ strategy, effort: { retrainGigaMacs: 0 } });
      assert.equal(result.missed, []);
      const [{ entry }] = result.models[0].artifacts;
      assert.ok(entry.replacements.length > 0, 'the teacher alone does not meet it');
      for (const { limit, value } of entry.budgets) assert.ok(value <= limit, `${value} of ${limit}`);
    }));
}

test('an aborted build rejects with the reason, and the next one goes on where it was', () =>
  inBuiltProject({}, async (project, fresh) => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const events: ProgressEvent[] = [];
    const { loadPlan } = await import('../../src/config/load-plan.js');
    const { build } = await import('../../src/pipeline/build.js');
    const plan = await loadPlan({
      cwd: project.directory,
      inline: project.config(),
      overrides: { workers: 2, cacheDirectory: join(project.directory, 'aborted') },
    });
    let caught: unknown;
    await build(plan, {
      signal: abort.signal,
      onProgress(event) {
        events.push(event);
        if (trainedNow(events).length === 4) abort.abort(reason);
      },
      onWarning: () => {},
      clock: () => performance.now(),
    }).catch((error: unknown) => {
      caught = error;
    });
    assert.is(caught, reason);
    const done = new Set(trainedNow(events));
    const rest = await project.build({}, { workers: 2, cache: 'aborted' });
    assert.ok(trainedNow(rest.events).length > 0);
    assert.ok(
      trainedNow(rest.events).filter((note) => done.has(note)).length <= 2,
      'at most one alternative a worker is repeated',
    );
    assert.equal(timeless(rest.result), timeless(fresh.result));
  }));

test('a budget that nothing meets is told with what was reached; under onMiss error nothing is emitted', () =>
  inBuiltProject({}, async (project) => {
    const strict = await project.build({ targets: [target('never', { macs: '1' })] });
    assert.is(strict.result.models[0].artifacts.length, 0);
    const [missed] = strict.result.missed;
    assert.equal(
      [missed.model, missed.target, missed.metric, missed.limit, missed.onMiss],
      ['tiny', 'never', 'macs', 1, 'error'],
    );
    assert.ok(missed.value > 1 && missed.value < 1e6);
    const lenient = await project.build({ targets: [target('never', { macs: '1' }, { onMiss: 'warn' })] });
    assert.is(lenient.result.models[0].artifacts.length, 1);
    assert.is(lenient.result.models[0].artifacts[0].entry.budgets[0].met, false);
  }));

test('a member of the pool with another input is refused by name', () =>
  inTinyProject(async (project) => {
    const file = join(project.directory, 'small.onnx');
    await writeFile(file, writeGraph(tinyNetwork('wide', 4, 1, 16)));
    await expectError(project.build(), 'POOL_INPUT', ['small.onnx', '[1, 1, 16, 16]', '[1, 1, 8, 8]']);
  }));

test('labels above the number of classes are refused with file and value', () =>
  inTinyProject(async (project) => {
    const file = join(project.directory, 'train.mjs');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('dims: [8, 8, 1]', 'dims: [8, 8, 1], labels: new Int32Array(200).fill(7)'),
    );
    await expectError(project.build(), 'DATA_LABELS', ['train.mjs', '7']);
  }));

test('a teacher with NaN weights is refused by the weight', () =>
  inTinyProject(async (project) => {
    const graph = tinyNetwork('teacher', 8, 4);
    const [name, tensor] = [...graph.initializers].find(([, { dtype }]) => dtype === 'float32')!;
    (tensor.data as Float32Array)[0] = Number.NaN;
    await writeFile(join(project.directory, 'teacher.onnx'), writeGraph(graph));
    await expectError(project.build(), 'MODEL_NAN_WEIGHTS', ['teacher.onnx', name]);
  }));

test('a truncated teacher is refused, and no result is left', () =>
  inTinyProject(async (project) => {
    const file = join(project.directory, 'teacher.onnx');
    await writeFile(file, (await readFile(file)).subarray(0, 2000));
    await expectError(project.build(), 'MODEL_TRUNCATED', ['teacher.onnx']);
  }));

test('the emitted file keeps names and open batch of the teacher', () =>
  inBuiltProject({}, async (_, { result }) => {
    const graph = readGraph(result.models[0].artifacts[0].bytes, { where: 'emitted' });
    assert.equal(
      graph.inputs.map(({ name }) => name),
      ['image'],
    );
    assert.equal(
      graph.outputs.map(({ name }) => name),
      ['logits'],
    );
  }));

async function expectError(run: Promise<unknown>, code: string, parts: readonly string[]): Promise<void> {
  const error = (await run.then(
    () => undefined,
    (caught: unknown) => caught,
  )) as { code: string; message: string } | undefined;
  assert.is(error?.code, code, error?.message ?? 'nothing was thrown');
  for (const part of parts) assert.ok(error!.message.includes(part), `${part} in: ${error!.message}`);
}

test.run();

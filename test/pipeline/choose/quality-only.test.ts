import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inBuiltProject, inTinyProject, target } from '../tiny-project.js';

test('where only quality is limited, the student is faster than the teacher and holds the limit', () =>
  inBuiltProject({}, async (project) => {
    const { result } = await project.build({ targets: [target('good', { qualityDrop: 0.2 })] });
    const [{ entry }] = result.models[0].artifacts;
    assert.ok(entry.replacements.length > 0);
    assert.ok(entry.latencyMs.student < entry.latencyMs.teacher);
    const [{ replacements }] = result.models[0].report.targets;
    for (const { own, original } of replacements) assert.ok(own.latencyMs! > 0 && original.latencyMs! > 0);
    assert.equal(
      entry.budgets.map(({ metric, met }) => [metric, met]),
      [['qualityDrop', true]],
    );
  }));

test('an engine that is not there is an error that says so', () =>
  inTinyProject(async (project) => {
    const config = project.config();
    project.config = () => ({ ...config, engine: 'tensorflow' });
    const error = await project.build().then(
      () => undefined,
      (caught: { code: string; message: string }) => caught,
    );
    assert.is(error?.code, 'ENGINE_UNAVAILABLE');
    assert.ok(error!.message.includes('@tensorflow/tfjs-node-gpu'));
  }));

test.run();

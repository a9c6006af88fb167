import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../../src/errors.js';
import type { DescribedFile, DescribedGroup } from '../../../src/measure/latencies.js';
import { ProfiledLatencies } from '../../../src/measure/profile/profiled-latencies.js';
import { exampleProfile } from './example-profile.js';

const [teacher, student, original, alternative] = Object.keys(exampleProfile().structures);
const file = (structure: string, operators: Readonly<Record<string, number>> = {}): DescribedFile => ({
  model: () => 'not read',
  structure,
  operators: () => operators,
});
const pair = (reference: string, candidate: DescribedFile, partsRatio?: number): DescribedGroup => ({
  reference: file(reference),
  candidates: [{ key: 'it', ...candidate, partsRatio }],
});
const unknown = file('0000000000000000eeee', { 'Conv 1x8x8x8 * 8x8x3x3 * 8 -> 1x8x8x8': 3 });
const strict = (profile = exampleProfile()) =>
  new ProfiledLatencies(profile, { name: 'phone', onUnprofiled: 'error' });

/** The example with chains of one to twelve convolutions, each of which takes 0.1 ms. */
function manyChains() {
  const profile = exampleProfile();
  for (let count = 1; count <= 12; count++) {
    const name = count.toString(16).padStart(20, '0');
    profile.structures[name] = { 'Conv 1x8x8x8 * 8x8x3x3 * 8 -> 1x8x8x8': count };
    profile.comparisons[original][name] = { ratio: count / 8, medianMs: 1, referenceMs: 1, runs: 40 };
  }
  return profile;
}

test('a pair that was compared has exactly what was measured', async () => {
  const latencies = strict();
  for (const [reference, candidates] of Object.entries(exampleProfile().comparisons))
    for (const [candidate, wanted] of Object.entries(candidates)) {
      assert.equal((await latencies.compare([pair(reference, file(candidate))])).get('it'), wanted);
    }
});

test('two structures that were measured beside others are compared by their times', async () => {
  const answer = (await strict().compare([pair(student, file(alternative))])).get('it')!;
  assert.ok(Math.abs(answer.ratio - 0.2 / 1.04) < 1e-9);
  assert.is(answer.predicted, undefined);
});

test('nothing is pending where all is known', async () => {
  assert.equal(await strict().pending([pair(teacher, file(student))]), []);
});

test('what the profile lacks is an error that counts it and names the target and the command', async () => {
  const groups = [pair(original, unknown), pair(original, file(alternative)), pair(teacher, unknown)];
  for (const ask of [() => strict().pending(groups), () => strict().compare(groups)]) {
    try {
      await ask();
    } catch (error) {
      const { code, message } = error as BespokeError;
      assert.is(code, 'PROFILE_LACKS');
      assert.match(
        message,
        'targets.phone.profile: the device profile lacks the latencies of 1 of 4 networks',
      );
      assert.match(message, 'bespoke profile --target phone');
      assert.match(message, "onUnprofiled: 'predict'");
      continue;
    }
    assert.unreachable('nothing was refused');
  }
});

test('a prediction says how far predictions are off', async () => {
  const latencies = new ProfiledLatencies(manyChains(), { name: 'phone', onUnprofiled: 'predict' });
  assert.equal(await latencies.pending([pair(original, unknown)]), []);
  const answer = (await latencies.compare([pair(original, unknown)])).get('it')!;
  assert.ok(Math.abs(answer.medianMs - 0.3) < 0.06, String(answer.medianMs));
  assert.is(answer.predicted!.heldOut, 16);
  assert.ok(answer.predicted!.error < 0.2);
  const known = (await latencies.compare([pair(original, file(alternative))])).get('it')!;
  assert.is(known.predicted, undefined, 'what was measured stays measured');
});

test('asking again without the parts gives the same prediction', async () => {
  const latencies = new ProfiledLatencies(manyChains(), { name: 'phone', onUnprofiled: 'predict' });
  const first = (await latencies.compare([pair(teacher, file('0000000000000000eeee/n'), 0.8)])).get('it')!;
  assert.ok(first.predicted);
  assert.equal((await latencies.compare([pair(teacher, file('0000000000000000eeee/n'))])).get('it'), first);
});

test('too few entries to predict from is an error', async () => {
  const latencies = new ProfiledLatencies(exampleProfile(), { name: 'phone', onUnprofiled: 'predict' });
  await latencies.compare([pair(original, unknown)]).then(
    () => assert.unreachable('predicted from four entries'),
    (error: BespokeError) => assert.is(error.code, 'PROFILE_LACKS'),
  );
});

const { identity } = strict();
for (const [name, change, isSame] of [
  ['another description', { device: { ...exampleProfile().device, description: 'my phone' } }, true],
  ['other threads', { threads: 2 }, false],
  ['another comparison', { comparisons: {} }, false],
  ['another structure', { structures: {} }, false],
] as const) {
  test(`${name}: the identity ${isSame ? 'stays' : 'changes'}`, () => {
    assert.is(strict({ ...exampleProfile(), ...change }).identity === identity, isSame);
  });
}

test.run();

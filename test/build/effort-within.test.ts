import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { effortWithin, type Pace, rootOfTwoPower } from '../../src/build/effort-within.js';
import { effortPresets } from '../../src/config/effort.js';
import type { Effort } from '../../src/config/plan.js';

const pace: Pace = {
  gigaMacsPerSecond: 4,
  teacherGigaMacs: 0.127,
  members: 3,
  targets: 3,
  environments: 1,
  workers: 2,
};

const within = (minutes: number, more: Partial<Pace> = {}, given: Partial<Effort> = {}): Effort =>
  effortWithin(
    { minutes, given: Object.keys(given).sort() as (keyof Effort)[] },
    { ...effortPresets.balanced, ...given },
    { ...pace, ...more },
  );

const { retrainGigaMacs: _r, retrainEpochs: _e, ...ofHouse } = effortPresets.balanced;
const house = (effort: Effort): Partial<Effort> =>
  Object.fromEntries(Object.keys(ofHouse).map((name) => [name, effort[name as keyof Effort]]));

test('more minutes give no less of anything, and more in the end', () => {
  const efforts = [1, 5, 15, 45, 60, 120, 300, 2000].map((minutes) => within(minutes));
  for (const [index, effort] of efforts.slice(1).entries())
    for (const [name, value] of Object.entries(effort))
      assert.ok(value >= efforts[index][name as keyof Effort], `${name} at ${index + 1}`);
  assert.ok(efforts.at(-1)!.trainGigaMacs > efforts[0].trainGigaMacs);
  assert.ok(efforts.at(-1)!.retrainGigaMacs > efforts[1].retrainGigaMacs);
});

test('few minutes make fewer alternatives, but some', () => {
  const few = within(1);
  for (const name of ['imported', 'approximated', 'shortened', 'decomposed', 'subNetworks'] as const) {
    assert.ok(few[name] < effortPresets.quick[name], name);
    assert.ok(few[name] >= 1, name);
  }
});

test('numbers that are given stay', () => {
  const given = { trainGigaMacs: 7, retrainGigaMacs: 123, retrainEpochs: 3, imported: 0 };
  const effort = within(60, {}, given);
  for (const [name, value] of Object.entries(given)) assert.is(effort[name as keyof Effort], value, name);
  assert.is.not(effort.steps, effortPresets.balanced.steps);
});

test('another target changes retraining alone', () => {
  const [one, four] = [within(60, { targets: 1 }), within(60, { targets: 4 })];
  assert.equal(house(one), house(four));
  assert.ok(four.retrainGigaMacs < one.retrainGigaMacs);
});

test('a faster machine and more workers allow more', () => {
  const plain = within(60);
  for (const more of [{ gigaMacsPerSecond: 16 }, { workers: 8 }]) {
    const effort = within(60, more);
    assert.ok(effort.trainGigaMacs >= plain.trainGigaMacs);
    assert.ok(effort.retrainGigaMacs > plain.retrainGigaMacs);
  }
});

test('multiply-accumulates are powers of √2', () => {
  const same = [3.9, 4, 4.1].map((gigaMacsPerSecond) => within(60, { gigaMacsPerSecond }).retrainGigaMacs);
  assert.ok(new Set(same).size <= 2, String(same));
  assert.equal([0.5, 1, 1.5, 2, 2.9, 1000].map(rootOfTwoPower), [0, 1, 1.41, 2, 2.83, 724]);
});

test.run();

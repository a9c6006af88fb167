import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Effort } from '../../../src/config/effort.js';
import { effortPresets } from '../../../src/config/effort.js';
import type { Graph } from '../../../src/onnx/graph.js';
import type { FurtherRung } from '../../../src/pipeline/alternatives/train-alternatives.js';
import {
  type HouseLoad,
  houseGrown,
  houseSeconds,
  houseWithin,
  type Pace,
  plannedSeconds,
  rootOfTwoPower,
  rungsWithin,
  type SolvingPace,
} from '../../../src/pipeline/effort/effort-within.js';
import {
  type RetrainingLoad,
  retrainingSeconds,
  retrainingWithin,
} from '../../../src/pipeline/effort/retraining-within.js';
import { segmentsOfHalvings } from '../../../src/pipeline/retrain/halving-rungs.js';
import type {
  RetrainingEffort,
  RetrainingSchedule,
} from '../../../src/pipeline/retrain/retraining-context.js';

/** Of two cores, each with a student. */
const SPEED = 26;
const pace: Pace = { gigaMacsPerSecond: 13, workers: 2 };
const ground: HouseLoad = {
  alternative: {
    making: 0,
    solving: {
      whole: { fixed: 2.44, sample: 0.0104, most: 1e6 },
      drawn: { fixed: 2.44, sample: 0.0104, most: 1e6 },
    },
    judging: 0,
    latency: 0.7,
    judgedSample: 0.00166,
    wholeCuts: 120,
  },
  trainSamples: 45_000,
  validationSamples: 5000,
};

/** A matrix product of so many multiply-accumulates. */
const graphOf = (macs: number): Graph => ({
  name: 'product',
  opsets: new Map([['', 18]]),
  inputs: [{ name: 'x', dtype: 'float32', dims: [1, macs] }],
  outputs: [{ name: 'y', dtype: 'float32', dims: [1, 1] }],
  nodes: [{ opType: 'MatMul', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
  initializers: new Map(),
  values: new Map([
    ['x', { dtype: 'float32', dims: [1, macs] }],
    ['y', { dtype: 'float32', dims: [1, 1] }],
  ]),
});

/** Segments of 64 steps of a student of 0.06 billion. */
const schedule = ({ batch, retrainGigaMacs, retrainEpochs }: RetrainingEffort): RetrainingSchedule => {
  const steps = Math.min(retrainGigaMacs / (3 * 0.06 * batch), (retrainEpochs * 45_000) / batch);
  return { segments: Math.floor(steps / 64), segmentSteps: 64, sharesAnswers: true };
};
/** Of a student of 0.05 billion multiply-accumulates and teachers of 0.24, where running is four times as fast. */
function timesAt(speed: number): Pick<RetrainingLoad, 'student' | 'teachers'> {
  const running = 4 * speed;
  return { student: { training: 0.05 / speed, running: 0.05 / running }, teachers: 0.24 / running };
}
const load: RetrainingLoad = {
  students: [5, 4, 4],
  distinct: 8,
  ...timesAt(SPEED),
  validationSamples: 5000,
  schedule,
};

const asGiven = (given: Partial<Effort>) =>
  [Object.keys(given).sort() as (keyof Effort)[], { ...effortPresets.balanced, ...given }] as const;
const house = (minutes: number, more: Partial<Pace> = {}, given: Partial<Effort> = {}): Effort =>
  houseWithin(60 * minutes, ...asGiven(given), { ...pace, ...more }, ground);
const retraining = (
  minutes: number,
  more: Partial<RetrainingLoad> = {},
  given: Partial<Effort> = {},
): Effort => retrainingWithin(60 * minutes, ...asGiven(given), { ...load, ...more });

test('more minutes give no less of anything, and more in the end', () => {
  for (const within of [house, retraining]) {
    const efforts = [1, 5, 15, 45, 60, 120, 300, 2000].map((minutes) => within(minutes));
    for (const [index, effort] of efforts.slice(1).entries())
      for (const [name, value] of Object.entries(effort))
        assert.ok(value >= efforts[index][name as keyof Effort], `${name} at ${index + 1}`);
  }
  assert.ok(house(2000).trainGigaMacs > house(1).trainGigaMacs);
  assert.ok(retraining(300).retrainGigaMacs > retraining(5).retrainGigaMacs);
});

test('what is fitted takes no longer than it may, and the next larger would', () => {
  for (const minutes of [20, 30, 60, 120]) {
    assert.ok(plannedSeconds(house(minutes), pace, ground) <= 0.35 * 60 * minutes, `house of ${minutes}`);
    const effort = retraining(minutes);
    const larger = { ...effort, retrainGigaMacs: effort.retrainGigaMacs * 1.1 };
    assert.ok(retrainingSeconds(effort, load) <= 60 * minutes, `retraining of ${minutes}`);
    assert.ok(retrainingSeconds(larger, load) > 0.9 * 60 * minutes, `more than ${minutes}`);
  }
});

test('the house of balanced and its retraining take as long as they were seen to on two cores', () => {
  const seconds = houseSeconds(effortPresets.balanced, pace, ground);
  assert.ok(Math.abs(seconds / 1165 - 1) < 0.1, `${seconds} s`);
  const steps = { segments: 32, segmentSteps: 128, sharesAnswers: true };
  const cycle = retrainingSeconds(effortPresets.balanced, { ...load, schedule: () => steps });
  // Seen before rates were tried, which takes one segment for each rate and target.
  const taken = segmentsOfHalvings(load.students, load.distinct, steps.segments);
  const untried = (cycle * (taken - 3 * load.students.length)) / taken;
  assert.ok(Math.abs(untried / 2880 - 1) < 0.1, `${untried} s`);
});

test('blocks that are solved quickly leave time for more of them', () => {
  const { whole } = ground.alternative.solving;
  const of = (drawn: SolvingPace): Effort => {
    const alternative = { ...ground.alternative, wholeCuts: 4, solving: { whole, drawn } };
    return houseWithin(60 * 10, ...asGiven({}), pace, { ...ground, alternative });
  };
  assert.ok(of({ ...whole, fixed: 0.3, sample: 0.001 }).prune > of(whole).prune);
});

test('a house that took less time than estimated grows, within its share of the time', () => {
  const [given, plan] = asGiven({ import: 3 });
  const seconds = 600;
  const first = houseWithin(seconds, given, plan, pace, ground);
  const planned = plannedSeconds(first, pace, ground);
  const after = (share: number) =>
    houseGrown({ seconds, taken: share * planned }, given, first, pace, ground);
  assert.is(after(1), undefined);
  const [half, quarter] = [after(0.5)!, after(0.25)!];
  assert.ok(quarter.prune > half.prune && half.prune > first.prune);
  assert.ok(0.5 * plannedSeconds(half, pace, ground) <= 0.35 * seconds);
  const counts = { prune: 0, shorten: 0, decompose: 0, wholeCuts: 0 };
  assert.equal({ ...half, ...counts }, { ...first, ...counts }, 'all else is the same, what was given too');
  const largest = { ...effortPresets.thorough, import: 3 };
  const most = { seconds: 1e6, taken: 1 };
  assert.is(
    houseGrown(most, given, largest, pace, ground),
    undefined,
    'no more than that of the largest preset',
  );
});

test('of further rungs, those that take the least are begun, as many as the share of a house has time for', () => {
  const graph = graphOf(1e9);
  const seconds = [8, 1, 4, 2];
  const rungs = seconds.map((each, index) => ({
    work: { solveSamples: 400, steps: 0, key: `${index}` } as FurtherRung['work'],
    from: graph,
    solving: { seconds: each, samples: 100 },
  }));
  const { fixed, sample } = ground.alternative.solving.drawn;
  const times = (fixed + 400 * sample) / (fixed + 100 * sample);
  const judged = 500 * ground.alternative.judgedSample;
  const effort = { ...effortPresets.balanced, qualitySamples: 500 };
  const among = (some: readonly FurtherRung[], processSeconds: number, taken = 0): string[] => {
    const time = { seconds: (taken + processSeconds / pace.workers) / 0.35, taken };
    return rungsWithin(time, some, effort, pace, ground, () => false).map(({ work }) => work.key);
  };
  const needed = (some: readonly number[]): number =>
    some.reduce((sum, each) => sum + times * each + judged, 0);
  assert.equal(among(rungs, needed(seconds) + 0.1), ['0', '1', '2', '3'], 'in their order');
  assert.equal(among(rungs, needed([1, 2, 4]) + 0.1), ['1', '2', '3']);
  assert.equal(among(rungs, needed([1, 2, 4]) + 0.1, 100), ['1', '2', '3'], 'after what was taken');
  assert.equal(among(rungs, needed([1, 2, 4]) - 0.1), ['1', '3']);
  assert.equal(among(rungs, 0), []);
  const trained = { ...rungs[0]!, work: { ...rungs[0]!.work, solveSamples: 0, steps: 13 } };
  // 13 steps of 64 samples of a billion, at 13 billion a second.
  assert.equal(among([trained], 64 + judged + 0.1), ['0']);
  assert.equal(among([trained], 64 + judged - 0.1), []);
});

test('few minutes make fewer alternatives, but some', () => {
  const few = house(1);
  for (const name of ['import', 'prune', 'shorten', 'decompose', 'subNetworks'] as const) {
    assert.ok(few[name] < effortPresets.quick[name], name);
    assert.ok(few[name] >= 1, name);
  }
});

test('no time is no retraining', () => {
  for (const minutes of [-5, 0, 0.01]) assert.is(retraining(minutes).retrainGigaMacs, 0);
});

test('numbers that are given stay', () => {
  const given = { trainGigaMacs: 7, retrainGigaMacs: 123, retrainEpochs: 3, import: 0 };
  for (const effort of [house(60, {}, given), retraining(60, {}, given), retraining(0, {}, given)])
    for (const [name, value] of Object.entries(given)) assert.is(effort[name as keyof Effort], value, name);
  assert.is.not(house(60, {}, given).steps, effortPresets.balanced.steps);
});

test('more students leave less for each', () => {
  const one = retraining(30, { students: [4], distinct: 4 });
  const three = retraining(30);
  assert.ok(one.retrainGigaMacs > three.retrainGigaMacs);
});

test('a faster machine and more workers allow more', () => {
  for (const more of [{ gigaMacsPerSecond: 52 }, { workers: 8 }])
    assert.ok(house(30, more).trainGigaMacs >= house(30).trainGigaMacs);
  assert.ok(retraining(30, timesAt(4 * SPEED)).retrainGigaMacs > retraining(30).retrainGigaMacs);
});

test('noise in the pace rarely changes multiply-accumulates', () => {
  const same = [25.4, 26, 26.6].map((speed) => retraining(60, timesAt(speed)).retrainGigaMacs);
  assert.ok(new Set(same).size <= 2, String(same));
  assert.equal([0.5, 1, 1.5, 2, 2.9, 1000].map(rootOfTwoPower), [0, 1, 1.41, 2, 2.83, 724]);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { heatsOf, lessonsOfRaces } from '../../../src/build/retrain/heats.js';

test('a course that is too short has no heats', () => {
  assert.equal(heatsOf(9), []);
  assert.equal(heatsOf(32), [2, 3]);
});

test('of n students all take the first heat, half of them the second, one the rest', () => {
  assert.is(lessonsOfRaces([1], 1, 32), 32);
  assert.is(lessonsOfRaces([4], 4, 32), 4 * 2 + 2 * 3 + 27);
  assert.is(lessonsOfRaces([5, 2], 7, 32), 5 * 2 + 3 * 3 + 27 + (2 * 2 + 3 + 27));
});

test('without heats each target has one student', () => {
  assert.is(lessonsOfRaces([5, 2], 7, 8), 16);
  assert.is(lessonsOfRaces([5, 2], 5, 8), 16);
});

test('students of several targets take the first heat once, and no student takes more than a course', () => {
  assert.is(lessonsOfRaces([4, 4], 6, 32), lessonsOfRaces([4, 4], 8, 32) - 2 * 2);
  assert.is(lessonsOfRaces([1, 1, 1], 1, 32), 32);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { halvingRungs, segmentsOfHalvings } from '../../../src/pipeline/retrain/halving-rungs.js';

test('a retraining that is too short has no rungs', () => {
  assert.equal(halvingRungs(9), []);
  assert.equal(halvingRungs(32), [2, 3]);
});

/** Of three rates, for one twentieth of the segments each. */
const TRIALS = 3 * 1;

test('of n students all take the first rung, half of them the second, one the rest', () => {
  assert.is(segmentsOfHalvings([1], 1, 32), TRIALS + 32);
  assert.is(segmentsOfHalvings([4], 4, 32), TRIALS + 4 * 2 + 2 * 3 + 27);
  assert.is(segmentsOfHalvings([5, 2], 7, 32), 2 * TRIALS + 5 * 2 + 3 * 3 + 27 + (2 * 2 + 3 + 27));
});

test('without rungs each target has one student', () => {
  assert.is(segmentsOfHalvings([5, 2], 7, 8), 16);
  assert.is(segmentsOfHalvings([5, 2], 5, 8), 16);
});

test('students of several targets take the first rung once, and no student takes more than a retraining', () => {
  assert.is(segmentsOfHalvings([4, 4], 6, 32), segmentsOfHalvings([4, 4], 8, 32) - 2 * 2);
  assert.is(segmentsOfHalvings([1, 1, 1], 1, 32), 3 * TRIALS + 32);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bestRate, trialSegments, untriedRate } from '../../../src/pipeline/retrain/learning-rate.js';

/** The rates that are tried where the best of all is `best`, and the one that is taken. */
async function tried(
  batch: number,
  best: number,
): Promise<{ readonly rates: number[]; readonly taken: number }> {
  const rates: number[] = [];
  const taken = await bestRate(batch, async (rate) => {
    rates.push(rate);
    return Math.abs(Math.log(rate / best));
  });
  return { rates, taken };
}

test('rates rise as long as that is better', async () => {
  assert.equal(await tried(64, 0.01), { rates: [0.01, 0.04], taken: 0.01 });
  assert.equal(await tried(64, 0.04), { rates: [0.01, 0.04, 0.16], taken: 0.04 });
  assert.equal(await tried(64, 10), { rates: [0.01, 0.04, 0.16], taken: 0.16 });
  assert.equal(await tried(256, 0.001), { rates: [0.01, 0.04], taken: 0.01 });
});

test('smaller batches begin lower', async () => {
  const { taken } = await tried(16, 0.0001);
  assert.is(taken, 0.005);
  assert.is(untriedRate(16), 0.0025);
  assert.is(untriedRate(128), 0.01);
});

test('a short retraining tries none', () => {
  assert.equal([0, 9, 10, 16, 39, 64].map(trialSegments), [0, 0, 1, 1, 1, 3]);
});

test.run();

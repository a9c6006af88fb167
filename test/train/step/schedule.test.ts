import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { warmupCosine } from '../../../src/train/step/schedule.js';

const schedule = { peak: 0.4, warmupSteps: 4, totalSteps: 12, floor: 0.1 };
const cases: Record<string, { step: number; rate: number }> = {
  'rises from the first step': { step: 1, rate: 0.1 },
  'rises linearly': { step: 2, rate: 0.2 },
  'reaches the peak at the end of the warm-up': { step: 4, rate: 0.4 },
  'is half way down in the middle': { step: 8, rate: 0.25 },
  'ends at the floor': { step: 12, rate: 0.1 },
  'stays at the floor': { step: 40, rate: 0.1 },
};

for (const [name, { step, rate }] of Object.entries(cases))
  test(`the rate ${name}`, () => {
    assert.ok(Math.abs(warmupCosine(schedule, step) - rate) < 1e-12);
  });

test('without warm-up and floor it starts at the peak and ends at 0', () => {
  const plain = { peak: 1, warmupSteps: 0, totalSteps: 10 };
  assert.ok(warmupCosine(plain, 1) > 0.97);
  assert.ok(Math.abs(warmupCosine(plain, 10)) < 1e-12);
});

test.run();

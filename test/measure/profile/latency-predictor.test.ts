import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviceProfile } from '../../../src/config/gen/profile-schema.js';
import { LatencyPredictor } from '../../../src/measure/profile/latency-predictor.js';
import { nonNegativeLeastSquares } from '../../../src/measure/profile/non-negative-least-squares.js';
import { rngOf } from '../../../src/random.js';
import { exampleProfile } from './example-profile.js';

const convolution = (from: number, to: number, kernel: number): string =>
  `Conv 1x${from}x16x16 * ${to}x${from}x${kernel}x${kernel} -> 1x${to}x16x16`;

/** What the networks below take: a price a multiply-accumulate, an operator, a run. */
function trueMs(operators: Readonly<Record<string, number>>): number {
  let ms = 0.05;
  for (const [signature, count] of Object.entries(operators)) {
    const [from, to, kernel] = [/Conv 1x(\d+)/, /\* (\d+)/, /x(\d+) ->/].map((part) =>
      Number(part.exec(signature)![1]),
    );
    ms += count * (0.01 + from * to * kernel ** 2 * 256 * 1e-7);
  }
  return ms;
}

/** A profile of chains of convolutions whose times are a sum over their operators, each off by up to `noise`. */
function chains(count: number, noise: number, students = false): DeviceProfile {
  const rng = rngOf(1, 'chains', count);
  const profile = exampleProfile();
  const teacher = { [convolution(16, 16, 3)]: 20 };
  const teacherName = `${'f'.repeat(20)}/n`;
  const teacherMs = trueMs(teacher);
  profile.comparisons = {
    [teacherName]: { [teacherName]: { ratio: 1, medianMs: teacherMs, referenceMs: teacherMs, runs: 60 } },
  };
  profile.structures = { [teacherName]: teacher };
  for (let index = 0; index < count; index++) {
    const operators: Record<string, number> = {};
    for (let layer = 0; layer < 3; layer++)
      operators[convolution(4 + rng.int(24), 4 + rng.int(24), 1 + 2 * rng.int(2))] = 1 + rng.int(4);
    const name = `${index.toString(16).padStart(20, '0')}${students ? '/n' : ''}`;
    const ratio = (trueMs(operators) / teacherMs) * (1 + noise * (2 * rng.next() - 1));
    const partsRatio = ratio * 1.2 * (1 + 0.02 * (rng.next() - 0.5));
    profile.structures[name] = operators;
    profile.comparisons[teacherName][name] = {
      ratio,
      medianMs: ratio * teacherMs,
      referenceMs: teacherMs,
      runs: 60,
      ...(students ? { partsRatio } : {}),
    };
  }
  return profile;
}

test('latencies that are a sum over operators are predicted for networks that were never seen', () => {
  const predictor = new LatencyPredictor(chains(40, 0));
  assert.is(predictor.error!.heldOut, 41);
  assert.ok(predictor.error!.error < 0.05, JSON.stringify(predictor.error));
  const unseen = { [convolution(10, 12, 3)]: 2, [convolution(12, 10, 1)]: 1 };
  assert.ok(Math.abs(predictor.ms(unseen) / trueMs(unseen) - 1) < 0.05);
});

test('the error that is told grows with what cannot be predicted', () => {
  const [calm, noisy] = [0, 0.5].map((noise) => new LatencyPredictor(chains(40, noise)).error!.error);
  assert.ok(noisy > 0.1 && noisy > 2 * calm, `${calm} ${noisy}`);
});

test('the same profile gives the same predictions', () => {
  const [one, two] = [0, 1].map(() => new LatencyPredictor(chains(30, 0.2)));
  assert.equal(one.error, two.error);
  const unseen = { [convolution(9, 9, 3)]: 1 };
  assert.is(one.ms(unseen), two.ms(unseen));
});

test('a few entries tell nothing', () => {
  assert.is(new LatencyPredictor(exampleProfile()).error, undefined);
});

test('students are predicted by their parts where that is nearer to those that were measured', () => {
  const byParts = new LatencyPredictor(chains(30, 0.4, true)).byParts(0.6)!;
  assert.ok(Math.abs(byParts.ratio - 0.5) < 0.02, `the sum of parts is a fifth too high: ${byParts.ratio}`);
  assert.ok(byParts.predicted.error < 0.02);
  assert.is(byParts.predicted.heldOut, 30);
  assert.is(new LatencyPredictor(chains(30, 0.4)).byParts(0.6), undefined, 'no student was measured');
});

for (const [name, rows, b, wanted] of [
  [
    'a solution that is not negative',
    [
      [1, 0],
      [0, 2],
      [1, 1],
    ],
    [3, 4, 5],
    [3, 2],
  ],
  [
    'a price that would be negative is none',
    [
      [1, 1],
      [1, 2],
      [1, 3],
    ],
    [3, 2, 1],
    [2, 0],
  ],
  [
    'an unknown that nothing tells of',
    [
      [1, 0],
      [2, 0],
    ],
    [2, 4],
    [2, 0],
  ],
] as const) {
  test(`least squares: ${name}`, () => {
    const found = nonNegativeLeastSquares(rows, b, 0);
    for (const [index, value] of wanted.entries())
      assert.ok(Math.abs(found[index] - value) < 1e-6, found.join());
  });
}

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  compareLatency,
  DEFAULT_LATENCY_OPTIONS,
  type LatencyOptions,
} from '../../src/measure/compare-latency.js';
import { rngOf } from '../../src/random.js';

const test = suite('latency comparison');

/** Two models on a machine whose time is made up. */
function machine(durationMs: (model: 'A' | 'B', nowMs: number) => number, preemptions = () => 0) {
  let now = 0;
  const order: string[] = [];
  const model = (name: 'A' | 'B') => async () => {
    order.push(name);
    now += durationMs(name, now);
  };
  const compare = (options: Partial<LatencyOptions> = {}) =>
    compareLatency(
      model('A'),
      model('B'),
      { ...DEFAULT_LATENCY_OPTIONS, ...options },
      {
        now: () => now,
        preemptions,
      },
    );
  return { compare, order, now: () => now };
}
const near = (value: number, expected: number, share: number) =>
  assert.ok(Math.abs(value / expected - 1) < share, `${value} is not ${expected}`);

test('constant times are found exactly, with the fewest timings', async () => {
  const { compare } = machine((name) => (name === 'A' ? 2 : 1));
  const result = await compare();
  assert.is(result.medianMs, 1);
  assert.is(result.referenceMs, 2);
  assert.is(result.ratio, 0.5);
  assert.is(result.runs, DEFAULT_LATENCY_OPTIONS.minTimings);
  assert.ok(result.converged);
});

test('a timing of a fast model covers many runs', async () => {
  const { compare } = machine(() => 0.02);
  const { medianMs, runs } = await compare();
  near(medianMs, 0.02, 1e-9);
  assert.ok(runs >= 15 * DEFAULT_LATENCY_OPTIONS.minTimings);
});

test('runs are in turn', async () => {
  const { compare, order } = machine(() => 1);
  await compare({ minTimings: 3, maxTimings: 3, warmUpRuns: 2 });
  assert.is(order.join(''), 'AAAA' + 'BBBB' + 'AABBBBAAAABB');
});

test('a slow model is warm after two timings, and needs no run before each', async () => {
  const { compare, order, now } = machine((name) => (name === 'A' ? 300 : 200));
  const { ratio } = await compare({ minTimings: 3, maxTimings: 3 });
  assert.is(order.join(''), 'AAA' + 'BBB' + 'ABBAAB');
  near(ratio, 2 / 3, 1e-9);
  assert.is(now(), 6 * 300 + 6 * 200);
});

test('drift that doubles every time cancels in the ratio', async () => {
  const { compare } = machine((name, now) => (name === 'A' ? 1 : 0.6) * (1 + now / 200));
  const { ratio, ratioLow, ratioHigh } = await compare({ interval: 0 });
  near(ratio, 0.6, 0.02);
  assert.ok(ratioHigh - ratioLow < 0.02);
});

test('interruptions of every tenth run do not move the medians', async () => {
  let runs = 0;
  const { compare } = machine((name) => (name === 'A' ? 1 : 0.5) + (runs++ % 10 === 0 ? 20 : 0));
  const result = await compare();
  near(result.medianMs, 0.5, 0.01);
  near(result.referenceMs, 1, 0.01);
});

test('a timing in which the process had to give way is taken again', async () => {
  let runs = 0;
  let preemptions = 0;
  const { compare } = machine(
    (name) => {
      const disturbed = runs++ % 3 === 0;
      if (disturbed) preemptions++;
      return (name === 'A' ? 1 : 0.5) + (disturbed ? 9 : 0);
    },
    () => preemptions,
  );
  const result = await compare();
  near(result.medianMs, 0.5, 0.001);
  near(result.highMs, 0.5, 0.001);
});

test('a machine that always disturbs is measured all the same', async () => {
  let preemptions = 0;
  const { compare } = machine(
    () => 1,
    () => preemptions++,
  );
  assert.is((await compare()).medianMs, 1);
});

test('noise is measured until the interval is narrow', async () => {
  const rng = rngOf(1, 'noise');
  const { compare } = machine(() => 1 + 0.2 * rng.next());
  const result = await compare({ interval: 0.03, maxSeconds: 60 });
  assert.ok(result.converged);
  assert.ok(result.runs > DEFAULT_LATENCY_OPTIONS.minTimings);
  assert.ok((result.highMs - result.lowMs) / result.medianMs < 0.03);
});

for (const [name, options] of [
  ['the count', { maxTimings: 50, maxSeconds: 1000 }],
  ['the time', { maxTimings: 1e6, maxSeconds: 0.5 }],
] as const)
  test(`a machine that is too noisy ends at the cap of ${name} and says so`, async () => {
    const rng = rngOf(1, 'noise');
    const { compare, now } = machine(() => Math.exp(2 * rng.normal()));
    const result = await compare({ ...options, interval: 0.001 });
    assert.not.ok(result.converged);
    assert.ok(result.lowMs <= result.medianMs && result.medianMs <= result.highMs);
    assert.ok(now() < 1000 * options.maxSeconds * 3.5);
  });

test('a very slow model still gets an interval', async () => {
  const { compare } = machine(() => 1000);
  const result = await compare({ maxSeconds: 1 });
  assert.is(result.lowMs, 1000);
  assert.is(result.runs, 6);
});

test.run();

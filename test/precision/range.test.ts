import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseRange } from '../../src/precision/int8/choose-range.js';
import { FloatHistogram } from '../../src/precision/int8/float-histogram.js';
import { uint8Scale } from '../../src/precision/int8/range.js';
import { rngOf } from '../../src/random.js';

const histogramOf = (values: Float32Array): FloatHistogram => {
  const histogram = new FloatHistogram();
  for (let at = 0; at < values.length; at += 1000) histogram.add(values.subarray(at, at + 1000));
  return histogram;
};

/** Mean squared error of values that are rounded to a range. */
function error(values: Float32Array, range: { readonly low: number; readonly high: number }): number {
  const { scale, zero } = uint8Scale(range);
  const rounded = (value: number): number =>
    scale * (Math.min(255, Math.max(0, Math.round(value / scale) + zero)) - zero);
  return values.reduce((sum, value) => sum + (value - rounded(value)) ** 2, 0) / values.length;
}

const rng = rngOf(1, 'ranges');
const normal = Float32Array.from({ length: 20_000 }, () => rng.normal());

const cases: Readonly<Record<string, Float32Array>> = {
  normal,
  'behind a Relu': normal.map((value) => Math.max(0, value)),
  'behind a Relu6': normal.map((value) => Math.min(6, Math.max(0, 3 * value))),
  'one value far away': normal.map((value, index) => (index === 77 ? 300 : value)),
  'one far away below': normal.map((value, index) => (index === 77 ? -300 : Math.abs(value))),
  small: normal.map((value) => 1e-6 * value),
  'nothing but 0': new Float32Array(2000),
  'nothing above 0': normal.map((value) => -Math.abs(value) - 1),
};

for (const [name, values] of Object.entries(cases)) {
  test(`range of ${name}: holds 0, lies inside, and errs no more than the whole`, () => {
    const range = chooseRange(histogramOf(values));
    const whole = { low: Math.min(0, ...values), high: Math.max(0, ...values) };
    assert.ok(range.low <= 0 && range.high >= 0);
    assert.ok(range.low >= whole.low && range.high <= whole.high);
    assert.ok(error(values, range) <= 1.05 * error(values, whole) + 1e-12);
  });
}

test('what is far away and rare is cut off as far as that errs less', () => {
  const values = cases['one value far away'];
  const range = chooseRange(histogramOf(values));
  assert.ok(range.high < 300);
  assert.ok(error(values, range) < error(values, { low: range.low, high: 300 }));
});

test('a range from 0 up has its zero point at 0, so that it clips as a Relu does', () => {
  assert.is(uint8Scale(chooseRange(histogramOf(cases['behind a Relu']))).zero, 0);
  assert.is(uint8Scale({ low: 0, high: 0 }).zero, 0);
});

test.run();

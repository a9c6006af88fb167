import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spreadValues } from '../../src/measure/output-values.js';

test('all values where there are few, those that are no finite numbers as null', () =>
  assert.equal(
    spreadValues([Float32Array.of(1, Number.NaN), BigInt64Array.of(3n), Float32Array.of(Infinity)], 10),
    [1, null, 3, null],
  ));

test('evenly spread over all outputs where there are more', () => {
  const counting = (from: number, count: number) =>
    Float32Array.from({ length: count }, (_, at) => from + at);
  const values = spreadValues([counting(0, 5), counting(5, 2), counting(7, 14)], 7);
  assert.equal(values, [0, 3, 6, 9, 12, 15, 18]);
  assert.is(spreadValues([counting(0, 100_000)], 2048).length, Math.ceil(100_000 / 49));
});

test('nothing of nothing', () => assert.equal(spreadValues([], 10), []));

test.run();

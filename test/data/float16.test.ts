import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FLOAT16_MAX, fromFloat16, toFloat16 } from '../../src/data/float16.js';

const test = suite('float16');

function numberOf(bits: number): number {
  const to = new Float32Array(1);
  fromFloat16(Uint16Array.of(bits), to);
  return to[0];
}
const bitsOf = (value: number): number => toFloat16(Float32Array.of(value))[0];

for (const [value, bits] of [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [FLOAT16_MAX, 0x7bff],
  [65519.99, 0x7bff],
  [65520, 0x7c00],
  [1e9, 0x7c00],
  [Number.NEGATIVE_INFINITY, 0xfc00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1.5 * 2 ** -24, 0x0002],
  [2.5 * 2 ** -24, 0x0002],
  [1023.7 * 2 ** -24, 0x0400],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [1 + 2 ** -11 + 2 ** -20, 0x3c01],
] as const) {
  test(`${Object.is(value, -0) ? '-0' : value} is 0x${bits.toString(16).padStart(4, '0')}`, () => {
    assert.is(bitsOf(value), bits);
  });
}

test('NaN stays NaN', () => {
  assert.ok(Number.isNaN(numberOf(bitsOf(Number.NaN))));
});

test('every finite float16 comes back as it was', () => {
  const bits = Uint16Array.from({ length: 0x10000 }, (_, index) => index).filter(
    (b) => (b & 0x7c00) !== 0x7c00,
  );
  const values = new Float32Array(bits.length);
  fromFloat16(bits, values);
  assert.equal(toFloat16(values), bits);
});

test('the result is the nearest float16', () => {
  const spacing = (value: number) => Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10));
  fc.assert(
    fc.property(fc.float({ min: Math.fround(-65504), max: Math.fround(65504), noNaN: true }), (value) => {
      assert.ok(Math.abs(numberOf(bitsOf(value)) - value) <= spacing(value) / 2);
    }),
  );
});

test('reads a view into a buffer, writes from an offset on', () => {
  const whole = Float32Array.of(9, 1, 2, 9);
  assert.equal([...toFloat16(whole.subarray(1, 3))], [0x3c00, 0x4000]);
  const to = new Float32Array(3);
  fromFloat16(Uint16Array.of(0x3c00), to, 2);
  assert.equal([...to], [0, 0, 1]);
});

test.run();

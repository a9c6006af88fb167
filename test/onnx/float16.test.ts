import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from '../../src/onnx/float16.js';

const values: readonly (readonly [number, number])[] = [
  [0x0000, 0],
  [0x8000, -0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0400, 2 ** -14],
  [0x0001, 2 ** -24],
  [0x83ff, -1023 * 2 ** -24],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
];

for (const [bits, value] of values) {
  test(`0x${bits.toString(16)} is ${value}`, () => {
    assert.ok(Object.is(float16ToFloat32(Uint16Array.of(bits))[0], Math.fround(value)));
    assert.is(float32ToFloat16(Float32Array.of(value))[0], bits);
  });
}

test('all 65,536 bit patterns come back, NaN as NaN', () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, index) => index);
  const back = float32ToFloat16(float16ToFloat32(bits));
  const isNaN16 = (half: number): boolean => (half & 0x7fff) > 0x7c00;
  const differing = [...bits].filter((half) => (isNaN16(half) ? !isNaN16(back[half]) : back[half] !== half));
  assert.equal(differing, []);
});

const roundings: readonly (readonly [string, number, number])[] = [
  ['half way goes to the even one below', 1 + 2 ** -11, 0x3c00],
  ['half way goes to the even one above', 1 + 3 * 2 ** -11, 0x3c02],
  ['a little over half way goes up', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
  ['the last value that is not infinite', 65519.99, 0x7bff],
  ['65520 rounds to infinity', 65520, 0x7c00],
  ['a negative number beyond the last goes to minus infinity', -1e9, 0xfc00],
  ['half of the smallest goes to zero', 2 ** -25, 0x0000],
  ['a subnormal half way goes to the even one above', 1.5 * 2 ** -24, 0x0002],
  ['a subnormal half way goes to the even one below', 2.5 * 2 ** -24, 0x0002],
  ['over half of the smallest goes to it', 2 ** -25 * 1.01, 0x0001],
  ['the largest subnormal rounds up to the smallest normal', 1023.6 * 2 ** -24, 0x0400],
];

for (const [name, value, bits] of roundings) {
  test(`rounding: ${name}`, () => assert.is(float32ToFloat16(Float32Array.of(value))[0], bits));
}

test('bfloat16 is the upper half of float32', () => {
  assert.equal(
    [...bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc000, 0x7f80))],
    [1, -2, Number.POSITIVE_INFINITY],
  );
});

test('the result is the nearest float16', () => {
  const spacing = (value: number) => Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10));
  fc.assert(
    fc.property(fc.float({ min: Math.fround(-65504), max: Math.fround(65504), noNaN: true }), (value) => {
      assert.ok(
        Math.abs(float16ToFloat32(float32ToFloat16(Float32Array.of(value)))[0] - value) <= spacing(value) / 2,
      );
    }),
  );
});

test('reads a view into a buffer, writes from an offset on', () => {
  const whole = Float32Array.of(9, 1, 2, 9);
  assert.equal([...float32ToFloat16(whole.subarray(1, 3))], [0x3c00, 0x4000]);
  const to = new Float32Array(3);
  float16ToFloat32(Uint16Array.of(0x3c00), to, 2);
  assert.equal([...to], [0, 0, 1]);
});

test.run();

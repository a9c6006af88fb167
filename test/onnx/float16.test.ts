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
  ['half of the smallest goes to zero', 2 ** -25, 0x0000],
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

test.run();

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { canonicalJson, keyOf } from '../../src/store/key.js';
import type { KeyPart } from '../../src/store/store.js';

const test = suite('key');

test('is a sha256 that stays the same from release to release', () => {
  assert.is(
    keyOf('train', 1, { seed: 1, name: 'a', list: [1, 2.5, null, true] }),
    '950dac152bfef383707f8d25af400adb14a05a58fcb987751c89855f8c724b31',
  );
});

test('does not depend on the order of names, at any depth', () => {
  assert.is(keyOf('s', 1, { a: { x: 1, y: [2] }, b: 3 }), keyOf('s', 1, { b: 3, a: { y: [2], x: 1 } }));
});

const base = { list: [1, 2], flag: true, name: '1' };
for (const [what, other] of [
  ['the order of a list', { ...base, list: [2, 1] }],
  ['a flag', { ...base, flag: false }],
  ['null for a value', { ...base, flag: null }],
  ['a number for its text', { ...base, name: 1 }],
  ['a new name', { ...base, more: 0 }],
  ['nesting', { ...base, list: [[1, 2]] }],
] as const) {
  test(`changes with ${what}`, () => {
    assert.is.not(keyOf('s', 1, base), keyOf('s', 1, other));
  });
}

test('changes with step and version', () => {
  assert.is.not(keyOf('s', 1, base), keyOf('t', 1, base));
  assert.is.not(keyOf('s', 1, base), keyOf('s', 2, base));
});

for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
  test(`refuses ${value} and says where it is`, () => {
    const parts = { deep: [1, { x: value as unknown as KeyPart }] };
    assert.throws(() => keyOf('s', 1, parts), /\$\[2\]\.deep\[1\]\.x/);
  });
}

test('canonical JSON is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(JSON.parse(canonicalJson(value as KeyPart)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.run();

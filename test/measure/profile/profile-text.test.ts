import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validate } from '../../../src/config/gen/profile-validator.js';
import { schemaErrors } from '../../../src/config/validator.js';
import type { DescribedFile } from '../../../src/measure/latencies.js';
import { profileOf } from '../../../src/measure/profile/profile-of.js';
import { profileText } from '../../../src/measure/profile/profile-text.js';
import { Records } from '../../../src/measure/profile/records.js';
import { exampleProfile } from './example-profile.js';

const environment = { runtime: 'onnxruntime-web/wasm', threads: 2 } as const;
const file = (digit: string): DescribedFile => ({
  model: () => 'not read',
  structure: digit.repeat(20),
  operators: () => ({ 'Relu 1x8 -> 1x8': 2, 'Conv 1x1x8x8 * 8x1x3x3 -> 1x8x8x8': 1 }),
});
const device = { description: 'a phone', identity: 'Phone 8, onnxruntime-web 1.30.0' };
const timing = { ratio: 0.5, medianMs: 1, referenceMs: 2, runs: 40 };

test('the text is valid, is the profile when read, and has a line for each comparison and operator', () => {
  const text = profileText(exampleProfile());
  const read: unknown = JSON.parse(text);
  assert.equal(read, exampleProfile());
  assert.equal(schemaErrors(validate, read), []);
  const lines = text.split('\n');
  assert.ok(
    lines.includes(
      '      "0000000000000000dddd": { "ratio": 0.25, "medianMs": 0.21, "referenceMs": 0.84, "runs": 40 }',
    ),
    text,
  );
  assert.ok(lines.includes('      "Conv 1x8x8x8 * 8x8x3x3 * 8 -> 1x8x8x8": 4'), text);
});

test('the order in which things were measured does not matter', () => {
  const texts = [
    ['a', 'b', 'c'],
    ['c', 'a', 'b'],
  ].map((order) => {
    const records = new Records();
    for (const digit of order) records.add(file('d'), file(digit), timing);
    return profileText(profileOf(records, environment, device));
  });
  assert.is(texts[0], texts[1]);
  assert.equal(schemaErrors(validate, JSON.parse(texts[0])), []);
});

test('what was measured anew replaces its entry, all others and the description are kept', () => {
  const first = new Records();
  for (const digit of ['a', 'b']) first.add(file('d'), file(digit), timing);
  const described = profileOf(first, environment, device);
  const before = { ...described, device: { ...described.device, description: 'the phone on my desk' } };
  const second = new Records();
  second.add(file('d'), file('b'), { ...timing, ratio: 0.6 });
  second.add(file('c'), { ...file('a'), partsRatio: 0.123456789 } as DescribedFile, timing);
  const after = profileOf(second, environment, device, before);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(20));
  assert.equal(after.comparisons, {
    [c]: { [a]: { ...timing, partsRatio: 0.12346 } },
    [d]: { [a]: timing, [b]: { ...timing, ratio: 0.6 } },
  });
  assert.equal(Object.keys(after.structures), [a, b, c, d]);
  assert.is(after.device.description, 'the phone on my desk');
});

test.run();

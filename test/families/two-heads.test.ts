import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('two outputs, with labels', async () => {
  const result = await buildFamily({ model: 'two-heads', data: 'labelled', quality: 'top1' });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

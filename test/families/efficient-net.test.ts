import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('EfficientNet style: swish', async () => {
  const result = await buildFamily({ model: 'efficient-net', data: 'unlabelled', quality: 'agreement' });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('MobileNetV3: squeeze-and-excitation, hard-swish, with labels', async () => {
  const result = await buildFamily({ model: 'mobile-net-v3', data: 'labelled', quality: 'top1' });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('MobileNetV2: inverted residuals, ReLU6', async () => {
  const result = await buildFamily({ model: 'mobile-net-v2', data: 'unlabelled', quality: 'agreement' });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

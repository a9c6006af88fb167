import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('plain VGG style, with labels', async () => {
  const result = await buildFamily({ model: 'vgg', data: 'labelled', quality: 'top1' });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

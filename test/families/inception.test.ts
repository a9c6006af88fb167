import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('Inception: branches', async () => {
  const result = await buildFamily({
    model: 'inception',
    data: 'unlabelled',
    quality: 'agreement',
    effort: { retrainGigaMacs: 14 },
  });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

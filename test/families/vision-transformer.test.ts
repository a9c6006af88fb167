import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

/** It loses more than others before it is retrained. */
const effort = { retrainGigaMacs: 40, shorten: 4 };

test('ViT: attention', async () => {
  const result = await buildFamily({
    model: 'vision-transformer',
    data: 'unlabelled',
    quality: 'agreement',
    effort,
  });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

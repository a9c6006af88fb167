import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

/** It loses more than others before it is retrained. */
const effort = {
  prune: 4,
  shorten: 3,
  samples: 384,
  steps: 12,
  qualitySamples: 300,
  retrainGigaMacs: 20,
  retrainEpochs: 4,
};

test('DenseNet: Concat, batch norm in front, with labels', async () => {
  const result = await buildFamily({ model: 'dense-net', data: 'labelled', quality: 'top1', effort });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

import { test } from 'uvu';
import { assertAgreement, assertFaster } from './assert-family.js';
import { buildFamily } from './build-family.js';

/** It loses more than others before it is retrained. */
const effort = { retrainGigaMacs: 10 };

test('ConvNeXt style: LayerNorm, GELU, 7x7 depthwise, with labels', async () => {
  const result = await buildFamily({ model: 'conv-next', data: 'labelled', quality: 'top1', effort });
  assertFaster(result);
  assertAgreement(result);
});

test.run();

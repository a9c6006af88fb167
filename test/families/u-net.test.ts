import { test } from 'uvu';
import { assertFaster, assertSmallError } from './assert-family.js';
import { buildFamily } from './build-family.js';

test('U-Net: Resize, ConvTranspose, skips; a map, no labels', async () => {
  const result = await buildFamily({ model: 'u-net', data: 'noisy', quality: 'mse' });
  assertFaster(result);
  assertSmallError(result);
});

test.run();

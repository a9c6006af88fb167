import { mkdirSync } from 'node:fs';
import sharp from 'sharp';
import { digits } from './fixtures/digits.js';

const out = '/tmp/w-tmp/docs/path/data';
for (const [set, { values, labels }] of Object.entries({ train: digits().train, val: digits().validation })) {
  const most = set === 'train' ? 4000 : 1000;
  for (let d = 0; d < 10; d++) mkdirSync(`${out}/${set}/${d}`, { recursive: true });
  for (let i = 0; i < Math.min(most, labels.length); i++)
    await sharp(Buffer.from(values.subarray(i * 784, (i + 1) * 784)), {
      raw: { width: 28, height: 28, channels: 1 },
    })
      .png()
      .toFile(`${out}/${set}/${labels[i]}/${i}.png`);
}

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { structureLatencies } from '../../../src/measure/profile/structure-latencies.js';
import { exampleProfile } from './example-profile.js';

const near = (found: number | undefined, wanted: number): void =>
  assert.ok(found !== undefined && Math.abs(found / wanted - 1) < 1e-9, `${found} is not ${wanted}`);

test('times follow the ratios from the teacher, whatever was measured of the parts at another moment', () => {
  const found = structureLatencies(exampleProfile());
  near(found.get('0000000000000000aaaa/n'), 2);
  near(found.get('0000000000000000bbbb/n'), 1.04);
  near(found.get('0000000000000000cccc'), 2 / 2.5);
  near(found.get('0000000000000000dddd'), (2 / 2.5) * 0.25);
  assert.is(found.size, 4);
});

test('a part that is the whole teacher takes its time', () => {
  const profile = exampleProfile();
  const timing = { ratio: 0.4, medianMs: 5, referenceMs: 12.5, runs: 40 };
  profile.comparisons['0000000000000000aaaa'] = { '0000000000000000eeee': timing };
  const found = structureLatencies(profile);
  near(found.get('0000000000000000aaaa'), 2);
  near(found.get('0000000000000000eeee'), 0.8);
});

test('what no ratio leads to has its own time', () => {
  const profile = exampleProfile();
  const timing = { ratio: 0.4, medianMs: 5, referenceMs: 12.5, runs: 40 };
  profile.comparisons['0000000000000000ffff'] = { '0000000000000000eeee': timing };
  const found = structureLatencies(profile);
  near(found.get('0000000000000000ffff'), 12.5);
  near(found.get('0000000000000000eeee'), 5);
});

test.run();

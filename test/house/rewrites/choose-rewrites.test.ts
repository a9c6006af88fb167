import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseRewrites } from '../../../src/house/rewrites/choose-rewrites.js';
import { ranks } from '../../../src/house/rewrites/ranks.js';
import type { Site } from '../../../src/house/rewrites/rewrite.js';

/** `[loss, work]` of each rewrite. */
const site = (tensor: string, work: number, ...options: readonly (readonly [number, number])[]): Site => ({
  tensor,
  work,
  rewrites: options.map(([loss, left]) => ({
    loss,
    work: left,
    apply: () => ({ removes: [], nodes: [], weights: [], values: [] }),
  })),
});

const sites = [
  site('easy', 100, [0.01, 50], [0.05, 25]),
  site('hard', 100, [0.3, 50], [0.6, 25]),
  site('small', 10, [0.001, 5]),
];
const chosen = (share: number, of = sites) =>
  chooseRewrites(of, 210, share).map(({ site: { tensor }, rewrite }) => `${tensor} ${rewrite.work}`);

const cases: readonly (readonly [number, readonly string[]])[] = [
  [1, []],
  [0.98, ['small 5']],
  [0.75, ['easy 50', 'small 5']],
  [0.65, ['easy 25', 'small 5']],
  [0.4, ['easy 25', 'hard 50', 'small 5']],
  [0.3, ['easy 25', 'hard 25', 'small 5']],
  [0.01, ['easy 25', 'hard 25', 'small 5']],
];
for (const [share, wanted] of cases)
  test(`${share} of the work: ${wanted.join(', ') || 'nothing changes'}`, () => {
    assert.equal(chosen(share), wanted);
  });

test('what loses everything is taken last, and what costs more never', () => {
  const other = [site('all', 200, [1, 10], [0.2, 100]), site('dearer', 10, [0, 20])];
  assert.equal(chosen(0.6, other), ['all 100']);
});

test('a lossless rewrite is taken whatever the share', () => {
  assert.equal(chosen(1, [site('free', 100, [0, 40])]), ['free 40']);
});

test('nothing to choose from', () => {
  assert.equal(chooseRewrites([], 100, 0.5), []);
  assert.equal(chooseRewrites([site('bare', 10)], 0, 0.5), []);
});

test('ranks are blocks of 8 where a layer is wide, and less than all', () => {
  for (const full of [64, 128, 576]) assert.ok(ranks(full).every((rank) => rank % 8 === 0 && rank < full));
  assert.ok(ranks(16).every((rank) => rank % 4 === 0 && rank < 16));
  assert.equal(ranks(2), [1]);
  assert.equal(ranks(1), []);
});

test.run();

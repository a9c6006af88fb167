import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { drawsOf, KIND_NAMES } from '../../src/config/kinds.js';

const effort = { import: 7, prune: 11, shorten: 5, decompose: 2000 };

test('the kinds that share a number draw as many as it says', () => {
  const sum = KIND_NAMES.reduce((total, name) => total + drawsOf(name, effort), 0);
  assert.is(sum, 7 + 11 + 5 + 2000);
});

test('each by its weight', () => {
  const draws = Object.fromEntries(KIND_NAMES.map((name) => [name, drawsOf(name, effort)]));
  assert.equal(draws, {
    member: 0,
    import: 7,
    prune: 11,
    shorten: 5,
    decompose: 800,
    lowRank: 200,
    separable: 400,
    shrink: 300,
    activation: 300,
  });
});

test.run();

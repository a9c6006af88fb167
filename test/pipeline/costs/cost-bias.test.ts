import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CostBias, NOISE } from '../../../src/pipeline/costs/cost-bias.js';

const costs = (latency: number, macs: number) => ({ latency, macs, size: 0, parameters: 0 });
const limits = [
  { metric: 'latency', limit: 10 },
  { metric: 'macs', limit: 100 },
] as const;

test('search is given limits with a margin for noise', () => {
  const [latency, macs] = new CostBias(limits).requirements();
  assert.equal(latency, { metric: 'latency', limit: 9.7 });
  assert.is(macs.limit, 97);
});

test('a student that costs more than predicted lowers the limit by the ratio', () => {
  const bias = new CostBias(limits);
  assert.is(bias.correct(costs(12, 50), costs(9.6, 50)), true);
  const [latency, macs] = bias.requirements();
  assert.ok(Math.abs(latency.limit - 9.7 / 1.25) < 1e-9);
  assert.is(macs.limit, 97, 'of the other metric nothing was learned');
});

test('a student just over its limit, as predicted, still lowers the limit', () => {
  const bias = new CostBias(limits);
  assert.is(bias.correct(costs(9.9, 50), costs(9.9, 50)), true);
  assert.ok(bias.requirements()[0].limit < 9.7);
});

test('a student with room to spare that costs less than predicted raises the limit', () => {
  const bias = new CostBias(limits);
  assert.is(bias.correct(costs(8, 100), costs(10, 100)), true);
  assert.ok(Math.abs(bias.requirements()[0].limit - 9.7 / 0.8) < 1e-9);
});

test('search that hopes lets latencies above the limit pass until one was measured', () => {
  const bias = new CostBias(limits, true);
  const [latency, macs] = bias.requirements();
  assert.ok(Math.abs(latency.limit - 9.7 / 0.85) < 1e-9);
  assert.is(macs.limit, 97, 'sums of multiply-accumulates are exact');
  assert.is(bias.correct(costs(11, 50), costs(11, 50)), true);
  assert.is(bias.requirements()[0].limit, 9.7);
});

test('what was measured whole is held to the limits whatever was learnt of sums', () => {
  const bias = new CostBias(limits);
  bias.correct(costs(12, 50), costs(9.6, 50));
  const [latency, macs] = bias.requirements();
  const { latency: asPredicted, macs: same } = bias.asPredicted(costs(9.7, 97));
  assert.ok(Math.abs(asPredicted - latency.limit) < 1e-9);
  assert.is(same, macs.limit);
});

test('a student near below its limits tells nothing new', () => {
  const bias = new CostBias(limits);
  assert.is(bias.correct(costs(9.6, 97), costs(9.6, 97)), false);
  assert.is(bias.requirements()[0].limit, 9.7);
});

test('a violation is the largest share over a limit, with the noise of latency', () => {
  const bias = new CostBias(limits);
  assert.is(bias.violationOf(costs(9.8, 98)), 0);
  assert.ok(Math.abs(bias.violationOf(costs(9.85 * 1.5, 110)) - 0.5) < 1e-9);
  assert.ok(bias.violationOf(costs(9.9, 98)) > 0);
  assert.is(bias.violationOf(costs(9.9, 98), NOISE.settled), 0, 'measured several times');
  assert.is(bias.violationOf(costs(9.8, 100)), 0, 'what is not measured has no noise');
});

test('a latency is in doubt where noise tells on which side of its limit it is', () => {
  const bias = new CostBias(limits);
  assert.equal(
    [9.8, 9.9, 10.1, 10.2].map((latency) => bias.isDoubtful(costs(latency, 98))),
    [false, true, true, false],
  );
  assert.is(bias.isDoubtful(costs(9.9, 101)), false, 'the other limit is broken for sure');
  assert.is(bias.isDoubtful(costs(9.8, 101)), false);
});

test('only a limit of latency makes latency count', () => {
  assert.is(new CostBias(limits).limitsLatency, true);
  assert.is(new CostBias(limits.slice(1)).limitsLatency, false);
});

test.run();

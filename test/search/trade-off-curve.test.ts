import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CostMetric } from '../../src/config/metrics.js';
import { rngOf } from '../../src/random.js';
import type { SearchProblem } from '../../src/search/problem.js';
import { type CurvePoint, tradeOffCurve } from '../../src/search/trade-off-curve.js';
import { bruteForce } from './brute-force.js';
import { type RandomProblemOptions, randomProblem } from './random-problem.js';

const cases: Record<string, Omit<RandomProblemOptions, 'candidates' | 'nodes'>> = {
  'no other requirement': { limits: {} },
  'a size kept': { limits: { size: 0.8 } },
  'interactions and a quality drop': { limits: {}, interacting: 0.5, maxQualityLoss: 0.03 },
};

for (const [name, options] of Object.entries(cases)) {
  test(`the curve is a part of the true front, both ends on it; with enough limits all of it: ${name}`, async () => {
    const problem = randomProblem(rngOf(2, 'curve'), { candidates: 9, nodes: 10, span: 0.4, ...options });
    const truth = trueFront(problem, 'latency');
    const whole = await tradeOffCurve(problem, 'latency', { limits: 60 });
    isRising(whole, 'latency');
    assert.equal(
      whole.map(({ qualityLoss }) => qualityLoss.toFixed(8)),
      truth.map(({ loss }) => loss.toFixed(8)),
    );
    for (const [at, { cost }] of truth.entries())
      assert.ok(Math.abs(cost - whole[at].predicted.latency) < 1e-5);
    const few = await tradeOffCurve(problem, 'latency', { limits: 5 });
    assert.ok(few.length <= 5 && few.length >= 2);
    assert.equal(
      [few[0].qualityLoss, few.at(-1)!.qualityLoss],
      [whole[0].qualityLoss, whole.at(-1)!.qualityLoss],
    );
    const losses = new Set(whole.map(({ qualityLoss }) => qualityLoss.toFixed(8)));
    for (const { qualityLoss, optimal, gap } of few)
      assert.equal([losses.has(qualityLoss.toFixed(8)), optimal, gap], [true, true, 0]);
  });
}

test('a requirement on the metric itself is not kept', async () => {
  const problem = randomProblem(rngOf(1, 'own'), { candidates: 8, nodes: 8, limits: {} });
  const bounded = { ...problem, requirements: [{ metric: 'macs', limit: 1 }] } as const;
  const options = { limits: 6 };
  assert.equal(await tradeOffCurve(bounded, 'macs', options), await tradeOffCurve(problem, 'macs', options));
});

test('nothing to replace: the teacher alone; requirements that nothing meets: no point', async () => {
  const problem = randomProblem(rngOf(1, 'none'), { candidates: 0, nodes: 8, limits: {} });
  const [only, ...others] = await tradeOffCurve(problem, 'latency');
  assert.equal([only.chosen, only.qualityLoss, only.predicted.latency], [[], 0, problem.teacher.latency]);
  assert.is(others.length, 0);
  const far = randomProblem(rngOf(1, 'far'), { candidates: 6, nodes: 8, limits: { size: 0.001 } });
  assert.equal(await tradeOffCurve(far, 'latency'), []);
});

test('an aborted signal ends it with its reason', async () => {
  const problem = randomProblem(rngOf(1, 'abort'), { candidates: 6, nodes: 8, limits: {} });
  const reason = new Error('enough');
  try {
    await tradeOffCurve(problem, 'latency', { signal: AbortSignal.abort(reason) });
    assert.unreachable();
  } catch (error) {
    assert.is(error, reason);
  }
});

function isRising(points: readonly CurvePoint[], metric: CostMetric): void {
  points.slice(1).forEach((point, at) => {
    assert.ok(point.predicted[metric] > points[at].predicted[metric]);
    assert.ok(point.qualityLoss < points[at].qualityLoss);
  });
}

function trueFront(problem: SearchProblem, metric: CostMetric): { cost: number; loss: number }[] {
  const deltas = new Map(problem.candidates.map(({ id, delta }) => [id, delta[metric]]));
  const points = bruteForce(problem, 0)
    .filter(({ violation }) => violation === 0)
    .map(({ ids, loss }) => ({
      cost: ids.reduce((sum, id) => sum + deltas.get(id)!, problem.teacher[metric]),
      loss,
    }))
    .sort((a, b) => a.cost - b.cost || a.loss - b.loss);
  const front: { cost: number; loss: number }[] = [];
  for (const point of points) {
    if (front.length === 0 || point.loss < front.at(-1)!.loss - 1e-9) front.push(point);
  }
  return front;
}

test.run();

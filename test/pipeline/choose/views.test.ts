import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lossIn, VIEWS, viewed } from '../../../src/pipeline/choose/views.js';
import type { SearchProblem } from '../../../src/search/problem.js';

const candidate = (id: string, macs: number, qualityLoss: number) => ({
  id,
  nodes: [id === 'a' ? 0 : 1],
  delta: { latency: 0, size: 0, parameters: 0, macs },
  qualityLoss,
});

const problem: SearchProblem = {
  candidates: [candidate('a', -50, 0.2), candidate('b', 10, 0.1)],
  teacher: { latency: 1, size: 1, parameters: 1, macs: 100 },
  requirements: [{ metric: 'macs', limit: 60 }],
  interactions: [{ ids: ['a', 'b'], loss: 0.04 }],
};

test('the first view is the problem as it is', () => {
  const [{ lasting, capacity }] = VIEWS;
  assert.equal({ lasting, capacity }, { lasting: 1, capacity: 0 });
  assert.equal(viewed(problem, VIEWS[0], 1), problem);
});

test('a view in which losses come back counts what is left of the network', () => {
  const { candidates, interactions } = viewed(problem, { lasting: 0.5, capacity: 0.1 }, 1);
  assert.ok(Math.abs(candidates[0].qualityLoss - (0.5 * 0.2 + 0.1 * 0.5)) < 1e-12);
  assert.ok(Math.abs(candidates[1].qualityLoss - 0.05) < 1e-12, 'more work than before is no gain');
  assert.equal(interactions, [{ ids: ['a', 'b'], loss: 0.02 }]);
});

test('what counts as a point of loss scales what is expected of the network that is left', () => {
  const [first] = viewed(problem, { lasting: 0.5, capacity: 0.1 }, 0.01).candidates;
  assert.ok(Math.abs(first.qualityLoss - (0.5 * 0.2 + 0.001 * 0.5)) < 1e-12);
});

test('a whole student counts as its candidates do', () => {
  assert.is(lossIn({ lasting: 0.5, capacity: 0.1 }, 0.2, 50, 100), 0.5 * 0.2 + 0.1 * 0.5);
});

test.run();

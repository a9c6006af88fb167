import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CostMetric } from '../../src/config/metrics.js';
import { dominated } from '../../src/search/dominated.js';
import type { Candidate } from '../../src/search/problem.js';

const candidate = (
  id: string,
  nodes: readonly number[],
  delta: Partial<Record<CostMetric, number>>,
  qualityLoss: number,
): Candidate => ({
  id,
  nodes,
  delta: { latency: 0, size: 0, parameters: 0, macs: 0, ...delta },
  qualityLoss,
});

interface Case {
  readonly name: string;
  readonly candidates: readonly Candidate[];
  readonly metrics: readonly CostMetric[];
  readonly noise?: number;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'slower and worse is dominated, slower and better is not',
    candidates: [
      candidate('a', [1, 2], { latency: -3 }, 0.1),
      candidate('b', [1, 2], { latency: -2 }, 0.2),
      candidate('c', [1, 2], { latency: -1 }, 0.05),
    ],
    metrics: ['latency'],
    expected: ['b'],
  },
  {
    name: 'every limited cost counts, the others do not',
    candidates: [
      candidate('a', [1], { latency: -3, size: -1, macs: 5 }, 0.1),
      candidate('b', [1], { latency: -2, size: -2 }, 0.2),
      candidate('c', [1], { latency: -2, size: -1, macs: -9 }, 0.2),
    ],
    metrics: ['latency', 'size'],
    expected: ['c'],
  },
  {
    name: 'one for a part of the nodes dominates, one for other nodes does not',
    candidates: [
      candidate('part', [2], { macs: -5 }, 0.1),
      candidate('whole', [1, 2, 3], { macs: -4 }, 0.2),
      candidate('elsewhere', [3, 4], { macs: -1 }, 0.9),
    ],
    metrics: ['macs'],
    expected: ['whole'],
  },
  {
    name: 'two that are the same stay both',
    candidates: [candidate('a', [1], { macs: -1 }, 0.1), candidate('b', [1], { macs: -1 }, 0.1)],
    metrics: ['macs'],
    expected: [],
  },
  {
    name: 'what costs no less than the original is dominated by it',
    candidates: [candidate('a', [1], { latency: 1, macs: -7 }, 0), candidate('b', [1], { latency: 0 }, 0)],
    metrics: ['latency'],
    expected: ['a', 'b'],
  },
  {
    name: 'a loss that is lower within the noise does not dominate',
    candidates: [
      candidate('a', [1], { macs: -3 }, 0.099),
      candidate('b', [1], { macs: -2 }, 0.1),
      candidate('c', [1], { macs: -2 }, 0.2),
    ],
    metrics: ['macs'],
    noise: 0.05,
    expected: ['c'],
  },
];

for (const { name, candidates, metrics, noise, expected } of cases) {
  test(name, () => {
    assert.equal([...dominated(candidates, metrics, noise)].sort(), expected);
    assert.equal([...dominated([...candidates].reverse(), metrics, noise)].sort(), expected);
  });
}

test.run();

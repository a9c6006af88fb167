import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fittingWidths } from '../../../src/pipeline/choose/fitting-widths.js';
import type { Costs } from '../../../src/pipeline/costs/limits.js';
import type { NormalMember } from '../../../src/pipeline/inputs/members.js';
import type { TrainedAlternative } from '../../../src/pipeline/trained-alternative.js';
import type { Candidate } from '../../../src/search/problem.js';

const NODES = ['a', 'b', 'c'];
const teacher = { name: 'teacher.onnx', graph: { nodes: NODES } } as unknown as NormalMember;
const teacherCosts: Costs = { latency: 10, size: 1000, parameters: 100, macs: 1e6 };

interface Cut {
  readonly width?: number;
  readonly latency: number;
  readonly size?: number;
  readonly member?: string;
  readonly kind?: string;
  readonly nodes?: readonly string[];
}

/** Cuts with what each costs, latency in ms. */
function house(cuts: readonly Cut[]) {
  const alternatives = cuts.map(
    ({ width, member = 'teacher.onnx', kind = 'prune', nodes = NODES }, index) => ({
      alternative: { id: `${index}`, kind, member, width, replaces: { from: 'a', to: 'c', nodes } },
    }),
  ) as unknown as TrainedAlternative[];
  const candidates = cuts.map(
    ({ latency, size = 0 }, index): Candidate => ({
      id: `${index}`,
      nodes: [],
      delta: { latency: latency - 10, size: size - 1000, parameters: 0, macs: 0 },
      qualityLoss: 0,
    }),
  );
  return { alternatives, candidates };
}

const widthsOf = (
  cuts: readonly Cut[],
  limits: readonly { readonly metric: 'latency' | 'size'; readonly limit: number }[] = [
    { metric: 'latency', limit: 4 },
  ],
) => {
  const { alternatives, candidates } = house(cuts);
  return fittingWidths({ teacher, alternatives }, candidates, teacherCosts, limits);
};

test('between two widths, where latency comes to nearly the limit', () => {
  // 2.8 + (0.975 x 4 - 2.8) / (5 - 2.8) of the way from 0.35 to 0.65.
  const cuts = [
    { width: 0.65, latency: 5 },
    { width: 0.35, latency: 2.8 },
    { width: 0.85, latency: 8 },
  ];
  assert.equal(widthsOf(cuts), [{ member: 'teacher.onnx', width: 0.5 }]);
});

test('between the widest cut that holds and the member as it is', () => {
  assert.equal(widthsOf([{ width: 0.5, latency: 3 }]), [{ member: 'teacher.onnx', width: 0.56 }]);
});

test('below the narrowest, by the power that the two narrowest follow', () => {
  // Quadratic: 5 at 0.5, so 3.9 at 0.5 sqrt(3.9 / 5).
  const cuts = [
    { width: 1 / 2, latency: 5 },
    { width: Math.SQRT1_2, latency: 10 },
  ];
  assert.equal(widthsOf(cuts), [{ member: 'teacher.onnx', width: 0.44 }]);
});

test('of several limits the hardest counts', () => {
  const cuts = [
    { width: 0.35, latency: 1, size: 200 },
    { width: 0.65, latency: 2, size: 500 },
  ];
  const limits = [
    { metric: 'latency', limit: 4 },
    { metric: 'size', limit: 300 },
  ] as const;
  assert.equal(widthsOf(cuts, limits), [{ member: 'teacher.onnx', width: 0.44 }]);
});

test('members of the pool get widths of their own, between their cuts and themselves', () => {
  const cuts = [
    { width: 0.5, latency: 3.9 },
    { width: 0.5, latency: 2, member: 'other.onnx' },
    { kind: 'member', latency: 6, member: 'other.onnx' },
  ];
  assert.equal(widthsOf(cuts), [{ member: 'other.onnx', width: 0.74 }]);
});

for (const [name, cuts] of [
  ['one that is near enough is there', [{ width: 0.5, latency: 3.8 }]],
  [
    'the nearest is as good as there',
    [
      { width: 0.49, latency: 3.71 },
      { width: 0.51, latency: 4.1 },
    ],
  ],
  ['no width is there', [{ latency: 3 }]],
  ['a width of a part is there', [{ width: 0.5, latency: 3, nodes: ['a'] }]],
  [
    'narrower is no faster',
    [
      { width: 0.35, latency: 9 },
      { width: 0.5, latency: 8 },
    ],
  ],
  [
    'it would be too narrow to be of use',
    [
      { width: 0.35, latency: 9.8 },
      { width: 0.5, latency: 9.9 },
    ],
  ],
] as const)
  test(`none where ${name}`, () => assert.equal(widthsOf(cuts), []));

test('none where all hold the limits', () => {
  const cuts = [{ width: 0.5, latency: 3 }];
  assert.equal(widthsOf(cuts, [{ metric: 'latency', limit: 11 }]), []);
});

test.run();

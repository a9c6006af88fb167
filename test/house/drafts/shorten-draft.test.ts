import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { draftOf } from '../../../src/house/drafts/draft.js';
import { shapeKeepingParts } from '../../../src/house/drafts/shape-keeping-parts.js';
import { shortenDraft } from '../../../src/house/drafts/shorten-draft.js';
import { solveSteps } from '../../../src/house/drafts/solve-steps.js';
import { Network, residualNetwork } from '../../support/network.js';
import { memberOf, subNetwork } from '../members.js';
import { runGraph } from '../run-graph.js';

const teacher = memberOf('teacher.onnx', residualNetwork(4, 4));
const names = (graph: Parameters<typeof shapeKeepingParts>[0], inputKind?: string) =>
  shapeKeepingParts(graph, inputKind).map(({ from, to }) => `${from}>${to}`);

function shorten(from: string, to: string, gone: readonly number[]) {
  const draft = draftOf(teacher, subNetwork(teacher, from, to));
  const parts = shapeKeepingParts(draft.graph, 'Relu');
  return shortenDraft(
    draft,
    parts.filter((_, index) => gone.includes(index)),
  );
}
const steps = (draft: ReturnType<typeof shorten>) =>
  solveSteps(draft!).map(({ layer, at, reference }) => `${layer} at ${at} for ${reference.tensor}`);

test('parts of a residual network are its blocks, those that change the shape aside', () => {
  assert.equal(names(residualNetwork(2, 4)), ['relu>s0b0', 's0b0>s0b1', 's1b0s>s1b1s', 's2b0s>s2b1s']);
});

test('parts of a chain are convolutions with their activation', () => {
  const net = new Network([1, 3, 6, 6]);
  let at = net.input;
  for (const index of [0, 1, 2, 3]) at = net.relu(net.conv(at, `c${index}`, index < 3 ? 4 : 8), `r${index}`);
  assert.equal(names(net.graph(at)), ['c0>c1', 'c1>c2']);
});

test('a stretch starts with a whole block when what is in front of it is known', () => {
  const draft = draftOf(teacher, subNetwork(teacher, 'relu', 's0b1'));
  assert.equal(names(draft.graph, 'Relu'), ['relu>s0b0', 's0b0>s0b1']);
});

test('of four blocks two stay: each covers the block behind it', () => {
  assert.equal(steps(shorten('relu', 's0b3', [1, 3])), [
    's0b0c at s0b0s for s0b1s',
    's0b2c at s0b2s for s0b3s',
  ]);
});

test('blocks left out in front are covered by the first that stays', () => {
  assert.equal(steps(shorten('relu', 's0b3', [0, 1])), [
    's0b2c at s0b2s for s0b2s',
    's0b3c at s0b3s for s0b3s',
  ]);
});

test('what is in front of a gap takes over, what is behind corrects the drift', () => {
  assert.equal(steps(shorten('image', 's1b0', [0, 1, 2, 3])), [
    'stem at stem for s0b3s',
    's1b0c at s1b0s for s1b0s',
  ]);
});

test('nothing in front of the first gap is touched', () => {
  assert.equal(steps(shorten('relu', 's0b3', [2])), ['s0b1c at s0b1s for s0b2s', 's0b3c at s0b3s for s0b3s']);
});

test('leaving everything out is no alternative', () => {
  assert.is(shorten('relu', 's0b3', [0, 1, 2, 3]), undefined);
});

test('a shortened network computes what the blocks that stay compute one after another', async () => {
  const short = shorten('relu', 's0b3', [1, 2])!;
  const net = residualNetwork(2, 4);
  // The weights of blocks 0 and 3 in a network that has only two.
  const initializers = new Map(net.initializers);
  for (const [own, other] of [
    ['s0b0', 's0b0'],
    ['s0b1', 's0b3'],
  ])
    for (const weight of ['a.w', 'a.b', 'c.w', 'c.b'])
      initializers.set(own + weight, teacher.graph.initializers.get(other + weight)!);
  const two = memberOf('two.onnx', { ...net, initializers });
  const wanted = await runGraph(draftOf(two, subNetwork(two, 'relu', 's0b1')).graph);
  assert.equal((await runGraph(short.graph))[short.graph.outputs[0].name], wanted.s0b1);
});

test.run();

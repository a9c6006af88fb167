import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { donorsOf } from '../../../src/house/donors.js';
import { importedDraft } from '../../../src/house/drafts/imported.js';
import { solveSteps } from '../../../src/house/drafts/solve-steps.js';
import { alternativeOf } from '../../../src/house/kinds/placed-draft.js';
import { replace } from '../../../src/onnx/replace.js';
import { sizeOf } from '../../../src/onnx/tensor.js';
import { Network, residualNetwork } from '../../support/network.js';
import { memberOf, subNetwork } from '../members.js';
import { distance, runGraph } from '../run-graph.js';

const teacher = memberOf('teacher.onnx', residualNetwork(2, 8));
const wide = memberOf('wide.onnx', residualNetwork(2, 12, 2));
const twin = memberOf('twin.onnx', teacher.graph);

async function student(
  member: typeof wide,
  ends: [string, string],
  donorEnds: [string, string],
  fit: 'adapted' | 'selected',
) {
  const place = subNetwork(teacher, ...ends);
  const draft = importedDraft(teacher, place, member, subNetwork(member, ...donorEnds), fit)!;
  const { graph } = alternativeOf('import', 'id', { label: '', place, draft });
  return replace(teacher.graph, [{ subNetwork: place, graph }]);
}

test('adapters start as identities: the own block of a twin changes nothing', async () => {
  const own = await runGraph(await student(twin, ['relu', 's0b1'], ['relu', 's0b1'], 'adapted'));
  assert.ok(distance(own.logits, (await runGraph(teacher.graph)).logits) < 1e-5);
});

test('a donor of the right width comes as it is', async () => {
  const own = await runGraph(await student(twin, ['s0b1', 's1b1'], ['s0b1', 's1b1'], 'selected'));
  assert.equal(own.logits, (await runGraph(teacher.graph)).logits);
});

test('adapters are solved for the donor in front and for the teacher behind, blocks for the donor', () => {
  const place = subNetwork(teacher, 'relu', 's0b1');
  const draft = importedDraft(teacher, place, wide, subNetwork(wide, 'relu', 's0b0'), 'adapted')!;
  const { graph, solve } = alternativeOf('import', 'id', { label: '', place, draft });
  assert.equal(
    solve.map(({ at, reference }) => [at, `${reference.member}:${reference.tensor}`]),
    [
      [graph.nodes[0].outputs[0], 'wide.onnx:relu'],
      ['s0b0s', 'wide.onnx:s0b0s'],
      ['adapted', 'teacher.onnx:s0b1'],
    ],
  );
  assert.equal(graph.nodes.at(-1)!.opType, 'Relu');
  assert.equal(graph.nodes[0].inputs.length, 2, 'no bias in front');
  assert.equal(graph.nodes.at(-2)!.inputs.length, 3, 'bias behind');
});

test('an activation function that would keep the adapter from being folded is left out', () => {
  const net = new Network([1, 3, 12, 12], 5);
  const first = net.relu(net.conv(net.input, 'c0', 12), 'r0');
  const chain = memberOf('chain.onnx', net.graph(net.relu(net.conv(first, 'c1', 12), 'r1')));
  const place = subNetwork(teacher, 'relu', 's0b0');
  const draft = importedDraft(teacher, place, chain, subNetwork(chain, 'r0', 'r1'), 'adapted')!;
  assert.equal(
    draft.graph.nodes.map(({ opType }) => opType),
    ['Conv', 'Conv', 'Conv', 'Relu'],
  );
});

for (const [shape, operator] of [
  [[1, 6], 'Gemm'],
  [[1, 5, 6], 'MatMul'],
] as const)
  test(`adapters of vectors are ${operator} layers, and run`, async () => {
    const dense = (widths: readonly number[], seed: number) => {
      const net = new Network(shape, seed);
      let at = net.input;
      for (const [index, width] of widths.entries()) {
        const dims = [...shape.slice(0, -1), width];
        const linear =
          operator === 'Gemm'
            ? net.gemm(at, `l${index}`, width)
            : net.node(
                'MatMul',
                [at, net.weight(`w${index}`, [net.dims(at).at(-1)!, width])],
                `l${index}`,
                dims,
              );
        at = index === widths.length - 1 ? linear : net.relu(linear, `r${index}`);
      }
      return net.graph(at);
    };
    const [own, other] = [memberOf('own', dense([8, 8, 8, 4], 1)), memberOf('other', dense([5, 5, 5, 4], 2))];
    const place = subNetwork(own, 'r0', 'r2');
    const draft = importedDraft(own, place, other, subNetwork(other, 'r0', 'r2'), 'adapted')!;
    const { graph, solve } = alternativeOf('import', 'id', { label: '', place, draft });
    const kinds = graph.nodes.map(({ opType }) => opType);
    assert.equal(kinds, [operator, operator, 'Relu', operator, 'Relu', operator, 'Relu']);
    assert.is(solve.length, 4);
    const { l3 } = await runGraph(replace(own.graph, [{ subNetwork: place, graph }]), 2);
    assert.is(l3.length, 2 * sizeOf(shape.slice(1, -1)) * 4);
  });

test('a wider donor gives its strongest channels, and its first and last layer are solved', () => {
  const place = subNetwork(teacher, 'relu', 's0b0');
  const draft = importedDraft(teacher, place, wide, subNetwork(wide, 'relu', 's0b0'), 'selected')!;
  assert.equal(draft.graph.inputs[0].dims, [1, 8, 12, 12]);
  assert.equal(draft.graph.outputs[0].dims, [1, 8, 12, 12]);
  assert.equal(
    solveSteps(draft).map(({ layer, at, reference }) => [
      layer,
      at,
      `${reference.member}:${reference.tensor}`,
    ]),
    [
      ['s0b0a', 's0b0a', 'wide.onnx:s0b0a'],
      ['s0b0c', 's0b0s', 'teacher.onnx:s0b0s'],
    ],
  );
});

test('a narrower donor cannot give channels', () => {
  const place = subNetwork(wide, 'relu', 's0b0');
  assert.is(importedDraft(wide, place, teacher, subNetwork(teacher, 'relu', 's0b0'), 'selected'), undefined);
});

test('ends that are coupled through a shortcut cannot have different widths', () => {
  const net = new Network([1, 3, 12, 12], 5);
  const first = net.relu(net.conv(net.input, 'c0', 8), 'r0');
  const other = memberOf('other.onnx', net.graph(net.relu(net.conv(first, 'c1', 6), 'r1')));
  const place = subNetwork(other, 'r0', 'r1');
  assert.is(importedDraft(other, place, wide, subNetwork(wide, 'relu', 's0b0'), 'selected'), undefined);
});

test('at the logits nothing is adapted, and the last layer is solved for the teacher', () => {
  const place = subNetwork(teacher, 's2b0', 'logits');
  const draft = importedDraft(teacher, place, wide, subNetwork(wide, 's2b1', 'logits'), 'adapted')!;
  assert.equal(
    solveSteps(draft).map(({ layer, reference }) => [layer, `${reference.member}:${reference.tensor}`]),
    [
      ['s2b1', 'wide.onnx:s2b1'],
      ['logits', 'teacher.onnx:logits'],
    ],
  );
});

test('donors fit by spatial size at both ends and by their last operation', () => {
  const donors = donorsOf(teacher, wide);
  const fitting = (from: string, to: string) =>
    donors.fitting(subNetwork(teacher, from, to)).map(({ sub }) => `${sub.from}>${sub.to}`);
  const starts = ['relu', 's0b0', 's0b1'];
  const expected = [...starts.flatMap((from) => [`${from}>s1b0`, `${from}>s1b1`]), 's0b1>s1b0b'];
  assert.equal(fitting('s0b1', 's1b0').sort(), expected.sort());
  assert.ok(fitting('image', 's0b0').every((name) => name.startsWith('image>')));
  assert.ok(fitting('s2b0', 'logits').every((name) => name.endsWith('>logits')));
  assert.equal(fitting('s2b1', 'pooled'), []);
});

test('the donor that lies where the place lies is the nearest', () => {
  const fitting = donorsOf(teacher, wide).fitting(subNetwork(teacher, 's0b0', 's1b0'));
  const [nearest] = [...fitting].sort((left, right) => left.distance - right.distance);
  assert.equal([nearest.sub.from, nearest.sub.to], ['s0b0', 's1b0']);
  assert.ok(nearest.distance < 0.1);
});

test.run();

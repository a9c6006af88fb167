import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { roundedWidth } from '../../../src/house/channels/rounded-width.js';
import { draftOf } from '../../../src/house/drafts/draft.js';
import { pruneDraft } from '../../../src/house/drafts/prune-draft.js';
import { solveSteps } from '../../../src/house/drafts/solve-steps.js';
import { Network, residualNetwork } from '../../support/network.js';
import { memberOf, subNetwork } from '../members.js';

const teacher = memberOf('teacher.onnx', residualNetwork(2, 8));
const whole = draftOf(teacher, subNetwork(teacher, 'image', 'logits'));
const inner = (factor: number) => ({ factor, by: 'norm', scope: 'inner', slope: 0 }) as const;

const widths: [number, number, number][] = [
  [8, 0.5, 4],
  [7, 0.5, 4],
  [16, 0.6, 8],
  [16, 0.65, 12],
  [16, 0.99, 12],
  [64, 0.5, 32],
  [64, 0.9, 56],
  [100, 0.5, 48],
  [3, 0.1, 1],
  [2, 0.9, 1],
  [1, 0.1, 1],
  [64, 0.01, 8],
  [64, 1, 64],
];
for (const [size, factor, expected] of widths)
  test(`${factor} of ${size} channels are ${expected}`, () => {
    assert.is(roundedWidth(size, factor), expected);
  });

test('width 1 takes nothing out', () => {
  assert.is(pruneDraft(whole, inner(1)), undefined);
});

test('inner pruning halves what is inside blocks and keeps the width of stages', () => {
  const { graph } = pruneDraft(whole, inner(0.5))!;
  const width = (tensor: string) => graph.values.get(tensor)!.dims[1];
  assert.equal(['s0b0a', 's0b0b', 's1b0b', 's2b1b'].map(width), [4, 4, 8, 16]);
  assert.equal(['relu', 's0b0', 's1b0', 's2b1', 'flat', 'logits'].map(width), [8, 8, 16, 32, 32, 10]);
});

test('with a slope the last layers keep more than the first', () => {
  const { graph } = pruneDraft(whole, { factor: 0.5, by: 'norm', scope: 'inner', slope: 0.25 })!;
  const width = (tensor: string) =>
    graph.values.get(tensor)!.dims[1] / teacher.graph.values.get(tensor)!.dims[1];
  assert.equal(
    ['s0b0b', 's0b1b', 's1b0b', 's1b1b', 's2b0b', 's2b1b'].map(width),
    [0.25, 0.375, 0.5, 0.5, 0.625, 0.625],
  );
});

test('pruning everything narrows stages too, but not the ends', () => {
  const { graph } = pruneDraft(whole, { factor: 0.5, by: 'norm', scope: 'all', slope: 0 })!;
  const width = (tensor: string) => graph.values.get(tensor)!.dims[1];
  assert.equal(
    ['image', 'relu', 's0b0', 's1b0', 's2b1', 'flat', 'logits'].map(width),
    [3, 4, 4, 8, 16, 16, 10],
  );
});

test('the second convolution of every block is solved at the sum, in order', () => {
  const steps = solveSteps(pruneDraft(whole, inner(0.5))!);
  const names = ['s0b0', 's0b1', 's1b0', 's1b1', 's2b0', 's2b1'];
  assert.equal(
    steps,
    names.map((name) => ({
      layer: `${name}c`,
      at: `${name}s`,
      reference: { member: 'teacher.onnx', tensor: `${name}s` },
    })),
  );
});

test('channels of a step are those that stay of the original, also when pruned twice', () => {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 8), 'ar');
  const b = net.relu(net.conv(a, 'b', 8), 'br');
  const member = memberOf('chain.onnx', net.graph(net.conv(b, 'y', 4)));
  const draft = draftOf(member, subNetwork(member, 'image', 'y'));
  const weightOf = (from: typeof draft, channel: number) => {
    const node = from.graph.nodes.find(({ outputs }) => outputs[0] === 'b')!;
    const { data, dims } = from.graph.initializers.get(node.inputs[2])!;
    assert.is(dims[0], from.graph.values.get('b')!.dims[1]);
    return data[channel];
  };
  let pruned = draft;
  for (const factor of [0.75, 0.7]) {
    pruned = pruneDraft(pruned, inner(factor))!;
    const step = solveSteps(pruned).find(({ layer }) => layer === 'b')!;
    assert.is(step.channels!.length, pruned.graph.values.get('b')!.dims[1]);
    step.channels!.forEach((channel, index) => {
      assert.is(weightOf(pruned, index), weightOf(draft, channel));
    });
    const means = pruned.means.get('br')!;
    step.channels!.forEach((channel, index) => {
      assert.is(means[index], draft.means.get('br')![channel]);
    });
  }
  assert.is(pruned.graph.values.get('b')!.dims[1], 4);
});

test('the weakest channels go: by the norm of the weights that make them', () => {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 4), 'ar');
  const graph = net.graph(net.conv(a, 'y', 4));
  const data = graph.initializers.get('a.w')!.data as Float32Array;
  data.set(data.map((value, index) => value * [1, 1e-3, 1, 1e-3][Math.floor(index / 27)]));
  const member = memberOf('m.onnx', graph);
  const pruned = pruneDraft(draftOf(member, subNetwork(member, 'image', 'y')), inner(0.5))!;
  assert.equal(pruned.aims.get('a')!.channels, [0, 2]);
});

test('the weakest channels go: by activations times the weights that read them', () => {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 4), 'ar');
  const member = memberOf('m.onnx', net.graph(net.conv(a, 'y', 4)));
  const quiet = { ...member, channelMeans: new Map([['ar', Float64Array.of(1e-3, 1, 1e-3, 1)]]) };
  const options = { factor: 0.5, by: 'activation', scope: 'inner', slope: 0 } as const;
  const pruned = pruneDraft(draftOf(quiet, subNetwork(quiet, 'image', 'y')), options)!;
  assert.equal(pruned.aims.get('a')!.channels, [1, 3]);
});

const scores: [string, Record<string, number[]>, number[]][] = [
  ['their place in the order of elimination', { ar: [2, 0, 3, 1] }, [0, 2]],
  ['the sum of places over tensors', { ar: [2, 0, 3, 1], a: [0, 3, 1, 3] }, [2, 3]],
  ['activations where no place is known', {}, [1, 3]],
];
for (const [name, ranks, stay] of scores)
  test(`the weakest channels go: by ${name}`, () => {
    const net = new Network([1, 3, 6, 6]);
    const a = net.relu(net.conv(net.input, 'a', 4), 'ar');
    const plain = memberOf('m.onnx', net.graph(net.conv(a, 'y', 4)));
    const member = {
      ...plain,
      channelMeans: new Map([['ar', Float64Array.of(1e-3, 1, 1e-3, 1)]]),
      channelRanks: new Map(
        Object.entries(ranks).map(([tensor, places]) => [tensor, Float64Array.from(places)]),
      ),
    };
    const options = { factor: 0.5, by: 'reconstruction', scope: 'inner', slope: 0 } as const;
    const pruned = pruneDraft(draftOf(member, subNetwork(member, 'image', 'y')), options)!;
    assert.equal(pruned.aims.get('a')!.channels, stay);
    for (const [tensor, places] of Object.entries(ranks))
      assert.equal(
        [...pruned.ranks.get(tensor)!],
        stay.map((channel) => places[channel]),
      );
  });

test('a depthwise convolution is narrowed but not solved, the layer behind it is', () => {
  const net = new Network([1, 4, 6, 6]);
  const wide = net.relu(net.conv(net.input, 'e', 12, { kernel: 1 }), 'er');
  const deep = net.relu(net.conv(wide, 'd', 12, { groups: 12 }), 'dr');
  const member = memberOf('m.onnx', net.graph(net.conv(deep, 'y', 4, { kernel: 1 })));
  const pruned = pruneDraft(draftOf(member, subNetwork(member, 'image', 'y')), inner(0.5))!;
  assert.equal(
    solveSteps(pruned).map(({ layer }) => layer),
    ['y'],
  );
  assert.is(pruned.graph.nodes[2].attributes.group.value, 6);
});

test('of two solved branches of a sum only the later one makes up for the other', () => {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 8), 'ar');
  const left = net.conv(a, 'l', 5);
  const right = net.conv(a, 'r', 5);
  const member = memberOf('m.onnx', net.graph(net.relu(net.binary('Add', left, right, 's'), 'y')));
  const steps = solveSteps(pruneDraft(draftOf(member, subNetwork(member, 'image', 'y')), inner(0.5))!);
  assert.equal(
    steps.map(({ layer, at }) => [layer, at]),
    [
      ['l', 'l'],
      ['r', 's'],
    ],
  );
});

test.run();

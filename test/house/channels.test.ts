import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { channelFamilies } from '../../src/house/channels/channel-families.js';
import { takeOut } from '../../src/house/channels/take-out.js';
import { type Graph, intAttribute } from '../../src/onnx/graph.js';
import { float32 } from '../../src/onnx/tensor.js';
import { Network, residualNetwork } from '../support/network.js';
import { distance, runGraph } from './run-graph.js';

function chain(): Graph {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'c1', 8), 'r1');
  return net.graph(net.relu(net.conv(a, 'c2', 5), 'y'));
}

function squeezeAndExcitation(): Graph {
  const net = new Network([1, 4, 6, 6]);
  const expanded = net.unary('HardSwish', net.conv(net.input, 'e', 12, { kernel: 1 }), 'eh');
  const deep = net.unary('HardSwish', net.conv(expanded, 'd', 12, { groups: 12 }), 'dh');
  const squeezed = net.relu(net.conv(net.pool(deep, 'g'), 'f1', 6, { kernel: 1 }), 'fr');
  const gate = net.unary('HardSigmoid', net.conv(squeezed, 'f2', 12, { kernel: 1 }), 'gate');
  const scaled = net.binary('Mul', deep, gate, 'scaled');
  return net.graph(net.binary('Add', net.conv(scaled, 'p', 4, { kernel: 1 }), net.input, 'y'));
}

function denseConcatenation(): Graph {
  const net = new Network([1, 4, 6, 6]);
  const a = net.relu(net.conv(net.input, 'ca', 6), 'a');
  const b = net.relu(net.conv(net.concat([net.input, a], 'x_a'), 'cb', 5), 'b');
  const all = net.concat([net.input, a, b], 'x_a_b');
  return net.graph(net.conv(all, 'y', 4, { kernel: 1 }));
}

function grouped(): Graph {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 12), 'ar');
  const b = net.relu(net.conv(a, 'b', 8, { groups: 4 }), 'br');
  return net.graph(net.conv(b, 'y', 5));
}

function depthMultiplier(): Graph {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 4), 'ar');
  return net.graph(net.conv(net.conv(a, 'd', 8, { groups: 4 }), 'y', 5));
}

function flattened(): Graph {
  const net = new Network([1, 3, 4, 4]);
  const a = net.relu(net.conv(net.input, 'a', 6), 'ar');
  return net.graph(net.gemm(net.relu(net.gemm(net.flatten(a, 'f'), 'g', 7), 'gr'), 'y', 3));
}

function perChannelWeights(): Graph {
  const net = new Network([1, 3, 6, 6]);
  const a = net.conv(net.input, 'a', 6, { bias: false });
  const shifted = net.node('Add', [a, net.weight('shift', [6, 1, 1])], 'sh', net.dims(a));
  const scaled = net.node('Mul', [net.weight('scale', [1, 6, 1, 1]), shifted], 'sc', net.dims(a));
  const one = net.node('Mul', [scaled, net.weight('one', [1])], 'so', net.dims(a));
  const curved = net.node('PRelu', [one, net.weight('slope', [6, 1, 1])], 'pr', net.dims(a));
  const vectors = ['bs', 'bb', 'bm'].map((name) => net.weight(name, [6]));
  const normal = net.node(
    'BatchNormalization',
    [curved, ...vectors, net.weight('bv', [6], 0)],
    'bn',
    net.dims(a),
    {
      epsilon: { type: 'float', value: 1 },
    },
  );
  return net.graph(net.conv(normal, 'y', 4));
}

function splitAndSlice(): Graph {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 12), 'ar');
  net.node('Split', [a, net.constant('sizes', [6, 6])], ['left', 'right'], [1, 6, 6, 6], {
    axis: { type: 'int', value: 1 },
  });
  const gated = net.binary('Mul', 'left', net.unary('Sigmoid', 'right', 'gate'), 'gated');
  const b = net.relu(net.conv(gated, 'b', 9), 'br');
  const part = net.node(
    'Slice',
    [b, net.constant('starts', [2]), net.constant('ends', [-2]), net.constant('axes', [1])],
    'part',
    [1, 5, 6, 6],
  );
  return net.graph(net.concat([net.conv(part, 'y1', 4), net.conv(b, 'y2', 4)], 'y'));
}

function reshapedGate(): Graph {
  const net = new Network([1, 4, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 8), 'ar');
  const mean = net.node('ReduceMean', [a, net.constant('positions', [2, 3])], 'mean', [1, 8], {
    keepdims: { type: 'int', value: 0 },
  });
  const gate = net.unary('Sigmoid', net.gemm(mean, 'fc', 8), 'sig');
  const wide = net.node('Reshape', [gate, net.constant('shape', [-1, 8, 1, 1])], 'gate', [1, 8, 1, 1]);
  return net.graph(net.conv(net.binary('Mul', a, wide, 'gated'), 'y', 4));
}

function stages(): Graph {
  const net = new Network([1, 3, 8, 8]);
  const stem = net.relu(net.conv(net.input, 'stem', 8), 'relu');
  const first = net.residual(stem, 'A', 8);
  const second = net.residual(first, 'B', 16, 2);
  return net.graph(net.gemm(net.flatten(net.pool(second, 'pooled'), 'flat'), 'y', 4));
}

/** As the normal form has what PyTorch's exporter writes of GroupNorm, and as ONNX has it. */
function groupNorms(): Graph {
  const net = new Network([1, 3, 4, 4]);
  const a = net.conv(net.input, 'a', 8);
  net.node('Reshape', [a, net.constant('in groups', [0, 4, 1, -1])], 'ag', [1, 4, 1, 32]);
  const ones = [net.weight('scale', [4]), net.weight('shift', [4])];
  net.node('InstanceNormalization', ['ag', ...ones], 'an', [1, 4, 1, 32]);
  net.node('Reshape', ['an', net.constant('as before', [0, 8, 4, 4])], 'ar', [1, 8, 4, 4]);
  const scaled = net.binary('Mul', 'ar', net.weight('gamma', [8, 1, 1]), 'as');
  const b = net.conv(net.relu(scaled, 'al'), 'b', 6);
  const parts = [net.weight('b scale', [3]), net.weight('b shift', [3])];
  net.node('GroupNormalization', [b, ...parts], 'bn', [1, 6, 4, 4], {
    num_groups: { type: 'int', value: 3 },
  });
  return net.graph(net.conv(net.relu('bn', 'br'), 'y', 4));
}

function pixelShuffle(mode: 'DCR' | 'CRD'): Graph {
  const net = new Network([1, 3, 4, 4]);
  const blocksize = { type: 'int', value: 2 } as const;
  const a = net.conv(net.input, 'a', 24);
  const attributes = { blocksize, mode: { type: 'string', value: mode } } as const;
  const b = net.conv(net.node('DepthToSpace', [a], 'as', [1, 6, 8, 8], attributes), 'b', 4);
  return net.graph(net.conv(net.node('SpaceToDepth', [b], 'bd', [1, 16, 4, 4], { blocksize }), 'y', 4));
}

/** name, network, families as `tensors:groups`. */
const networks: [string, Graph, string[]][] = [
  ['a chain', chain(), ['c1 r1:8']],
  [
    'squeeze-and-excitation with a depthwise convolution',
    squeezeAndExcitation(),
    ['e eh d dh g f2 gate scaled:12', 'f1 fr:6'],
  ],
  ['dense concatenation', denseConcatenation(), ['ca a x_a x_a_b:6', 'cb b x_a_b:5']],
  ['a grouped convolution', grouped(), ['a ar:3', 'b br:2']],
  ['a depthwise convolution that multiplies channels', depthMultiplier(), ['a ar d:4']],
  ['flattened maps in front of Gemm', flattened(), ['a ar f:6', 'g gr:7']],
  ['weights by channel', perChannelWeights(), ['a sh sc so pr bn:6']],
  ['Split, Slice and Concat', splitAndSlice(), ['a ar left right gate gated:6', 'b br:4', 'b br part:5']],
  ['a gate through ReduceMean and Reshape', reshapedGate(), ['a ar mean fc sig gate gated:8']],
  ['group norms, which lose whole groups', groupNorms(), ['a ag an ar as al:4', 'b bn br:3']],
  ['pixel shuffle', pixelShuffle('DCR'), ['a as:6', 'b bd:4']],
  ['pixel shuffle, channels first', pixelShuffle('CRD'), ['a as:6', 'b bd:4']],
  [
    'residual stages with a padded shortcut',
    stages(),
    ['stem relu Ac As A Bc Bp.half Bp Bs B pooled flat:8', 'Aa Ab:8', 'Ba Bb:16', 'Bc Bp Bs B pooled flat:8'],
  ],
];

/** The graph with all weights that read a channel of `gone` set to zero. */
function blind(graph: Graph, gone: ReadonlyMap<string, ReadonlySet<number>>): Graph {
  const initializers = new Map(graph.initializers);
  for (const node of graph.nodes) {
    const channels = gone.get(node.inputs[0]);
    const groups = intAttribute(node, 'group', 1);
    if (channels === undefined || !['Conv', 'Gemm'].includes(node.opType)) continue;
    const weight = initializers.get(node.inputs[1])!;
    const [rows, columns] = weight.dims;
    if (columns === 1 && groups > 1) continue;
    const data = Float32Array.from(weight.data as Float32Array);
    const run = data.length / rows / columns;
    for (let row = 0; row < rows; row++)
      for (const channel of channels) {
        const group = Math.floor(row / (rows / groups));
        const column = channel - group * columns;
        if (column >= 0 && column < columns)
          data.fill(0, (row * columns + column) * run, (row * columns + column + 1) * run);
      }
    initializers.set(node.inputs[1], float32(data, weight.dims));
  }
  return { ...graph, initializers };
}

for (const [name, graph, expected] of networks) {
  test(`families of ${name}`, () => {
    const families = channelFamilies(graph).map(
      ({ tensors, groups }) => `${tensors.join(' ')}:${groups.length}`,
    );
    assert.equal(families.sort(), [...expected].sort());
  });

  test(`taking nothing out of ${name} changes nothing`, () => {
    const { graph: same, kept } = takeOut(graph, []);
    assert.is(kept.size, 0);
    assert.equal(same.nodes, graph.nodes);
  });

  for (const part of ['each family', 'all families'])
    test(`${name}: channels of ${part} taken out compute as channels that nobody reads`, async () => {
      const families = channelFamilies(graph);
      const sets = part === 'all families' ? [families] : families.map((family) => [family]);
      for (const chosen of sets) {
        const groups = chosen.flatMap((family) => family.groups.filter((_, index) => index % 3 === 1));
        const gone = new Map<string, Set<number>>();
        for (const { tensor, channel } of groups.flat())
          gone.set(tensor, (gone.get(tensor) ?? new Set<number>()).add(channel));
        const narrow = takeOut(graph, groups).graph;
        const [actual, wanted] = [await runGraph(narrow), await runGraph(blind(graph, gone))];
        for (const { name: output } of graph.outputs)
          assert.ok(distance(actual[output], wanted[output]) < 1e-4);
        for (const [tensor, channels] of gone)
          assert.is(
            narrow.values.get(tensor)!.dims[1],
            graph.values.get(tensor)!.dims[1] - channels.size,
            `width of ${tensor}`,
          );
      }
    });
}

test('ends keep their width unless asked for', () => {
  const net = new Network([1, 3, 4, 4]);
  const graph = net.graph(net.relu(net.conv(net.input, 'c', 4), 'y'));
  assert.equal(channelFamilies(graph), []);
  assert.equal(
    channelFamilies(graph, { ends: true }).map(({ tensors }) => tensors),
    [['image'], ['c', 'y']],
  );
});

test('an operator that nothing is known of locks what it touches', () => {
  const net = new Network([1, 3, 4, 4]);
  const a = net.unary('LRN', net.conv(net.input, 'a', 4), 'n');
  const b = net.relu(net.conv(a, 'b', 4), 'br');
  assert.equal(
    channelFamilies(net.graph(net.conv(b, 'y', 2))).map(({ tensors }) => tensors),
    [['b', 'br']],
  );
});

test('a softmax over the channels locks them', () => {
  const net = new Network([1, 8]);
  const a = net.node('Softmax', [net.gemm(net.input, 'a', 4)], 's', [1, 4], {
    axis: { type: 'int', value: -1 },
  });
  assert.equal(channelFamilies(net.graph(net.gemm(a, 'y', 2))), []);
});

test('1000 nodes take less than a second', () => {
  const graph = residualNetwork(60, 16);
  const started = process.cpuUsage();
  assert.ok(channelFamilies(graph).length > 180);
  assert.ok(process.cpuUsage(started).user / 1000 < 1000);
});

test.run();

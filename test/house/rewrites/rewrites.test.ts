import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { draftOf } from '../../../src/house/drafts/draft.js';
import { solveSteps } from '../../../src/house/drafts/solve-steps.js';
import { wholeNetwork } from '../../../src/house/generate-alternatives.js';
import { workOf } from '../../../src/house/layers/work.js';
import { Subspaces } from '../../../src/house/low-rank/subspaces.js';
import { channelRewrite, outputLowRank } from '../../../src/house/rewrites/channel-low-rank.js';
import { type Convolution, convolutionOf } from '../../../src/house/rewrites/convolution.js';
import { denseOf, denseRewrite, denseView } from '../../../src/house/rewrites/dense-low-rank.js';
import type { Rewrite } from '../../../src/house/rewrites/rewrite.js';
import { rewriteDraft } from '../../../src/house/rewrites/rewrite-draft.js';
import { separableRewrite } from '../../../src/house/rewrites/separable.js';
import { shrunkKernels } from '../../../src/house/rewrites/shrunk-kernel.js';
import { spatialRewrite, spatialView } from '../../../src/house/rewrites/spatial-low-rank.js';
import { inputLowRank, tuckerRewrite } from '../../../src/house/rewrites/tucker.js';
import type { Attribute, Graph } from '../../../src/onnx/graph.js';
import { Network } from '../../support/network.js';
import { memberOf } from '../members.js';
import { distance, runGraph } from '../run-graph.js';

const ints = (value: readonly number[]): Attribute => ({ type: 'ints', value });

interface Layer {
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly dilations?: readonly [number, number];
  readonly pads?: readonly [number, number, number, number];
  readonly bias?: boolean;
  readonly groups?: number;
}

/** image, relu, the layer `y`, relu, 1x1 `z`. */
function network({ channels, kernel, bias = true, ...more }: Layer, inputs = 6, size = 12): Graph {
  const { strides = [1, 1], dilations = [1, 1], pads = [0, 0, 0, 0], groups = 1 } = more;
  const net = new Network([1, inputs, size, size + 1], 5);
  const from = net.relu(net.input, 'x');
  const names = [from, net.weight('y.w', [channels, inputs / groups, ...kernel], 0.3)];
  if (bias) names.push(net.weight('y.b', [channels], 0.1));
  const along = (axis: 0 | 1) => {
    const room = size + axis + pads[axis] + pads[axis + 2] - dilations[axis] * (kernel[axis] - 1) - 1;
    return Math.floor(room / strides[axis]) + 1;
  };
  net.node('Conv', names, 'y', [1, channels, along(0), along(1)], {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    dilations: ints(dilations),
    pads: ints(pads),
    group: { type: 'int', value: groups },
  });
  return net.graph(net.conv(net.relu('y', 'r'), 'z', 3, { kernel: 1 }));
}

function rewritten(graph: Graph, make: (convolution: Convolution, subspaces: Subspaces) => Rewrite) {
  const member = memberOf('own.onnx', graph);
  const draft = draftOf(member, wholeNetwork(graph)!);
  const node = graph.nodes.find(({ outputs }) => outputs[0] === 'y')!;
  const rewrite = make(convolutionOf(draft, node)!, new Subspaces());
  const site = { tensor: 'y', work: 0, rewrites: [rewrite] };
  return { draft: rewriteDraft(draft, [{ site, rewrite }]), rewrite };
}

async function difference(graph: Graph, other: Graph): Promise<number> {
  return distance((await runGraph(graph)).z, (await runGraph(other)).z);
}

const layers: readonly (readonly [string, Layer])[] = [
  ['3x3', { channels: 8, kernel: [3, 3], pads: [1, 1, 1, 1] }],
  ['3x3 with stride 2', { channels: 8, kernel: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] }],
  ['3x3 with unequal strides and pads', { channels: 5, kernel: [3, 3], pads: [1, 0, 0, 2], strides: [1, 2] }],
  ['3x3, dilated', { channels: 8, kernel: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2] }],
  ['5x5 without bias', { channels: 4, kernel: [5, 5], pads: [2, 2, 2, 2], bias: false }],
  ['2x2 without padding', { channels: 8, kernel: [2, 2] }],
  ['more outputs than it reads', { channels: 70, kernel: [3, 3], pads: [1, 1, 1, 1] }],
];

type Make = (convolution: Convolution, subspaces: Subspaces) => Rewrite;

const full: readonly (readonly [string, Make])[] = [
  [
    'spatial low rank',
    (convolution, subspaces) => {
      const view = spatialView(subspaces, convolution)!;
      return spatialRewrite(convolution, view, view.size);
    },
  ],
  [
    'channel low rank',
    (convolution, subspaces) => {
      const view = outputLowRank(subspaces, convolution)!;
      return channelRewrite(convolution, view, view.size);
    },
  ],
  [
    'Tucker',
    (convolution, subspaces) => {
      const views = [inputLowRank(subspaces, convolution)!, outputLowRank(subspaces, convolution)!] as const;
      return tuckerRewrite(convolution, ...views, views[0].size, views[1].size);
    },
  ],
  [
    'as many depthwise kernels as taps',
    (convolution) => separableRewrite(convolution, convolution.kernel[0] * convolution.kernel[1]),
  ],
];

for (const [name, layer] of layers)
  for (const [scheme, make] of full)
    test(`${name}: ${scheme} of full rank computes the same`, async () => {
      const graph = network(layer);
      const { draft, rewrite } = rewritten(graph, make);
      assert.ok(Math.abs(rewrite.loss) < 1e-6, `${rewrite.loss}`);
      assert.ok((await difference(graph, draft.graph)) < 2e-5);
      const all = [...draft.graph.values].map(([tensor, type]) => ({ name: tensor, ...type }));
      const outputs = all.filter((info) => info.name !== 'image');
      const results = await runGraph({ ...draft.graph, outputs }, 1);
      for (const { name: tensor, dims } of outputs)
        assert.is(
          results[tensor].length,
          dims.reduce((count, dim) => count * dim, 1),
          tensor,
        );
    });

for (const [scheme, nodes, make] of [
  ['spatial low rank', ['y.0', 'y'], (c, s) => spatialRewrite(c, spatialView(s, c)!, 4)],
  ['channel low rank', ['y.0', 'y'], (c, s) => channelRewrite(c, outputLowRank(s, c)!, 4)],
  [
    'Tucker',
    ['y.0', 'y.1', 'y'],
    (c, s) => tuckerRewrite(c, inputLowRank(s, c)!, outputLowRank(s, c)!, 4, 4),
  ],
  ['depthwise and 1x1', ['y.0', 'y'], (c) => separableRewrite(c, 1)],
] satisfies [string, string[], Make][])
  test(`${scheme}: cheaper, the last layer and the one behind are solved, nothing in between`, () => {
    const graph = network(layers[0][1]);
    const { draft, rewrite } = rewritten(graph, make);
    assert.ok(rewrite.loss > 0.01 && rewrite.loss < 1, `${rewrite.loss}`);
    const made = draft.graph.nodes.filter(({ opType }) => opType === 'Conv').map((node) => node.outputs[0]);
    assert.equal(made, [...nodes, 'z']);
    assert.ok(workOf(draft.graph).macs < workOf(graph).macs);
    assert.equal(
      solveSteps(draft).map(({ layer, at, reference }) => [layer, at, reference.tensor]),
      [
        ['y', 'y', 'y'],
        ['z', 'z', 'z'],
      ],
    );
    assert.not.ok(draft.graph.initializers.has('y.w'));
    assert.is(draft.graph.nodes.find(({ outputs }) => outputs[0] === 'y')!.inputs[2], 'y.b');
  });

test('a layer without bias gets one, so that least squares can shift it', () => {
  const { draft } = rewritten(network({ channels: 8, kernel: [3, 3], bias: false }), (c, s) =>
    channelRewrite(c, outputLowRank(s, c)!, 4),
  );
  const node = draft.graph.nodes.find(({ outputs }) => outputs[0] === 'y')!;
  assert.equal(draft.graph.initializers.get(node.inputs[2])!.data, new Float32Array(8));
});

test('the loss that is stated is that of the output, where input channels are as strong as stated', async () => {
  const graph = network(layers[0][1]);
  const relu = graph.nodes.find(({ outputs }) => outputs[0] === 'y')!;
  const bare = { ...graph, nodes: [{ ...relu, inputs: ['image', ...relu.inputs.slice(1)] }] };
  const plain: Graph = { ...bare, outputs: [{ name: 'y', ...graph.values.get('y')! }] };
  const member = { ...memberOf('own.onnx', plain), channelMeans: new Map() };
  const draft = draftOf(member, wholeNetwork(plain)!);
  const convolution = convolutionOf(draft, plain.nodes[0])!;
  const subspaces = new Subspaces();
  const makes: readonly Make[] = [
    (c, s) => spatialRewrite(c, spatialView(s, c)!, 6),
    (c, s) => channelRewrite(c, outputLowRank(s, c)!, 4),
    (c) => separableRewrite(c, 2),
  ];
  for (const make of makes) {
    const rewrite = make(convolution, subspaces);
    const other = rewriteDraft(draft, [{ site: { tensor: 'y', work: 0, rewrites: [] }, rewrite }]);
    const [wanted, own] = [(await runGraph(plain, 8)).y, (await runGraph(other.graph, 8)).y];
    let [lost, all] = [0, 0];
    wanted.forEach((value, index) => {
      lost += (value - own[index]) ** 2;
      all += value ** 2;
    });
    assert.ok(Math.abs(lost / all - rewrite.loss) < 0.25 * rewrite.loss, `${lost / all}, ${rewrite.loss}`);
  }
});

const kernels: readonly (readonly [string, Layer, readonly number[][]])[] = [
  [
    '7x7',
    { channels: 4, kernel: [7, 7], pads: [3, 3, 3, 3] },
    [
      [5, 5],
      [3, 3],
      [1, 1],
    ],
  ],
  [
    '5x5, strided',
    { channels: 4, kernel: [5, 5], pads: [2, 2, 2, 2], strides: [2, 2] },
    [
      [3, 3],
      [1, 1],
    ],
  ],
  [
    '1x7',
    { channels: 4, kernel: [1, 7], pads: [0, 3, 0, 3] },
    [
      [1, 5],
      [1, 3],
      [1, 1],
    ],
  ],
  ['3x3, dilated', { channels: 4, kernel: [3, 3], pads: [2, 2, 2, 2], dilations: [2, 2] }, [[1, 1]]],
  ['7x7 with padding for 3x3 less', { channels: 4, kernel: [7, 7], pads: [1, 1, 1, 1] }, [[5, 5]]],
  ['3x3 without padding', { channels: 4, kernel: [3, 3] }, []],
  ['4x4', { channels: 4, kernel: [4, 4], pads: [1, 1, 1, 1] }, []],
  [
    'depthwise 7x7',
    { channels: 6, kernel: [7, 7], pads: [3, 3, 3, 3], groups: 6 },
    [
      [5, 5],
      [3, 3],
    ],
  ],
];
for (const [name, layer, sizes] of kernels)
  test(`${name} shrinks to ${sizes.map((size) => size.join('x')).join(', ') || 'nothing'}`, async () => {
    const graph = network(layer);
    const weight = graph.initializers.get('y.w')!;
    const [height, width] = layer.kernel;
    const member = memberOf('own.onnx', graph);
    const node = graph.nodes.find(({ outputs }) => outputs[0] === 'y')!;
    const found = shrunkKernels(convolutionOf(draftOf(member, wholeNetwork(graph)!), node)!);
    assert.is(found.length, sizes.length);
    for (const [index, [h, w]] of sizes.entries()) {
      // Where only the middle is not zero, the smaller kernel computes the same.
      const data = Float32Array.from(weight.data as Float32Array, (value, at) => {
        const [y, x] = [Math.floor(at / width) % height, at % width];
        const isMiddle = 2 * Math.abs(y - (height - 1) / 2) < h && 2 * Math.abs(x - (width - 1) / 2) < w;
        return isMiddle ? value : 0;
      });
      const middle = {
        ...graph,
        initializers: new Map([...graph.initializers, ['y.w', { ...weight, data }]]),
      };
      const { draft, rewrite } = rewritten(middle, (convolution) => shrunkKernels(convolution)[index]);
      assert.equal(draft.graph.values.get('y'), graph.values.get('y'));
      assert.ok(Math.abs(rewrite.loss) < 1e-9);
      assert.ok((await difference(middle, draft.graph)) < 2e-5);
      assert.ok(found[index].loss > 0);
      assert.equal(
        solveSteps(draft).map((step) => step.layer),
        ['y', 'z'],
      );
    }
  });

for (const [name, transposed] of [
  ['Gemm', true],
  ['Gemm as stored', false],
  ['MatMul', undefined],
] as const)
  test(`${name} of full rank computes the same, of less rank is cheaper`, async () => {
    const net = new Network([1, 7, 12], 6);
    const flat = transposed === undefined ? net.input : net.flatten(net.input, 'flat');
    const inputs = transposed === undefined ? 12 : 84;
    const weight = net.weight('y.w', transposed ? [16, inputs] : [inputs, 16], 0.2);
    const dims = transposed === undefined ? [1, 7, 16] : [1, 16];
    const names = transposed === undefined ? [flat, weight] : [flat, weight, net.weight('y.b', [16])];
    net.node(transposed === undefined ? 'MatMul' : 'Gemm', names, 'y', dims, {
      ...(transposed === true ? { transB: { type: 'int', value: 1 } } : {}),
    });
    const graph = net.graph(net.relu('y', 'z'));
    const draft = draftOf(memberOf('own.onnx', graph), wholeNetwork(graph)!);
    const dense = denseOf(draft, graph.nodes.find(({ outputs }) => outputs[0] === 'y')!)!;
    const view = denseView(new Subspaces(), dense)!;
    const at = (rank: number) => {
      const rewrite = denseRewrite(dense, view, rank);
      return rewriteDraft(draft, [{ site: { tensor: 'y', work: 0, rewrites: [] }, rewrite }]);
    };
    assert.ok((await difference(graph, at(view.size).graph)) < 2e-5);
    const less = at(4);
    assert.ok(workOf(less.graph).macs < 0.9 * workOf(graph).macs);
    assert.equal(
      solveSteps(less).map(({ layer, reference }) => [layer, reference.tensor]),
      [['y', 'y']],
    );
    assert.equal((await runGraph(less.graph)).z.length, 2 * 16 * (transposed === undefined ? 7 : 1));
  });

test('a layer whose form is not known is left alone', () => {
  const net = new Network([4, 6], 6);
  net.node('Gemm', [net.input, net.weight('w', [4, 5])], 'y', [6, 5], { transA: { type: 'int', value: 1 } });
  net.node('Gemm', ['y', net.weight('v', [5, 5])], 'z', [6, 5], { alpha: { type: 'float', value: 2 } });
  const graph = net.graph('z');
  const draft = draftOf(memberOf('own.onnx', graph), wholeNetwork(graph)!);
  for (const node of graph.nodes) {
    assert.is(denseOf(draft, node), undefined);
    assert.is(convolutionOf(draft, node), undefined);
  }
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { largestDifference } from '../../src/runtime/largest-difference.js';
import { normalForm, probeInput } from '../../src/runtime/normal-form.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { int, type ModelText, modelBytes, type NodeText, randomTensor, string } from '../onnx/model.js';

const weights = {
  w: randomTensor('w', [2, 3, 3, 3]),
  two: int64([2]),
  twice: int64([1, 1, 2, 2]),
  none: float32(new Float32Array(0), [0]),
  all: int64([-1]),
  dense: randomTensor('dense', [2 * 8 * 12, 5]),
  start: int64([0]),
};
const convolution: NodeText = ['Conv', 'x w', 'c', { auto_pad: string('SAME_UPPER') }];
/** `s` is the shape of the map, `front` [batch, channels]. */
const shape: readonly NodeText[] = [
  ['Shape', 'c', 's'],
  ['Slice', 's start two', 'front'],
];

interface Case {
  readonly nodes: readonly NodeText[];
  readonly input?: ModelText['input'];
  /** Of the output that depend on the input's size. */
  readonly open: readonly number[];
  readonly reshape?: readonly number[];
}

const cases: Readonly<Record<string, Case>> = {
  'a convolution': { nodes: [['Conv', 'x w', 'y']], open: [2, 3] },
  'only the width': { nodes: [['Conv', 'x w', 'y']], input: ['batch', 3, 8, 'width'], open: [3] },
  'sizes that are computed from the shape': {
    nodes: [
      convolution,
      ['Shape', 'c', 's'],
      ['Mul', 's twice', 'sizes'],
      ['Resize', 'c none none sizes', 'y', { mode: string('linear') }],
    ],
    open: [2, 3],
  },
  'a map as one row, by its shape': {
    nodes: [convolution, ...shape, ['Concat', 'front all', 'to', { axis: int(0) }], ['Reshape', 'c to', 'y']],
    open: [2],
    reshape: [0, 2, -1],
  },
  'a mean over the map': { nodes: [['GlobalAveragePool', 'x', 'y']], open: [] },
};

for (const [name, { nodes, input = ['batch', 3, 'height', 'width'], open, reshape }] of Object.entries(
  cases,
)) {
  test(`takes other sizes: ${name}`, async () => {
    const bytes = modelBytes({ opset: 18, input, nodes, weights });
    const { graph, sizes } = await normalForm(bytes, { where: 'model.onnx', inputSize: [8, 12] });
    assert.ok(sizes !== undefined && 'input' in sizes, JSON.stringify(sizes));
    assert.equal(
      sizes.input.map(({ name, axis }) => [name, axis]),
      input.flatMap((dim, axis) => (axis > 1 && typeof dim === 'string' ? [[dim, axis]] : [])),
    );
    assert.equal(sizes.outputs, [open]);
    if (reshape !== undefined) {
      const node = graph.nodes.find(({ opType }) => opType === 'Reshape')!;
      assert.equal(Array.from(graph.initializers.get(node.inputs[1]!)!.data, Number), reshape);
    }
    const written = writeGraph(graph, { batch: 'dynamic', openSizes: sizes });
    // Another size than those of the check, and a batch.
    const image = probeInput([3, 3, typeof input[2] === 'number' ? 8 : 20, 28]);
    const [file, made] = [await outputs(bytes, image), await outputs(written, image)];
    assert.equal(made.dims, file.dims);
    assert.is(largestDifference(made.data, file.data) < 1e-5, true);
  });
}

test('height and width in front of the channels', async () => {
  const bytes = modelBytes({ opset: 18, input: [1, 'h', 'w', 3], nodes: [['Relu', 'x', 'y']] });
  const { sizes } = await normalForm(bytes, { where: 'model.onnx', inputSize: [6, 4] });
  assert.ok(sizes !== undefined && 'input' in sizes);
  assert.equal([sizes.input.map(({ axis }) => axis), sizes.outputs], [[1, 2], [[1, 2]]]);
  assert.equal(
    sizes.others.map(({ input }) => input),
    [
      [1, 8, 12, 3],
      [1, 12, 8, 3],
    ],
  );
});

const tied: Readonly<Record<string, { nodes: readonly NodeText[]; reason: RegExp; inFile: boolean }>> = {
  'two axes that follow from the shape': {
    nodes: [
      convolution,
      ['Shape', 'c', 's'],
      ['Add', 's zeros', 'to'],
      ['Reshape', 'c all', 'flat'],
      ['Relu', 'flat', 'r'],
      ['Reshape', 'r to', 'y'],
    ],
    reason: /^Reshape \(Reshape_5\)$/,
    inFile: false,
  },
  'a resize to a size that is fixed': {
    nodes: [convolution, ['Resize', 'c none none fixed', 'y', { mode: string('linear') }]],
    reason: /^Resize \(Resize_1\)$/,
    inFile: false,
  },
  'a dense layer, which other sizes do not fit in the file either': {
    nodes: [convolution, ['Flatten', 'c', 'f'], ['Gemm', 'f dense', 'y']],
    reason: /Gemm/,
    inFile: true,
  },
};

for (const [name, { nodes, reason, inFile }] of Object.entries(tied)) {
  test(`takes one size: ${name}`, async () => {
    const more = { zeros: int64([0, 0, 0, 0]), fixed: int64([1, 2, 4, 6]) };
    const bytes = modelBytes({
      opset: 18,
      input: [1, 3, 'height', 'width'],
      nodes,
      weights: { ...weights, ...more },
    });
    const { graph, sizes } = await normalForm(bytes, { where: 'model.onnx', inputSize: [8, 12] });
    assert.ok(sizes !== undefined && 'reason' in sizes, JSON.stringify(sizes));
    assert.match(sizes.reason, reason);
    assert.is(sizes.inFile, inFile);
    const fixed = modelBytes({ opset: 18, input: [1, 3, 8, 12], nodes, weights: { ...weights, ...more } });
    const same = await normalForm(fixed, { where: 'model.onnx' });
    assert.is(same.sizes, undefined);
    assert.equal(writeGraph(graph, { values: true }), writeGraph(same.graph, { values: true }));
  });
}

async function outputs(model: Uint8Array, x: ReturnType<typeof probeInput>) {
  const session = await cpuEngine.open(model, { threads: 1 });
  try {
    return (await session.run({ x })).y!;
  } finally {
    await session.close();
  }
}

test.run();

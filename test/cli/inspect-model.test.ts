import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { textEncoder } from '../../fixtures/networks/text-encoder.js';
import { inspectModel } from '../../src/cli/inspect-model.js';
import { inspectionText } from '../../src/cli/inspection-text.js';
import type { Attribute, Graph, GraphNode, ValueInfo } from '../../src/onnx/graph.js';
import { float32, int64, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { readModelFile } from '../../src/runtime/model-file.js';
import { inProject } from '../config/project.js';

const pads: Record<string, Attribute> = { pads: { type: 'ints', value: [1, 1, 1, 1] } };

function node(
  opType: string,
  inputs: string[],
  output: string,
  attributes: GraphNode['attributes'] = {},
): GraphNode {
  return { opType, domain: '', inputs, outputs: [output], attributes };
}

function weights(...dims: number[]): Tensor {
  return float32(
    Float32Array.from({ length: sizeOf(dims) }, (_, index) => Math.sin(index + 1)),
    dims,
  );
}

/** conv 3x3 2->4, relu, residual conv 3x3 4->4, `middle`, mean over the image, gemm 4->3. */
function residual(middle: string): Graph {
  const image: ValueInfo = { name: 'image', dtype: 'float32', dims: [1, 2, 8, 8] };
  const logits: ValueInfo = { name: 'logits', dtype: 'float32', dims: [1, 3] };
  return {
    name: 'residual',
    opsets: new Map([['', 17]]),
    inputs: [image],
    outputs: [logits],
    nodes: [
      node('Conv', ['image', 'w1', 'b1'], 'c1', pads),
      node('Relu', ['c1'], 'r1'),
      node('Identity', ['r1'], 'same'),
      node('Conv', ['same', 'w2'], 'c2', pads),
      node('Add', ['c2', 'r1'], 'sum'),
      node(middle, ['sum'], 'middle'),
      node('GlobalAveragePool', ['middle'], 'pooled'),
      node('Reshape', ['pooled', 'shape'], 'flat'),
      node('Gemm', ['flat', 'w3'], 'logits'),
    ],
    initializers: new Map([
      ['w1', weights(4, 2, 3, 3)],
      ['b1', weights(4)],
      ['w2', weights(4, 4, 3, 3)],
      ['w3', weights(4, 3)],
      ['shape', int64([-1, 4])],
    ]),
    values: new Map([
      ['image', image],
      ['logits', logits],
    ]),
  };
}

const inspect = (graph: Graph) => withFile(graph, async (path) => inspectModel(await readModelFile(path)));

async function withFile<T>(graph: Graph, use: (path: string) => Promise<T>): Promise<T> {
  let result: T | undefined;
  await inProject({}, async (cwd) => {
    const path = join(cwd, 'residual.onnx');
    await writeFile(path, writeGraph(graph));
    result = await use(path);
  });
  return result!;
}

test('shapes, costs, cut points and blocks', async () => {
  const found = await inspect(residual('Relu'));
  assert.is(found.name, 'residual.onnx');
  assert.equal(found.inputs, [{ name: 'image', dims: [1, 2, 8, 8], dtype: 'float32' }]);
  assert.equal(found.outputs, [{ name: 'logits', dims: [1, 3] }]);
  assert.equal(found.nodes, { before: 9, after: 8 });
  assert.equal(found.operators, { Add: 1, Conv: 2, Gemm: 1, GlobalAveragePool: 1, Relu: 2, Reshape: 1 });
  assert.equal(found.cutPoints, ['image', 'c1', 'r1', 'sum', 'middle', 'pooled', 'flat', 'logits']);
  const blocks = found.blocks.map(({ from, to, nodes, macs, parameters }) => [
    from,
    to,
    nodes,
    macs,
    parameters,
  ]);
  assert.equal(blocks, [
    ['image', 'c1', 1, 64 * 4 * 18, 72 + 4],
    ['c1', 'r1', 1, 0, 0],
    ['r1', 'sum', 2, 64 * 4 * 36, 144],
    ['sum', 'middle', 1, 0, 0],
    ['middle', 'pooled', 1, 0, 0],
    ['pooled', 'flat', 1, 0, 0],
    ['flat', 'logits', 1, 12, 12],
  ]);
  assert.is(found.macs, 64 * 4 * 18 + 64 * 4 * 36 + 12);
  assert.equal(found.blockers, []);
  assert.ok(found.subNetworks.count >= 28, String(found.subNetworks.count));
  assert.is(found.subNetworks.trainable, found.subNetworks.count);
  assert.match(inspectionText(found), 'Nothing stands in the way of training.');
});

test('an operator without a gradient is named, and what holds it is not offered', async () => {
  const found = await inspect(residual('Hardmax'));
  assert.equal(found.blockers, [{ node: 'middle', opType: 'Hardmax' }]);
  assert.ok(found.subNetworks.trainable > 0 && found.subNetworks.trainable < found.subNetworks.count);
  const text = inspectionText(found);
  assert.match(text, 'Hardmax (middle)');
  assert.not.match(text, 'Nothing stands');
});

test('what leaves the graphics card in a browser is in one line, with the reason and an example', async () => {
  assert.match(
    inspectionText(await inspect(residual('Relu'))),
    /^WebGPU {7}every operator of ONNX has a kernel$/m,
  );
  const found = await inspect({ ...residual('Hardmax'), opsets: new Map([['', 22]]) });
  assert.equal(found.webgpu, {
    transposes: false,
    onCpu: [
      { node: 'middle', opType: 'Hardmax', why: 'no kernel' },
      { node: 'pooled', opType: 'GlobalAveragePool', why: 'no kernel from opset 22 on' },
    ],
    unknown: [],
  });
  const [line] = /^WebGPU.*$/m.exec(inspectionText(found))!;
  assert.is(
    line,
    'WebGPU       leaves 2 of 8 nodes to the CPU, with copies there and back: Hardmax (no kernel), ' +
      'GlobalAveragePool (no kernel from opset 22 on); the first is middle',
  );
});

test('bespoke inspect prints a table, and the same as data with --json', () =>
  withFile(residual('Relu'), async (path) => {
    const text = bespoke('inspect', path);
    assert.match(text, /^residual\.onnx {2}.*parameters$/m);
    assert.match(text, /^r1 +sum +1x4x8x8 +2 +9\.22k +67% +144 +\d+%$/m);
    const found = JSON.parse(bespoke('inspect', path, '--json'));
    assert.equal(found, JSON.parse(JSON.stringify(await inspectModel(await readModelFile(path)))));
  }));

test('a model with an open size needs --size', () => {
  const graph = residual('Relu');
  const image: ValueInfo = { name: 'image', dtype: 'float32', dims: [1, 2, -1, -1] };
  return withFile({ ...graph, inputs: [image], values: new Map() }, async (path) => {
    const found = JSON.parse(bespoke('inspect', path, '--json', '--size', '6x4'));
    assert.equal(found.inputs[0].dims, [1, 2, 6, 4]);
    assert.is(found.takesOtherSizes, true);
    assert.match(bespoke('inspect', path, '--size', '6x4'), /input .* 1x2x6x4, .*, other sizes too\n/);
    assert.is(found.blocks[0].macs, 24 * 4 * 18);
    const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
    const args = [main, 'inspect', path];
    const refused = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.is(refused.status, 1);
    assert.match(refused.stderr, 'MODEL_DYNAMIC_SIZE');
    assert.match(refused.stderr, 'Give --size HEIGHTxWIDTH');
    assert.not.match(refused.stderr, 'data.input.size');
  });
});

test('several inputs of integers, whose length is open', () => {
  const size = { layers: 2, width: 8, heads: 2, hidden: 16, vocabulary: 40, length: 6 };
  const graph = textEncoder(size, rngOf(1, 'inspect'));
  const inputs = graph.inputs.map((info) => ({ ...info, dims: [1, -1] }));
  return withFile({ ...graph, inputs, values: new Map() }, async (path) => {
    const found = JSON.parse(bespoke('inspect', path, '--length', '6', '--json'));
    assert.equal(found.inputs, [
      { name: 'input_ids', dims: [1, 6], dtype: 'int64', below: 40 },
      { name: 'attention_mask', dims: [1, 6], dtype: 'int64' },
      { name: 'token_type_ids', dims: [1, 6], dtype: 'int64', below: 2 },
    ]);
    assert.equal(found.blockers, []);
    assert.not.ok('Slice' in found.operators);
    const layers = found.blocks.filter(({ macs }: { macs: number }) => macs > 0);
    assert.is(layers.length, 2 * size.layers + 1);
    assert.match(
      bespoke('inspect', path, '--length', '6'),
      /input_ids 1x6 int64 below 40; attention_mask 1x6 int64; /,
    );
  });
});

function bespoke(...args: readonly string[]): string {
  const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const run = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
  });
  assert.is(run.status, 0, run.stderr);
  return run.stdout;
}

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph } from '../../src/onnx/graph.js';
import { structureKey } from '../../src/onnx/structure-key.js';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { float, int, ints, type ModelText, modelBytes, type NodeText, randomTensor } from './model.js';

const normal = async (text: ModelText): Promise<Graph> =>
  (await normalForm(modelBytes(text), { where: 'm' })).graph;

const nodes: readonly NodeText[] = [
  ['Conv', 'x w', 'a', { pads: ints(1, 1, 1, 1) }],
  ['LeakyRelu', 'a', 'b', { alpha: float(0.1) }],
  ['Tanh', 'a', 'c'],
  ['Sub', 'b c', 'd'],
  ['Pad', 'd p', 'y'],
];
const weights = { w: randomTensor('w', [3, 3, 3, 3]), p: int64([0, 0, 1, 1, 0, 0, 1, 1]) };
const base: ModelText = { opset: 18, input: ['n', 3, 8, 8], nodes, weights };
const key = structureKey(await normal(base));

const change = (index: number, node: NodeText): readonly NodeText[] =>
  nodes.map((each, position) => (position === index ? node : each));

const same: Readonly<Record<string, ModelText>> = {
  'other weights': { ...base, weights: { ...weights, w: randomTensor('other', [3, 3, 3, 3]) } },
  'other names': {
    ...base,
    weights: { weight: weights.w, pads: weights.p },
    nodes: [
      ['Conv', 'x weight', 'conv', { pads: ints(1, 1, 1, 1) }],
      ['LeakyRelu', 'conv', 'act', { alpha: float(0.1) }],
      ['Tanh', 'conv', 'tanh'],
      ['Sub', 'act tanh', 'diff'],
      ['Pad', 'diff pads', 'y'],
    ],
  },
  'independent nodes the other way round': {
    ...base,
    nodes: [nodes[0], nodes[2], nodes[1], nodes[3], nodes[4]],
  },
};

for (const [name, text] of Object.entries(same)) {
  test(`same key: ${name}`, async () => assert.is(structureKey(await normal(text)), key));
}

const other: Readonly<Record<string, ModelText>> = {
  'another size': { ...base, input: ['n', 3, 9, 8] },
  'another operator': { ...base, nodes: change(2, ['Sigmoid', 'a', 'c']) },
  'another attribute': { ...base, nodes: change(1, ['LeakyRelu', 'a', 'b', { alpha: float(0.2) }]) },
  'another width': {
    ...base,
    nodes: [...nodes, ['Conv', 'y v', 'z']],
    outputs: 'z',
    weights: { ...weights, v: randomTensor('v', [2, 3, 1, 1]) },
  },
  'other pads': { ...base, weights: { ...weights, p: int64([0, 0, 2, 1, 0, 0, 0, 1]) } },
  'other wiring': { ...base, nodes: change(3, ['Sub', 'c b', 'd']) },
  'another opset': { ...base, opset: 20 },
  'a second output': { ...base, outputs: 'y c' },
};

for (const [name, text] of Object.entries(other)) {
  test(`other key: ${name}`, async () => assert.is.not(structureKey(await normal(text)), key));
}

test('a weight that two layers share is not two weights', async () => {
  const two = (second: string): ModelText => ({
    opset: 18,
    input: ['n', 3, 8, 8],
    weights: { w: randomTensor('w', [3, 3, 1, 1]), v: randomTensor('v', [3, 3, 1, 1]) },
    nodes: [
      ['Conv', 'x w', 'a', { group: int(1) }],
      ['Relu', 'a', 'b'],
      ['Conv', `b ${second}`, 'y', { group: int(1) }],
    ],
  });
  assert.is.not(structureKey(await normal(two('w'))), structureKey(await normal(two('v'))));
});

test('it is a sha256', () => assert.match(key, /^[0-9a-f]{64}$/));

test('float constants of any length do not matter', async () => {
  const scaled = (value: number): ModelText => ({
    opset: 18,
    weights: { s: float32(Float32Array.of(value), [1]) },
    nodes: [['Mul', 'x s', 'y']],
  });
  assert.is(structureKey(await normal(scaled(2))), structureKey(await normal(scaled(3))));
});

test.run();

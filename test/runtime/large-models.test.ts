import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inspectModel } from '../../src/cli/inspect-model.js';
import type { BespokeError } from '../../src/errors.js';
import { int64 } from '../../src/onnx/tensor.js';
import { assertFits } from '../../src/runtime/assert-fits.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { int, type ModelText, modelBytes } from '../onnx/model.js';

const test = suite('models that are too large');

const doubling = 22;
const large: Record<string, ModelText> = {
  'an input of too many rows': { opset: 17, input: [10 ** 9, 64], nodes: [['Relu', 'x', 'y']] },
  'an input of more elements than an array can have': {
    opset: 17,
    input: [1, 3, 10 ** 8, 10 ** 8],
    nodes: [['Relu', 'x', 'y']],
  },
  'activations that double from node to node': {
    opset: 17,
    input: ['batch', 64],
    nodes: Array.from({ length: doubling }, (_, index) => {
      const from = index === 0 ? 'x' : `t${index}`;
      return ['Concat', `${from} ${from}`, index === doubling - 1 ? 'y' : `t${index + 1}`, { axis: int(1) }];
    }),
  },
  'a constant that folding would make': {
    opset: 17,
    input: ['batch', 4],
    weights: { shape: int64([10 ** 6, 10 ** 5]), zero: int64([0, 1]) },
    nodes: [
      ['ConstantOfShape', 'shape', 'wide'],
      ['ReduceMax', 'wide', 'top'],
      ['Add', 'x top', 'y'],
    ],
  },
};

for (const [name, model] of Object.entries(large))
  test(`${name}: refused before anything is allocated`, async () => {
    const before = process.memoryUsage.rss();
    const error = await normalForm(modelBytes(model), { where: 'large.onnx' }).then(
      () => undefined,
      (reason: BespokeError) => reason,
    );
    assert.ok(error, 'it was accepted');
    assert.is(error.code, 'MODEL_TOO_LARGE', error.message);
    assert.match(error.message, /large\.onnx: .* GiB .* at most .* on this machine/);
    assert.ok(process.memoryUsage.rss() - before < 2 ** 28);
  });

test('the bound is on all activations together, open dimensions taken for the batch', () => {
  const shapes = new Map([
    ['a', [-1, 10]],
    ['b', [5]],
  ]);
  assertFits(shapes, 2, 'model', 100);
  assert.throws(() => assertFits(shapes, 3, 'model', 100), /'a'; got '\[\?, 10\]'/);
});

test('what is listed of sub-networks grows with the nodes, not with their square', async () => {
  const counts: number[] = [];
  for (const length of [1500, 3000]) {
    const chain: ModelText = {
      opset: 17,
      input: ['batch', 4],
      nodes: Array.from({ length }, (_, index) => [
        index % 2 === 0 ? 'Abs' : 'Neg',
        index === 0 ? 'x' : `t${index}`,
        index === length - 1 ? 'y' : `t${index + 1}`,
      ]),
    };
    const file = {
      name: 'chain.onnx',
      bytes: modelBytes(chain),
      readExternal: () => assert.unreachable() as never,
    };
    const { subNetworks, blocks } = await inspectModel(file as never);
    assert.is(blocks.length, length);
    counts.push(subNetworks.count);
  }
  assert.ok(counts[1]! < 2 * counts[0]!, counts.join());
});

test.run();

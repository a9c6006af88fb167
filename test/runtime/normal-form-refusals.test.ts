import { create } from '@bufbuild/protobuf';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { encodeModel } from '../../src/onnx/codec.js';
import { type GraphProto, NodeProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import {
  graphAttribute,
  graphProto,
  int,
  ints,
  type ModelText,
  modelBytes,
  modelProto,
  randomTensor,
} from '../onnx/model.js';

const where = 'models/teacher.onnx';

interface Refusal {
  readonly name: string;
  readonly model: ModelText | (() => Uint8Array);
  readonly code: string;
  /** Parts of the message. */
  readonly says: readonly string[];
  readonly inputSize?: readonly [number, number];
}

const wide = (values: readonly number[]): Tensor => float32(Float32Array.from(values), [values.length]);

function withIf(): Uint8Array {
  const model = modelProto({
    opset: 13,
    nodes: [
      ['ReduceSum', 'x', 's', { keepdims: int(0) }],
      ['Cast', 's', 'c', { to: int(9) }],
    ],
  });
  const branch = (op: string) =>
    graphProto({ nodes: [[op, 'x', `${op}_out`]], weights: {}, input: [], outputs: [`${op}_out`] });
  model.graph?.node.push(
    create(NodeProtoSchema, {
      name: 'choice',
      opType: 'If',
      input: ['c'],
      output: ['y'],
      attribute: [
        graphAttribute('then_branch', branch('Relu')),
        graphAttribute('else_branch', branch('Neg')),
      ],
    }),
  );
  return encodeModel(model);
}

const refusals: readonly Refusal[] = [
  {
    name: 'NonZero',
    model: {
      opset: 13,
      nodes: [
        ['NonZero', 'x', 'n'],
        ['Cast', 'n', 'y', { to: int(1) }],
      ],
    },
    code: 'MODEL_OPERATOR',
    says: ["'NonZero_0'", 'NonZero', 'depends on the values'],
  },
  {
    name: 'NonMaxSuppression',
    model: {
      opset: 13,
      input: ['batch', 5, 4],
      weights: { boxes: randomTensor('boxes', [1, 5, 4]) },
      nodes: [
        ['Transpose', 'x', 't', { perm: ints(0, 2, 1) }],
        ['ReduceMean', 't', 'scores', { axes: ints(1), keepdims: int(1) }],
        ['NonMaxSuppression', 'boxes scores', 'i'],
        ['Cast', 'i', 'y', { to: int(1) }],
      ],
    },
    code: 'MODEL_OPERATOR',
    says: ["'NonMaxSuppression_2'", 'depends on the values'],
  },
  {
    name: 'If on the input',
    model: withIf,
    code: 'MODEL_OPERATOR',
    says: ["node 'choice' (If)", 'control flow'],
  },
  {
    name: 'random values',
    model: {
      opset: 13,
      nodes: [
        ['RandomNormalLike', 'x', 'r'],
        ['Add', 'x r', 'y'],
      ],
    },
    code: 'MODEL_OPERATOR',
    says: ["'RandomNormalLike_0'", 'every run'],
  },
  {
    name: 'an operator that nobody has',
    model: {
      opset: 17,
      nodes: [
        ['Relu', 'x', 'r'],
        ['acme:Magic', 'r', 'y'],
      ],
    },
    code: 'MODEL_OPERATOR',
    says: ["'Magic_1'", 'acme:Magic'],
  },
  {
    name: 'a misspelt operator of ONNX',
    model: { opset: 17, nodes: [['Relux', 'x', 'y']] },
    code: 'MODEL_OPERATOR',
    says: ["'Relux_0'", 'Relux'],
  },
  {
    name: 'batch norm in training mode whose batch statistics are read',
    model: {
      opset: 15,
      outputs: 'y m',
      input: ['batch', 4, 2, 2],
      weights: { g: randomTensor('g', [4]), b: randomTensor('b', [4]) },
      nodes: [['BatchNormalization', 'x g b b g', 'y m v', { training_mode: int(1) }]],
    },
    code: 'MODEL_OPERATOR',
    says: ["'BatchNormalization_0'", 'training mode'],
  },
  {
    name: 'a mean over the batch',
    model: {
      opset: 13,
      nodes: [
        ['ReduceMean', 'x', 'm', { axes: ints(0) }],
        ['Add', 'x m', 'y'],
      ],
    },
    code: 'MODEL_BATCH',
    says: ["'ReduceMean_0'", 'ReduceMean'],
  },
  {
    name: 'softmax over the batch',
    model: {
      opset: 13,
      nodes: [
        ['Relu', 'x', 'r'],
        ['Softmax', 'r', 'y', { axis: int(0) }],
      ],
    },
    code: 'MODEL_BATCH',
    says: ["'Softmax_1'", 'other values for two samples'],
  },
  {
    name: 'the batch behind the sequence',
    model: {
      opset: 13,
      input: ['batch', 5, 4],
      weights: { w: randomTensor('w', [1, 12, 4]), r: randomTensor('r', [1, 12, 3]) },
      nodes: [
        ['Transpose', 'x', 't', { perm: ints(1, 0, 2) }],
        ['LSTM', 't w r', 'y', { hidden_size: int(3) }],
      ],
    },
    code: 'MODEL_BATCH',
    says: ["'LSTM_1'", '[5, 1, 1, 3] for one sample'],
  },
  {
    name: 'open height and width',
    model: { opset: 13, input: ['batch', 3, 'height', 'width'], nodes: [['Relu', 'x', 'y']] },
    code: 'MODEL_DYNAMIC_SIZE',
    says: ["input 'x'", '[?, 3, ?, ?]', 'data.input.size'],
  },
  {
    name: 'open length of a vector, which no size sets',
    model: { opset: 13, input: ['batch', 'length'], nodes: [['Relu', 'x', 'y']] },
    code: 'MODEL_DYNAMIC_SIZE',
    says: ['[?, ?]'],
    inputSize: [4, 4],
  },
  {
    name: 'another size than the model has',
    model: { opset: 13, input: ['batch', 3, 8, 8], nodes: [['Relu', 'x', 'y']] },
    code: 'MODEL_INPUT_SIZE',
    says: ['[8,9]', '[?, 3, 8, 8]'],
    inputSize: [8, 9],
  },
  {
    name: 'a tensor of a name that objects cannot have',
    model: {
      opset: 13,
      nodes: [
        ['Relu', 'x', '__proto__'],
        ['Relu', '__proto__', 'y'],
      ],
    },
    code: 'MODEL_NAME',
    says: ["'__proto__'", 'Rename it'],
  },
  {
    name: 'an input of a type that samples do not have',
    model: { opset: 13, inputType: 'int16', nodes: [['Cast', 'x', 'y', { to: int(1) }]] },
    code: 'MODEL_INPUT',
    says: ["'x'", 'INT16', 'int64, int32, bool or uint8'],
  },
  {
    name: 'an output that is constant',
    model: {
      opset: 13,
      weights: { w: wide([1, 2]) },
      outputs: 'y z',
      nodes: [
        ['Relu', 'x', 'y'],
        ['Relu', 'w', 'z'],
      ],
    },
    code: 'MODEL_OUTPUT',
    says: ["'z'"],
  },
  {
    name: 'NaN in a weight that folding would rename',
    model: {
      opset: 13,
      weights: { 'conv1.weight': wide([1, Number.NaN, 3, 4]) },
      nodes: [
        ['Neg', 'conv1.weight', 'n'],
        ['Mul', 'x n', 'y'],
      ],
    },
    code: 'MODEL_NAN_WEIGHTS',
    says: ["'conv1.weight'", 'index 1', 'NaN'],
  },
  { name: 'opset 6', model: { opset: 6, nodes: [['Relu', 'x', 'y']] }, code: 'MODEL_OPSET', says: ['got 6'] },
  {
    name: 'an opset to come',
    model: { opset: 99, nodes: [['Relu', 'x', 'y']] },
    code: 'MODEL_OPSET',
    says: ['Opset 99'],
  },
  {
    name: 'a tensor that nothing makes',
    model: { opset: 13, nodes: [['Add', 'x nothing', 'y']] },
    code: 'MODEL_REFUSED',
    says: ["'nothing'"],
  },
  {
    name: 'shapes that do not fit',
    model: { opset: 13, weights: { w: randomTensor('w', [5, 2]) }, nodes: [['MatMul', 'x w', 'y']] },
    code: 'MODEL_REFUSED',
    says: ["'MatMul_0'", 'MatMul'],
  },
  {
    name: 'external data without a reader',
    model: () => {
      const model = modelProto({
        opset: 13,
        weights: { w: wide([1, 2, 3, 4]) },
        nodes: [['Mul', 'x w', 'y']],
      });
      const [weight] = (model.graph as GraphProto).initializer;
      weight.dataLocation = 1;
      weight.externalData.push({ $typeName: 'onnx.StringStringEntryProto', key: 'location', value: 'w.bin' });
      return encodeModel(model);
    },
    code: 'MODEL_EXTERNAL_DATA',
    says: ["'w'", 'w.bin'],
  },
];

for (const { name, model, code, says, inputSize } of refusals) {
  test(`refused: ${name}`, async () => {
    const bytes = typeof model === 'function' ? model() : modelBytes(model);
    try {
      await normalForm(bytes, { where, inputSize });
    } catch (error) {
      assert.instance(error, BespokeError);
      assert.is((error as BespokeError).code, code);
      for (const part of [where, ...says])
        assert.ok((error as BespokeError).message.includes(part), `${part} in ${error}`);
      return;
    }
    assert.unreachable('it was accepted');
  });
}

test('open height and width with data.input.size', async () => {
  const open = modelBytes({ opset: 13, input: ['batch', 3, 'height', 'width'], nodes: [['Relu', 'x', 'y']] });
  const { graph, dynamicBatch } = await normalForm(open, { where, inputSize: [5, 7] });
  assert.equal(graph.inputs[0].dims, [1, 3, 5, 7]);
  assert.ok(dynamicBatch);
});

test('channels last with data.input.size', async () => {
  const open = modelBytes({ opset: 13, input: ['batch', 'height', 'width', 3], nodes: [['Relu', 'x', 'y']] });
  const { graph } = await normalForm(open, { where, inputSize: [5, 7] });
  assert.equal(graph.inputs[0].dims, [1, 5, 7, 3]);
});

test.run();

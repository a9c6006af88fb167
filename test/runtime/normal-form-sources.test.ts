/** The same network as people's files have it; every one must become the same graph. */

import { readdirSync } from 'node:fs';
import { clearField, create } from '@bufbuild/protobuf';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeModel } from '../../src/onnx/codec.js';
import { float16ToFloat32, float32ToFloat16 } from '../../src/onnx/float16.js';
import {
  FunctionProtoSchema,
  type GraphProto,
  type ModelProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataLocation,
  TensorProtoSchema,
} from '../../src/onnx/gen/onnx_pb.js';
import type { Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { normalForm, probeInput } from '../../src/runtime/normal-form.js';
import {
  graphAttribute,
  graphProto,
  int,
  modelProto,
  type NodeText,
  randomTensor,
  tensor,
  valueProto,
} from '../onnx/model.js';
import { difference, runGraph, runModel } from '../onnx/run-model.js';
import { inDirectory } from '../store/temporary-directory.js';

const where = 'model.onnx';
const weights = { w: randomTensor('w', [4, 6]), b: randomTensor('b', [6]) };
const nodes: readonly NodeText[] = [
  ['Gemm', 'x w b', 'h'],
  ['Relu', 'h', 'y'],
];
const plain = (): ModelProto => modelProto({ opset: 13, weights, nodes });
const graphIn = (model: ModelProto): GraphProto => model.graph as GraphProto;
const expected = async () => (await normalForm(encodeModel(plain()), { where })).graph;

const half = (value: Tensor): Tensor => ({
  dtype: 'float16',
  dims: value.dims,
  data: float32ToFloat16(value.data as Float32Array),
});

const sources: Readonly<Record<string, () => ModelProto>> = {
  'weights as Constant nodes': () =>
    modelProto({
      opset: 13,
      nodes: [
        ['Constant', '', 'w', { value: tensor(weights.w) }],
        ['Constant', '', 'b', { value: tensor(weights.b) }],
        ...nodes,
      ],
    }),
  'weights that are graph inputs too, as before IR version 4': () => {
    const model = modelProto({ opset: 9, weights, nodes, irVersion: 3 });
    graphIn(model).input.push(valueProto('w', 'float32', [4, 6]), valueProto('b', 'float32', [6]));
    return model;
  },
  'weights in typed fields': () => {
    const model = plain();
    for (const proto of graphIn(model).initializer) {
      proto.floatData = [...(weights[proto.name as 'w' | 'b'].data as Float32Array)];
      clearField(proto, TensorProtoSchema.field.rawData);
    }
    return model;
  },
  'shapes stated in the file': () => {
    const model = plain();
    graphIn(model).valueInfo.push(valueProto('h', 'float32', ['batch', 6]));
    return model;
  },
  'identity and dropout in between': () =>
    modelProto({
      opset: 13,
      weights,
      nodes: [
        ['Identity', 'w', 'w1'],
        ['Gemm', 'x w1 b', 'h'],
        ['Dropout', 'h', 'd'],
        ['Relu', 'd', 'y'],
      ],
    }),
};

for (const [name, source] of Object.entries(sources)) {
  test(name, async () => {
    const { graph } = await normalForm(encodeModel(source()), { where });
    const [got, wanted] = [graph, await expected()];
    assert.equal(
      got.nodes.map(({ opType }) => opType),
      wanted.nodes.map(({ opType }) => opType),
    );
    const x = probeInput([3, 4]);
    assert.is(difference(await runGraph(got, x), await runGraph(wanted, x)), 0);
  });
}

test('external data', async () => {
  const model = plain();
  const file = new Uint8Array(7 + 4 * 24 + 4 * 6);
  let offset = 7;
  for (const proto of graphIn(model).initializer) {
    file.set(proto.rawData, offset);
    const entries = { location: 'data/weights.bin', offset: `${offset}`, length: `${proto.rawData.length}` };
    offset += proto.rawData.length;
    clearField(proto, TensorProtoSchema.field.rawData);
    proto.dataLocation = TensorProto_DataLocation.EXTERNAL;
    for (const [key, value] of Object.entries(entries)) {
      proto.externalData.push({ $typeName: 'onnx.StringStringEntryProto', key, value });
    }
  }
  const asked: string[] = [];
  const readExternal = (location: string): Uint8Array => {
    asked.push(location);
    return file;
  };
  const { graph } = await normalForm(encodeModel(model), { where, readExternal });
  assert.equal([...new Set(asked)], ['data/weights.bin']);
  assert.equal(writeGraph(graph), writeGraph(await expected()));
});

test('float16 is computed in float32 with the rounded weights', async () => {
  const model = modelProto({
    opset: 13,
    inputType: 'float16',
    weights: { w: half(weights.w), b: half(weights.b) },
    nodes: [
      ['Gemm', 'x w b', 'h'],
      ['Relu', 'h', 'r'],
      [
        'Constant',
        '',
        'c',
        { value: tensor(half({ dtype: 'float32', dims: [], data: Float32Array.of(0.1) })) },
      ],
      ['Mul', 'r c', 'y'],
    ],
  });
  graphIn(model).output = [valueProto('y', 'float16')];
  const { graph } = await normalForm(encodeModel(model), { where });
  assert.ok([...graph.values.values()].every(({ dtype }) => dtype === 'float32'));
  const stored = graph.initializers.get('w')?.data;
  assert.equal(stored, float16ToFloat32(float32ToFloat16(weights.w.data as Float32Array)));

  const x = probeInput([2, 4]);
  const rounded = { ...x, data: float16ToFloat32(float32ToFloat16(x.data as Float32Array)) };
  const wanted = (await runModel(encodeModel(model), half(x))).y;
  const got = (await runGraph(graph, rounded)).y;
  const same = float16ToFloat32(wanted.data as Uint16Array).every(
    (value, index) => Math.abs(value - Number(got.data[index])) < 2e-2,
  );
  assert.ok(same);
});

test('a model in float32 with float16 inside loses its casts', async () => {
  const model = modelProto({
    opset: 13,
    weights: { w: half(weights.w) },
    nodes: [
      ['Cast', 'x', 'h', { to: int(10) }],
      ['MatMul', 'h w', 'm'],
      ['Cast', 'm', 'f', { to: int(1) }],
      ['Relu', 'f', 'y'],
    ],
  });
  const { graph } = await normalForm(encodeModel(model), { where });
  assert.is(graph.nodes.map(({ opType }) => opType).join(' '), 'MatMul Relu');
});

test('an If with a constant condition is taken in', async () => {
  const model = modelProto({
    opset: 13,
    weights: { ...weights, yes: { dtype: 'bool', dims: [], data: Uint8Array.of(1) } },
    nodes: [['Gemm', 'x w b', 'h']],
  });
  const branch = (op: string) =>
    graphProto({ nodes: [[op, 'h', `${op}_out`]], weights: {}, input: [], outputs: [`${op}_out`] });
  graphIn(model).node.push(
    create(NodeProtoSchema, {
      name: 'choice',
      opType: 'If',
      input: ['yes'],
      output: ['y'],
      attribute: [
        graphAttribute('then_branch', branch('Relu')),
        graphAttribute('else_branch', branch('Neg')),
      ],
    }),
  );
  const { graph } = await normalForm(encodeModel(model), { where });
  const x = probeInput([3, 4]);
  assert.is(graph.nodes.map(({ opType }) => opType).join(' '), 'Gemm Relu');
  assert.is(difference(await runGraph(graph, x), await runGraph(await expected(), x)), 0);
});

test('functions of the model are taken in', async () => {
  const model = modelProto({ opset: 17, weights, nodes: [['local:Dense', 'x w b', 'y']], irVersion: 8 });
  model.functions.push(
    create(FunctionProtoSchema, {
      name: 'Dense',
      domain: 'local',
      input: ['a', 'w', 'b'],
      output: ['o'],
      node: graphProto({
        nodes: [
          ['Gemm', 'a w b', 'h'],
          ['Relu', 'h', 'o'],
        ],
        weights: {},
        input: [],
        outputs: [],
      }).node,
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: 17n })],
    }),
  );
  const { graph } = await normalForm(encodeModel(model), { where });
  assert.is(graph.nodes.map(({ opType }) => opType).join(' '), 'Gemm Relu');
  assert.equal([...graph.opsets], [['', 18]]);
});

test('the same file gives the same bytes, and no temporary file is left', () =>
  inDirectory(async (directory) => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = directory;
    try {
      const [first, second] = [await expected(), await expected()];
      assert.equal(writeGraph(first, { values: true }), writeGraph(second, { values: true }));
      assert.equal(readdirSync(directory), []);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  }));

test('names of tensors and weights in the file stay', async () => {
  const graph = await expected();
  assert.equal([...graph.initializers.keys()], ['w', 'b']);
  assert.equal([...graph.values.keys()], ['x', 'h', 'y']);
  assert.equal(
    graph.nodes.map(({ label }) => label),
    ['Gemm_0', 'Relu_1'],
  );
});

test.run();

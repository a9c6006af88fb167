import { clearField } from '@bufbuild/protobuf';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { encodeModel } from '../../src/onnx/codec.js';
import { type GraphProto, type ModelProto, TensorProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import { type Graph, intAttribute } from '../../src/onnx/graph.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { type DataType, float32, int64, type Tensor, type TensorData } from '../../src/onnx/tensor.js';
import {
  float,
  floats,
  graphAttribute,
  graphProto,
  int,
  ints,
  modelBytes,
  modelProto,
  string,
  tensor,
  valueProto,
} from './model.js';

const where = 'model.onnx';
const read = (model: ModelProto): Graph => readGraph(encodeModel(model), { where });
const graphIn = (model: ModelProto): GraphProto => model.graph as GraphProto;
const refusal = (model: ModelProto, readExternal?: (location: string) => Uint8Array): BespokeError => {
  try {
    readGraph(encodeModel(model), { where, readExternal });
  } catch (error) {
    if (error instanceof BespokeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

const constants: Readonly<
  Record<string, readonly [Parameters<typeof tensor>[0] | ReturnType<typeof int>, Tensor]>
> = {
  value: [float32(Float32Array.of(1, 2), [2, 1]), float32(Float32Array.of(1, 2), [2, 1])],
  value_float: [float(0.5), float32(Float32Array.of(0.5), [])],
  value_floats: [floats(0.5, 1), float32(Float32Array.of(0.5, 1), [2])],
  value_int: [int(-3), int64([-3], [])],
  value_ints: [ints(3, 4), int64([3, 4])],
};

for (const [name, [value, expected]] of Object.entries(constants)) {
  test(`a Constant in ${name} becomes a weight`, () => {
    const attribute = 'dtype' in value ? tensor(value) : value;
    const graph = read(
      modelProto({
        opset: 13,
        nodes: [
          ['Constant', '', 'c', { [name]: attribute }],
          ['Relu', 'x', 'y'],
        ],
      }),
    );
    assert.equal(graph.initializers.get('c'), expected);
    assert.is(graph.nodes.length, 1);
  });
}

/** Element types: data, and the typed field of TensorProto that it may be in. */
const typed: readonly (readonly [DataType, TensorData, Partial<Record<string, unknown>>])[] = [
  ['float32', Float32Array.of(1.5, -2), { floatData: [1.5, -2] }],
  ['float64', Float64Array.of(1.1, -2), { doubleData: [1.1, -2] }],
  ['float16', Uint16Array.of(0x3c00, 0xc000), { int32Data: [0x3c00, 0xc000] }],
  ['bfloat16', Uint16Array.of(0x3f80, 0x4000), { int32Data: [0x3f80, 0x4000] }],
  ['int8', Int8Array.of(-1, 7), { int32Data: [-1, 7] }],
  ['uint8', Uint8Array.of(255, 7), { int32Data: [255, 7] }],
  ['int16', Int16Array.of(-1, 7), { int32Data: [-1, 7] }],
  ['uint16', Uint16Array.of(65535, 7), { int32Data: [65535, 7] }],
  ['int32', Int32Array.of(-1, 7), { int32Data: [-1, 7] }],
  ['uint32', Uint32Array.of(2 ** 32 - 1, 7), { uint64Data: [2n ** 32n - 1n, 7n] }],
  ['int64', BigInt64Array.of(-1n, 7n), { int64Data: [-1n, 7n] }],
  ['uint64', BigUint64Array.of(2n ** 64n - 1n, 7n), { uint64Data: [2n ** 64n - 1n, 7n] }],
  ['bool', Uint8Array.of(1, 0), { int32Data: [1, 0] }],
];

for (const [dtype, data, fields] of typed) {
  const weight: Tensor = { dtype, dims: [2], data };
  test(`${dtype} weights, raw and in typed fields`, () => {
    const model = modelProto({ opset: 13, weights: { w: weight }, nodes: [['Add', 'x w', 'y']] });
    assert.equal(read(model).initializers.get('w'), weight);
    const [proto] = graphIn(model).initializer;
    clearField(proto, TensorProtoSchema.field.rawData);
    Object.assign(proto, fields);
    assert.equal(read(model).initializers.get('w'), weight);
  });
}

test('weights of no elements and scalars', () => {
  const weights = { none: float32(new Float32Array(0), [0, 3]), one: float32(Float32Array.of(2), []) };
  const graph = read(modelProto({ opset: 13, weights, nodes: [['Sum', 'x none one', 'y']] }));
  assert.equal(graph.initializers.get('none'), weights.none);
  assert.equal(graph.initializers.get('one'), weights.one);
});

test('weights that are inputs too are no inputs', () => {
  const model = modelProto({
    opset: 9,
    irVersion: 3,
    weights: { w: float32(Float32Array.of(1), [1]) },
    nodes: [['Add', 'x w', 'y']],
  });
  graphIn(model).input.push(valueProto('w', 'float32', [1]));
  assert.equal(
    read(model).inputs.map(({ name }) => name),
    ['x'],
  );
});

test('an open batch reads as 1, other open dimensions as -1', () => {
  const model = modelProto({
    opset: 13,
    input: ['n', 3, 'h', 7],
    nodes: [
      ['Relu', 'x', 'h'],
      ['Relu', 'h', 'y'],
    ],
  });
  graphIn(model).valueInfo.push(
    valueProto('h', 'float32', ['n', 3, 7, 7]),
    valueProto('q', 'float32', [1, 'w']),
  );
  const graph = read(model);
  assert.equal(graph.inputs, [{ name: 'x', dtype: 'float32', dims: [1, 3, -1, 7] }]);
  assert.equal(graph.values.get('h'), { dtype: 'float32', dims: [1, 3, 7, 7] });
  assert.not(graph.values.has('q'));
});

test('attributes keep their kind', () => {
  const attributes = {
    a: int(1),
    b: float(1),
    c: ints(),
    d: ints(-1, 2 ** 53),
    e: floats(0.5),
    f: string('SAME_UPPER'),
    g: tensor(int64([4])),
  };
  const graph = read(modelProto({ opset: 13, nodes: [['acme:Op', 'x', 'y', attributes]] }));
  assert.equal(graph.nodes[0].attributes, attributes);
  assert.is(graph.nodes[0].domain, 'acme');
  assert.equal([...graph.opsets].sort(), [
    ['', 13],
    ['acme', 1],
  ]);
});

test('attributes without a kind, as in the oldest files, are read by what is there', () => {
  const model = modelProto({
    opset: 13,
    nodes: [['Op', 'x', 'y', { axis: int(2), list: ints(1, 2), ratio: float(0.5) }]],
  });
  for (const attribute of graphIn(model).node[0].attribute) attribute.type = 0;
  const [node] = read(model).nodes;
  assert.equal(node.attributes, { axis: int(2), list: ints(1, 2), ratio: float(0.5) });
  assert.is(intAttribute(node, 'axis', 0), 2);
});

test('the domain ai.onnx is the empty one', () => {
  const model = modelProto({ opset: 13, nodes: [['ai.onnx:Relu', 'x', 'y']] });
  model.opsetImport = [{ ...model.opsetImport[0], domain: 'ai.onnx' }];
  const graph = read(model);
  assert.is(graph.nodes[0].domain, '');
  assert.is(graph.opsets.get(''), 13);
});

test('nodes in any order come out in topological order', () => {
  const graph = read(
    modelProto({
      opset: 13,
      nodes: [
        ['Add', 'a b', 'y'],
        ['Tanh', 'a', 'b'],
        ['Relu', 'x', 'a'],
      ],
    }),
  );
  assert.equal(
    graph.nodes.map(({ opType }) => opType),
    ['Relu', 'Tanh', 'Add'],
  );
});

const external = (entries: Readonly<Record<string, string>>): ModelProto => {
  const model = modelProto({ opset: 13, weights: { w: int64([1, 2]) }, nodes: [['Add', 'x w', 'y']] });
  const [proto] = graphIn(model).initializer;
  clearField(proto, TensorProtoSchema.field.rawData);
  proto.dataLocation = 1;
  proto.externalData = Object.entries(entries).map(([key, value]) => ({
    $typeName: 'onnx.StringStringEntryProto' as const,
    key,
    value,
  }));
  return model;
};
const file = new Uint8Array(BigInt64Array.of(5n, 6n, 7n).buffer);

for (const [name, entries, expected] of [
  ['offset and length', { location: 'w.bin', offset: '8', length: '16' }, [6, 7]],
  ['an offset alone', { location: 'w.bin', offset: '8' }, [6, 7]],
  ['a length alone', { location: 'w.bin', length: '16' }, [5, 6]],
] as const) {
  test(`external data with ${name}`, () => {
    const locations: string[] = [];
    const graph = readGraph(encodeModel(external(entries)), {
      where,
      readExternal(location) {
        locations.push(location);
        return file;
      },
    });
    assert.equal(graph.initializers.get('w'), int64(expected));
    assert.equal(locations, ['w.bin']);
  });
}

const refusals: Readonly<Record<string, readonly [() => BespokeError, string, RegExp]>> = {
  'external data past the end of its file': [
    () => refusal(external({ location: 'w.bin', offset: '16', length: '16' }), () => file),
    'MODEL_EXTERNAL_DATA',
    /weight 'w'.*24 bytes.*offset 16, length 16/,
  ],
  'external data of the wrong length': [
    () => refusal(external({ location: 'w.bin', length: '8' }), () => file),
    'MODEL_TENSOR_SIZE',
    /weight 'w'.*\[2\].*got 1/,
  ],
  'external data at an offset that is no number': [
    () => refusal(external({ location: 'w.bin', offset: 'x' }), () => file),
    'MODEL_EXTERNAL_DATA',
    /offset NaN/,
  ],
  'external data without a reader': [
    () => refusal(external({ location: 'w.bin' })),
    'MODEL_EXTERNAL_DATA',
    /weight 'w'.*w\.bin/,
  ],
  'data that does not fit the shape': [
    () => {
      const model = modelProto({ opset: 13, weights: { w: int64([1, 2]) }, nodes: [['Add', 'x w', 'y']] });
      graphIn(model).initializer[0].dims = [3n];
      return refusal(model);
    },
    'MODEL_TENSOR_SIZE',
    /weight 'w'.*\[3\].*got 2.*3 elements/,
  ],
  'data that ends inside an element': [
    () => {
      const model = modelProto({ opset: 13, weights: { w: int64([1, 2]) }, nodes: [['Add', 'x w', 'y']] });
      graphIn(model).initializer[0].rawData = new Uint8Array(15);
      return refusal(model);
    },
    'MODEL_TENSOR_SIZE',
    /weight 'w'/,
  ],
  'weights of strings': [
    () => {
      const model = modelProto({ opset: 13, weights: { w: int64([1]) }, nodes: [['Add', 'x w', 'y']] });
      graphIn(model).initializer[0].dataType = 8;
      return refusal(model);
    },
    'MODEL_TENSOR_TYPE',
    /weight 'w'.*STRING/,
  ],
  'a Constant of strings': [
    () =>
      refusal(
        modelProto({
          opset: 13,
          nodes: [
            ['Constant', '', 'c', { value_string: string('a') }],
            ['Relu', 'x', 'y'],
          ],
        }),
      ),
    'MODEL_OPERATOR',
    /'Constant_0' \(Constant\).*value_string/,
  ],
  'control flow': [
    () => {
      const model = modelProto({ opset: 13, nodes: [['If', 'x', 'y']] });
      const branch = graphProto({ nodes: [], weights: {}, input: [], outputs: ['x'] });
      graphIn(model).node[0].attribute.push(graphAttribute('then_branch', branch));
      return refusal(model);
    },
    'MODEL_OPERATOR',
    /'If_0' \(If\).*then_branch/,
  ],
  'an input that is a sequence': [
    () => {
      const model = modelProto({ opset: 13, nodes: [['SequenceAt', 'x i', 'y']] });
      const sequence = {
        case: 'sequenceType' as const,
        value: { $typeName: 'onnx.TypeProto.Sequence' as const },
      };
      graphIn(model).input[0].type!.value = sequence;
      return refusal(model);
    },
    'MODEL_TENSOR_TYPE',
    /'x'.*sequenceType/,
  ],
  NaN: [
    () =>
      refusal(
        modelProto({
          opset: 13,
          weights: { w: float32(Float32Array.of(1, Number.NaN), [2]) },
          nodes: [['Add', 'x w', 'y']],
        }),
      ),
    'MODEL_NAN_WEIGHTS',
    /'w'.*index 1.*NaN/,
  ],
  'NaN in float16': [
    () =>
      refusal(
        modelProto({
          opset: 13,
          weights: { w: { dtype: 'float16', dims: [1], data: Uint16Array.of(0x7e00) } },
          nodes: [['Add', 'x w', 'y']],
        }),
      ),
    'MODEL_NAN_WEIGHTS',
    /'w'.*index 0/,
  ],
  'NaN in a Constant': [
    () =>
      refusal(
        modelProto({
          opset: 13,
          nodes: [
            ['Constant', '', 'c', { value_float: float(Number.NaN) }],
            ['Add', 'x c', 'y'],
          ],
        }),
      ),
    'MODEL_NAN_WEIGHTS',
    /'c'/,
  ],
  'an infinite weight': [
    () =>
      refusal(
        modelProto({
          opset: 13,
          weights: { w: float32(Float32Array.of(1, Number.POSITIVE_INFINITY), [2]) },
          nodes: [['Add', 'x w', 'y']],
        }),
      ),
    'MODEL_NAN_WEIGHTS',
    /'w'.*index 1.*Infinity/,
  ],
};

for (const [name, [act, code, message]] of Object.entries(refusals)) {
  test(`refused: ${name}`, () => {
    const error = act();
    assert.is(error.code, code);
    assert.match(error.message, message);
    assert.match(error.message, /^model\.onnx/);
  });
}

test('infinite bounds and masks are fine', () => {
  const weights = {
    bound: float32(Float32Array.of(Number.POSITIVE_INFINITY), []),
    mask: float32(Float32Array.of(0, Number.NEGATIVE_INFINITY, 0, 0), [2, 2]),
  };
  const graph = readGraph(modelBytes({ opset: 13, weights, nodes: [['Sum', 'x bound mask', 'y']] }), {
    where,
  });
  assert.is(graph.initializers.size, 2);
});

test.run();

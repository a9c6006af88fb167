import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { decodeModel, encodeModel } from '../../src/onnx/codec.js';
import { ModelProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import { float, floats, int, ints, modelBytes, randomTensor, string, tensor } from './model.js';

const network = modelBytes({
  opset: 17,
  input: ['batch', 3, 8, 8],
  weights: { w: randomTensor('w', [4, 3, 3, 3]) },
  nodes: [
    ['Conv', 'x w', 'c', { pads: ints(1, 1, 1, 1), strides: ints(1, 1) }],
    ['LeakyRelu', 'c', 'r', { alpha: float(0.1) }],
    ['Constant', '', 'k', { value: tensor(randomTensor('k', [4, 1, 1])) }],
    [
      'Resize',
      'r - k2',
      'y',
      { mode: string('linear'), axes: ints(2, 3), extra: floats(1, 2), flag: int(-1) },
    ],
  ],
});

const codeOf = (bytes: Uint8Array): string => {
  try {
    decodeModel(bytes, 'model.onnx');
    return 'accepted';
  } catch (error) {
    if (!(error instanceof BespokeError)) throw error;
    assert.is(error.problem.where, 'model.onnx');
    return error.code;
  }
};

test('a model encodes to the bytes that it was decoded from', () => {
  assert.equal(encodeModel(decodeModel(network, 'model.onnx')), network);
});

test('a Buffer that is a view into a larger one decodes the same', () => {
  const larger = Buffer.concat([Buffer.from('xyz'), network, Buffer.from('xyz')]);
  const view = larger.subarray(3, 3 + network.length);
  assert.equal(encodeModel(decodeModel(view, 'model.onnx')), network);
});

/** Fields of numbers that no version of ONNX has: one varint, one fixed64, one of bytes, one fixed32. */
const unknown = Uint8Array.of(
  ...[0xf8, 0x7f, 0x96, 0x01],
  ...[0xf1, 0x7f, 1, 2, 3, 4, 5, 6, 7, 8],
  ...[0xfa, 0x7f, 3, 9, 8, 7],
  ...[0xfd, 0x7f, 1, 2, 3, 4],
);

test('fields that nobody knows are kept in the model', () => {
  const bytes = Uint8Array.of(...network, ...unknown);
  assert.equal(encodeModel(decodeModel(bytes, 'model.onnx')), bytes);
});

test('fields that nobody knows are kept in graph, nodes and attributes', () => {
  const model = decodeModel(network, 'model.onnx');
  const before = encodeModel(model).length;
  const attribute = model.graph?.node[0].attribute[0];
  for (const message of [model.graph, model.graph?.node[0], attribute]) {
    message!.$unknown = [{ no: 2000, wireType: 2, data: Uint8Array.of(2, 42, 43) }];
  }
  const bytes = encodeModel(model);
  assert.is(bytes.length, before + 3 * 5);
  assert.equal(encodeModel(decodeModel(bytes, 'model.onnx')), bytes);
});

test('an element type to come is kept', () => {
  const model = decodeModel(network, 'model.onnx');
  model.graph!.initializer[0].dataType = 77;
  const bytes = encodeModel(model);
  assert.is(decodeModel(bytes, 'model.onnx').graph?.initializer[0].dataType, 77);
});

type Init = MessageInitShape<typeof ModelProtoSchema>;
const name = fc.string({ maxLength: 8 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const bytes = fc.uint8Array({ maxLength: 16 });
const maybe = { requiredKeys: [] };
const tensorInit = fc.record(
  {
    dims: fc.array(int64, { maxLength: 4 }),
    dataType: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    floatData: fc.array(fc.float(), { maxLength: 4 }),
    int32Data: fc.array(fc.integer(), { maxLength: 4 }),
    int64Data: fc.array(int64, { maxLength: 4 }),
    uint64Data: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 4 }),
    doubleData: fc.array(fc.double(), { maxLength: 4 }),
    stringData: fc.array(bytes, { maxLength: 3 }),
    name,
    rawData: bytes,
    externalData: fc.array(fc.record({ key: name, value: name }, maybe), { maxLength: 2 }),
    dataLocation: fc.constantFrom(0, 1),
  },
  maybe,
);
const dimension = fc.record({
  value: fc.oneof(
    fc.record({ case: fc.constant('dimValue' as const), value: int64 }),
    fc.record({ case: fc.constant('dimParam' as const), value: name }),
    fc.constant({ case: undefined }),
  ),
});
const { type } = fc.letrec<{
  type: NonNullable<NonNullable<NonNullable<Init['graph']>['input']>[0]['type']>;
}>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      value: fc.record({
        case: fc.constant('tensorType' as const),
        value: fc.record(
          { elemType: fc.integer(), shape: fc.record({ dim: fc.array(dimension, { maxLength: 3 }) }) },
          maybe,
        ),
      }),
    }),
    fc.record({
      value: fc.record({
        case: fc.constant('sequenceType' as const),
        value: fc.record({ elemType: tie('type') }),
      }),
    }),
    fc.record({
      value: fc.record({
        case: fc.constant('mapType' as const),
        value: fc.record({ keyType: fc.integer(), valueType: tie('type') }),
      }),
    }),
    fc.record({
      value: fc.record({
        case: fc.constant('optionalType' as const),
        value: fc.record({ elemType: tie('type') }),
      }),
    }),
  ),
}));
const valueInit = fc.record({ name, type, docString: name }, maybe);
const attributeInit = fc.record(
  {
    name,
    f: fc.float(),
    i: int64,
    s: bytes,
    t: tensorInit,
    floats: fc.array(fc.float(), { maxLength: 3 }),
    ints: fc.array(int64, { maxLength: 3 }),
    strings: fc.array(bytes, { maxLength: 3 }),
    tp: type,
    type: fc.integer({ min: 0, max: 14 }),
    sparseTensor: fc.record(
      { values: tensorInit, indices: tensorInit, dims: fc.array(int64, { maxLength: 2 }) },
      maybe,
    ),
  },
  maybe,
);
const nodeInit = fc.record(
  {
    input: fc.array(name, { maxLength: 3 }),
    output: fc.array(name, { maxLength: 3 }),
    opType: name,
    domain: name,
    overload: name,
    attribute: fc.array(attributeInit, { maxLength: 3 }),
    metadataProps: fc.array(fc.record({ key: name, value: name }, maybe), { maxLength: 2 }),
  },
  maybe,
);
const graphInit = fc.record(
  {
    name,
    node: fc.array(nodeInit, { maxLength: 3 }),
    initializer: fc.array(tensorInit, { maxLength: 2 }),
    input: fc.array(valueInit, { maxLength: 2 }),
    output: fc.array(valueInit, { minLength: 1, maxLength: 2 }),
    valueInfo: fc.array(valueInit, { maxLength: 2 }),
  },
  { requiredKeys: ['output'] },
);
const modelInit: fc.Arbitrary<Init> = fc.record(
  {
    irVersion: int64,
    producerName: name,
    docString: name,
    graph: graphInit,
    opsetImport: fc.array(fc.record({ domain: name, version: int64 }, maybe), { minLength: 1, maxLength: 2 }),
    trainingInfo: fc.array(fc.record({ algorithm: graphInit }, maybe), { maxLength: 1 }),
    functions: fc.array(
      fc.record(
        { name, input: fc.array(name, { maxLength: 2 }), node: fc.array(nodeInit, { maxLength: 1 }) },
        maybe,
      ),
      {
        maxLength: 1,
      },
    ),
  },
  { requiredKeys: ['graph', 'opsetImport'] },
);

test('property: every model survives decoding and encoding, byte for byte', () => {
  fc.assert(
    fc.property(modelInit, (init) => {
      const encoded = toBinary(ModelProtoSchema, create(ModelProtoSchema, init));
      assert.equal(encodeModel(decodeModel(encoded, 'model.onnx')), encoded);
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('property: every prefix of a model is refused as truncated', () => {
  const bytes = network.subarray(0, network.length - 1);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: bytes.length }), (length) => {
      assert.is(codeOf(bytes.subarray(0, length)), 'MODEL_TRUNCATED');
    }),
    { numRuns: 300, seed: 1 },
  );
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const broken: Readonly<Record<string, readonly [Uint8Array, string]>> = {
  'an empty file': [new Uint8Array(0), 'MODEL_EMPTY'],
  'half of a model': [network.subarray(0, network.length >> 1), 'MODEL_TRUNCATED'],
  'the first bytes alone': [network.subarray(0, 3), 'MODEL_TRUNCATED'],
  'a field of a wire type that there is none of': [network.with(2, 0xff).with(3, 0x7f), 'MODEL_DAMAGED'],
  'a text': [text('hello world, this is no model'), 'MODEL_NOT_ONNX'],
  JSON: [text('{"model": "resnet"}'), 'MODEL_NOT_ONNX'],
  'a PNG': [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13), 'MODEL_NOT_ONNX'],
  zeros: [new Uint8Array(64), 'MODEL_NOT_ONNX'],
  'a zip of weights': [text('PK\u0003\u0004\u0014\u0000archive/data.pkl'), 'MODEL_NOT_ONNX'],
  'a Git LFS pointer': [
    text('version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 12\n'),
    'MODEL_NOT_ONNX',
  ],
};
for (const [what, [content, code]] of Object.entries(broken)) {
  test(`refused: ${what}`, () => assert.is(codeOf(content), code));
}

test('a Git LFS pointer is called by its name', () => {
  assert.throws(() => decodeModel(broken['a Git LFS pointer'][0], 'm.onnx'), /git lfs pull/);
});

test.run();

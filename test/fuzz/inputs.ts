import { gzipSync } from 'node:zlib';
import { create } from '@bufbuild/protobuf';
import type { BespokeConfig } from '../../src/config/gen/config-schema.js';
import { decodeModel, encodeModel } from '../../src/onnx/codec.js';
import {
  type GraphProto,
  type ModelProto,
  TensorShapeProto_DimensionSchema,
} from '../../src/onnx/gen/onnx_pb.js';
import { int64 } from '../../src/onnx/tensor.js';
import { type Rng, rngOf } from '../../src/random.js';
import { plainConfig } from '../config/project.js';
import { npy, npz } from '../data/numpy-files.js';
import { exampleProfile } from '../measure/profile/example-profile.js';
import { float, int, ints, type ModelText, modelBytes, randomTensor } from '../onnx/model.js';

export const KINDS = ['model', 'config', 'profile', 'npy', 'idx', 'image'] as const;
export type Kind = (typeof KINDS)[number];

/** One input that was changed until it is probably wrong. */
export interface FuzzInput {
  readonly kind: Kind;
  readonly bytes: Uint8Array;
}

/** Of a hundred inputs. */
const SHARES: Readonly<Record<Kind, number>> = {
  model: 55,
  config: 20,
  profile: 5,
  npy: 8,
  idx: 6,
  image: 6,
};

/** The input of a number; the same number gives the same input. */
export function inputOf(number: number): FuzzInput {
  const rng = rngOf(number, 'fuzz');
  let share = rng.int(100);
  const kind = KINDS.find((each) => {
    share -= SHARES[each];
    return share < 0;
  })!;
  return { kind, bytes: MAKERS[kind](rng) };
}

const MAKERS: Readonly<Record<Kind, (rng: Rng) => Uint8Array>> = {
  model: (rng) => {
    const model = decodeModel(modelBytes(pick(rng, MODELS)), 'seed');
    const times = 1 + rng.int(4);
    for (let time = 0; time < times; time++) pick(rng, MODEL_CHANGES)(model, rng);
    const bytes = encodeModel(model);
    return rng.int(5) === 0 ? damaged(bytes, rng) : bytes;
  },
  config: (rng) => json(changedTree(configSeed(), rng)),
  profile: (rng) => {
    const bytes = json(changedTree(exampleProfile(), rng));
    return rng.int(4) === 0 ? damaged(bytes, rng) : bytes;
  },
  npy: (rng) => {
    const shape = [3, 2, 2].map((size) => (rng.int(6) === 0 ? pick(rng, SIZES) : size));
    const descr = pick(rng, ['|u1', '<f4', '<i8', '>f8', '|b1', '<c8', '|O', '']);
    const array = npy(new Uint8Array(rng.int(201)), { descr, shape, fortran: rng.int(10) === 0 });
    const archive = npz({ x: array }, rng.int(2) === 0 ? 0 : 6);
    return rng.int(2) === 0 ? damaged(archive, rng) : archive;
  },
  idx: (rng) => {
    const dims = [2, 3, 3].map((size) => (rng.int(6) === 0 ? pick(rng, SIZES) : size));
    const header = Buffer.alloc(4 + 4 * dims.length);
    header[2] = pick(rng, [8, 9, 11, 12, 13, 14, 3]);
    header[3] = dims.length;
    for (const [axis, size] of dims.entries()) header.writeUInt32BE(Math.abs(size) >>> 0, 4 + 4 * axis);
    const bytes = Buffer.concat([header, Buffer.alloc(rng.int(81))]);
    const packed = rng.int(2) === 0 ? gzipSync(bytes) : bytes;
    return rng.int(2) === 0 ? damaged(packed, rng) : packed;
  },
  image: (rng) => damaged(Buffer.from(pick(rng, IMAGES), 'base64'), rng),
};

/** Numbers that sizes are taken for. */
const SIZES = [
  0,
  1,
  -1,
  2,
  3,
  7,
  255,
  65_536,
  1e5,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 40,
  Number.MAX_SAFE_INTEGER,
];

/** Values of every type, in the place of any. */
const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    '',
    ' ',
    '\u0000',
    '__proto__',
    'constructor',
    '../../../etc/passwd',
    '/',
    'é\u001b[2J\u0007',
    '50%',
    '-1ms',
  ],
  ...[Number.MAX_SAFE_INTEGER, 1e308, -1, 0, 0.5, -0, [], {}, [[]], [null], { a: 1 }, 'x'.repeat(10_000)],
];

const pick = <T>(rng: Rng, list: readonly T[]): T => list[rng.int(Math.max(1, list.length))]!;
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value) ?? 'null');

/** Some bytes flipped, cut off, doubled or put in. */
function damaged(bytes: Uint8Array, rng: Rng): Uint8Array {
  let result = Uint8Array.from(bytes);
  const times = 1 + rng.int(5);
  for (let time = 0; time < times && result.length > 0; time++) {
    const at = rng.int(result.length);
    switch (rng.int(4)) {
      case 0:
        result[at]! ^= 1 << rng.int(8);
        break;
      case 1:
        result = result.slice(0, at);
        break;
      case 2:
        result[at] = pick(rng, [0, 0xff, 0x7f, 0x80]);
        break;
      default:
        result = Uint8Array.from([...result.slice(0, at), ...result.slice(at, at + 16), ...result.slice(at)]);
    }
  }
  return result;
}

/** A tree of JSON with a value changed, taken away, or a key added somewhere; mostly once. */
function changedTree(tree: unknown, rng: Rng): unknown {
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      visit((holder as Record<string, unknown>)[key]);
    }
  };
  visit(tree);
  const times = 1 + rng.int(3);
  for (let time = 0; time < times; time++) {
    const { holder, key } = pick(rng, places);
    switch (rng.int(4)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        holder[`${key}x`] = structuredClone(pick(rng, ODD));
        break;
      case 2:
        holder[key] = structuredClone(pick(rng, places).holder);
        break;
      default:
        holder[key] = structuredClone(pick(rng, ODD));
    }
  }
  return tree;
}

function configSeed(): BespokeConfig {
  const config = plainConfig() as unknown as Record<string, never>;
  return {
    ...config,
    effort: { batch: 64, steps: 10, minutes: 3 },
    alternatives: { prune: true },
    search: { strategy: 'exact' },
    seed: 3,
    cache: { directory: './cache' },
    browser: { args: ['--no-sandbox'] },
  } as never;
}

const conv = {
  w: randomTensor('w', [4, 3, 3, 3]),
  b: randomTensor('b', [4]),
  fc: randomTensor('fc', [64, 5]),
};
const MODELS: readonly ModelText[] = [
  {
    opset: 13,
    input: ['batch', 3, 6, 6],
    weights: { ...conv, shape: int64([0, -1]) },
    nodes: [
      ['Conv', 'x w b', 'c', { kernel_shape: ints(3, 3), group: int(1), strides: ints(1, 1) }],
      ['Relu', 'c', 'r'],
      ['Reshape', 'r shape', 'f'],
      ['MatMul', 'f fc', 'y'],
    ],
  },
  {
    opset: 17,
    input: [1, 3, 6, 6],
    weights: { ...conv, axes: int64([2, 3]), scales: randomTensor('s', [4]) },
    nodes: [
      ['Conv', 'x w b', 'c', { pads: ints(1, 1, 1, 1) }],
      ['MaxPool', 'c', 'p', { kernel_shape: ints(2, 2), strides: ints(2, 2), ceil_mode: int(1) }],
      ['Concat', 'p p', 'd', { axis: int(1) }],
      ['Transpose', 'd', 't', { perm: ints(0, 2, 3, 1) }],
      ['Softmax', 't', 's', { axis: int(-1) }],
      ['ReduceMean', 's', 'y', { axes: ints(1, 2), keepdims: int(0) }],
    ],
  },
  {
    opset: 18,
    input: ['batch', 4, 8],
    weights: {
      q: randomTensor('q', [8, 8]),
      split: int64([4, 4]),
      one: int64([1]),
      half: randomTensor('h', [1]),
    },
    nodes: [
      ['MatMul', 'x q', 'm'],
      ['Split', 'm split', 'left right', { axis: int(2) }],
      ['Mul', 'left right', 'g'],
      ['Unsqueeze', 'g one', 'u'],
      ['Expand', 'u one', 'e'],
      ['LeakyRelu', 'e', 'l', { alpha: float(0.2) }],
      ['Flatten', 'l', 'y', { axis: int(1) }],
    ],
  },
  {
    opset: 14,
    inputType: 'uint8',
    input: ['batch', 6, 6, 3],
    weights: { w: conv.w, b: conv.b },
    nodes: [
      ['Cast', 'x', 'f', { to: int(1) }],
      ['Transpose', 'f', 't', { perm: ints(0, 3, 1, 2) }],
      ['Conv', 't w b', 'c'],
      ['GlobalAveragePool', 'c', 'g'],
      ['Flatten', 'g', 'v'],
      ['ArgMax', 'v', 'y', { axis: int(1) }],
    ],
  },
];

type ModelChange = (model: ModelProto, rng: Rng) => void;

const OPERATORS =
  'Conv Relu Add Mul MatMul Gemm Reshape Transpose Concat Split Slice Gather Expand Tile Pad Resize MaxPool AveragePool GRU LSTM Loop If Scan NonZero ArgMax TopK Einsum BatchNormalization Dropout Identity ConstantOfShape Range Shape Cast QuantizeLinear Softmax CumSum GridSample NoSuchOperator'.split(
    ' ',
  );

function graphOf(model: ModelProto): GraphProto {
  return model.graph!;
}

const MODEL_CHANGES: readonly ModelChange[] = [
  // Sizes of inputs, outputs and weights.
  (model, rng) => {
    const { input, output } = graphOf(model);
    const info = pick(rng, [...input, ...output]);
    const shape = info?.type?.value.case === 'tensorType' ? info.type.value.value.shape : undefined;
    if (shape === undefined) return;
    const value = { case: 'dimValue' as const, value: BigInt(pick(rng, SIZES)) };
    const dim = create(TensorShapeProto_DimensionSchema, { value });
    if (shape.dim.length === 0 || rng.int(4) === 0) shape.dim.push(dim);
    else shape.dim[rng.int(shape.dim.length)] = dim;
  },
  (model, rng) => {
    const tensor = pick(rng, graphOf(model).initializer);
    if (tensor === undefined) return;
    if (tensor.dims.length === 0 || rng.int(4) === 0) tensor.dims.push(BigInt(pick(rng, SIZES)));
    else tensor.dims[rng.int(tensor.dims.length)] = BigInt(pick(rng, SIZES));
  },
  (model, rng) => {
    const tensor = pick(rng, graphOf(model).initializer);
    if (tensor === undefined) return;
    if (rng.int(2) === 0) tensor.dataType = rng.int(32) - 1;
    else tensor.rawData = tensor.rawData.slice(0, rng.int(tensor.rawData.length + 1));
  },
  (model, rng) => {
    const tensor = pick(rng, graphOf(model).initializer);
    if (tensor === undefined) return;
    tensor.dataLocation = 1;
    const location = pick(rng, ['../../../../etc/passwd', '/etc/passwd', 'weights.bin', '', '.', 'a/../..']);
    tensor.externalData = [
      { key: 'location', value: location },
      { key: 'offset', value: String(pick(rng, SIZES)) },
      { key: 'length', value: String(pick(rng, SIZES)) },
    ].map((entry) => ({ $typeName: 'onnx.StringStringEntryProto', ...entry }) as never);
  },
  // Wiring.
  (model, rng) => {
    const { node } = graphOf(model);
    const target = pick(rng, node);
    const names = [
      ...node.flatMap(({ input, output }) => [...input, ...output]),
      '',
      'nothing',
      '__proto__',
      'x',
    ];
    if (target === undefined) return;
    const list = rng.int(3) === 0 ? target.output : target.input;
    if (list.length === 0 || rng.int(5) === 0) list.push(pick(rng, names));
    else list[rng.int(list.length)] = pick(rng, names);
  },
  (model, rng) => {
    const graph = graphOf(model);
    const at = rng.int(Math.max(1, graph.node.length));
    switch (rng.int(4)) {
      case 0:
        graph.node.splice(at, 1);
        break;
      case 1:
        graph.node.reverse();
        break;
      case 2:
        graph.node.push(...graph.node.slice(at, at + 1));
        break;
      default:
        if (graph.node[at] !== undefined) graph.node[at].opType = pick(rng, OPERATORS);
    }
  },
  // Attributes.
  (model, rng) => {
    const attributes = graphOf(model).node.flatMap(({ attribute }) => attribute);
    const target = pick(rng, attributes);
    if (target === undefined) return;
    const value = BigInt(pick(rng, SIZES));
    switch (rng.int(5)) {
      case 0:
        target.i = value;
        break;
      case 1:
        target.ints = Array.from({ length: rng.int(7) }, () => BigInt(pick(rng, SIZES)));
        break;
      case 2:
        target.type = rng.int(17) - 1;
        break;
      case 3:
        target.name = pick(rng, ['axis', 'axes', 'perm', 'pads', 'strides', 'group', '__proto__', '']);
        break;
      default:
        target.f = pick(rng, [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1e38]);
    }
  },
  // The file.
  (model, rng) => {
    switch (rng.int(5)) {
      case 0:
        model.irVersion = BigInt(pick(rng, SIZES));
        break;
      case 1:
        for (const opset of model.opsetImport)
          opset.version = BigInt(pick(rng, [...SIZES, 6, 9, 11, 20, 26, 27, 40]));
        break;
      case 2:
        model.opsetImport = model.opsetImport.slice(1);
        break;
      case 3:
        graphOf(model).output = [];
        break;
      default:
        graphOf(model).input = [];
    }
  },
];

/** A PNG, a JPEG, a GIF and an SVG of few pixels. */
const IMAGES = [
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8DAwMDAxMDAwMAAAAwAAQEApkU/AAAAAElFTkSuQmCC',
  'R0lGODdhAgACAIAAAAAAAP///ywAAAAAAgACAAACAkwBADs=',
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="#a"/></svg>').toString(
    'base64',
  ),
  Buffer.from('BM~\0\0\0\0\0\0\0').toString('base64'),
];

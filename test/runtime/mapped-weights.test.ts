import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import type { TensorProto } from '../../src/onnx/gen/onnx_pb.js';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { MappedWeights } from '../../src/runtime/mapped-weights.js';
import { type NormalFormMemory, normalForm } from '../../src/runtime/normal-form.js';
import { int, type ModelText, modelBytes, modelProto, randomTensor } from '../onnx/model.js';

const test = suite('weights in files');

/** More than the factors of a Resize, which ONNX Runtime wants inside; and every node is run alone. */
const LEAST: NormalFormMemory = { mappedBytes: 64, activationBytes: 1 };
const batchNorm: ModelText = {
  opset: 13,
  input: ['batch', 3, 6, 6],
  weights: {
    w: randomTensor('w', [4, 3, 3, 3]),
    ...Object.fromEntries(['scale', 'shift', 'mean'].map((name) => [name, randomTensor(name, [4])])),
    variance: float32(Float32Array.of(1, 2, 3, 4), [4]),
    flat: int64([0, -1]),
    dense: randomTensor('dense', [64, 5]),
  },
  nodes: [
    ['Conv', 'x w', 'c'],
    ['BatchNormalization', 'c scale shift mean variance', 'n'],
    ['Relu', 'n', 'r'],
    ['Reshape', 'r flat', 'f'],
    ['MatMul', 'f dense', 'm'],
    ['Softmax', 'm', 'y', { axis: int(1) }],
  ],
};
const mixing: ModelText = {
  opset: 13,
  weights: { w: randomTensor('w', [4, 4]) },
  nodes: [
    ['MatMul', 'x w', 'm'],
    ['Softmax', 'm', 'y', { axis: int(0) }],
  ],
};
const broken: ModelText = { opset: 13, weights: batchNorm.weights!, nodes: [['Conv', 'x w', 'y']] };

async function normalBytes(bytes: Uint8Array, memory?: NormalFormMemory): Promise<Uint8Array> {
  const { graph } = await normalForm(bytes, { where: 'model.onnx' }, memory);
  return writeGraph(graph, { values: true });
}

const refusal = (work: Promise<unknown>): Promise<BespokeError> =>
  work.then(
    () => assert.unreachable('it was accepted') as never,
    (error: BespokeError) => error,
  );

/** `work` with another temporary folder. */
async function withTemporary<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

let root = '';
test.before.each(() => {
  root = mkdtempSync(join(tmpdir(), 'bespoke-test-'));
});
test.after.each(() => rmSync(root, { recursive: true }));

const files = ['residual', 'vision-transformer', 'mobile-net-v3', 'u-net'];
for (const [name, bytes] of [
  ['a batch norm', modelBytes(batchNorm)],
  ...files.map((file) => [file, readFileSync(`fixtures/models/${file}.onnx`)] as const),
] as const)
  test(`${name}: the same normal form with weights in files and nodes run one by one`, async () => {
    assert.equal(await normalBytes(bytes, LEAST), await normalBytes(bytes));
  });

test('nothing is left behind, whatever happens', async () => {
  await withTemporary(root, async () => {
    await normalBytes(modelBytes(batchNorm), LEAST);
    assert.equal(readdirSync(root), []);
    assert.is((await refusal(normalBytes(modelBytes(mixing), LEAST))).code, 'MODEL_BATCH');
    assert.equal(readdirSync(root), []);
    assert.is((await refusal(normalBytes(modelBytes(broken), LEAST))).code, 'MODEL_REFUSED');
    assert.equal(readdirSync(root), []);
  });
});

test('a temporary folder that is missing or a file', async () => {
  writeFileSync(join(root, 'file'), '');
  for (const folder of ['missing', 'file']) {
    const path = join(root, folder);
    const error = await withTemporary(path, () => refusal(normalBytes(modelBytes(batchNorm))));
    assert.is(error.code, 'TEMPORARY_FOLDER');
    assert.ok(error.message.startsWith(`${path}: the weights of a model cannot be kept here`), error.message);
  }
});

test('large weights are written once, each on a page, and whole numbers stay in the model', () => {
  const weights = new MappedWeights(16);
  try {
    const large = randomTensor('large', [3]);
    const proto = () =>
      modelProto({
        opset: 13,
        weights: {
          a: randomTensor('a', [4]),
          small: large,
          b: float32(Float32Array.from({ length: 2000 }, Math.fround), [2000]),
          c: float32(Float32Array.of(1, 2, 3, 4), [4]),
          numbers: int64([1, 2, 3, 4]),
        },
        nodes: [],
      });
    const model = proto();
    const before = model.graph!.initializer.map(({ rawData }) => rawData);
    weights.putOut(model);
    const entries = ({ externalData }: TensorProto) =>
      Object.fromEntries(externalData.map(({ key, value }) => [key, value]));
    assert.equal(model.graph!.initializer.map(entries), [
      { location: 'weights.bin', offset: '0', length: '16' },
      {},
      { location: 'weights.bin', offset: '4096', length: '8000' },
      { location: 'weights.bin', offset: '12288', length: '16' },
      {},
    ]);
    const file = readFileSync(join(weights.folder, 'weights.bin'));
    assert.equal([...file.subarray(4096, 12096)], [...before[2]!]);
    assert.equal([...file.subarray(12288)], [...before[3]!]);
    const again = proto();
    again.graph!.initializer.forEach((tensor, index) => {
      tensor.rawData = before[index]!.subarray();
    });
    weights.putOut(again);
    assert.equal(again.graph!.initializer.map(entries), model.graph!.initializer.map(entries));
    assert.is(statSync(join(weights.folder, 'weights.bin')).size, file.length);
  } finally {
    weights.close();
  }
  assert.not.ok(existsSync(weights.folder));
});

test('what a killed process left is removed after an hour, and nothing else', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const folderOf = (name: string, pid: number) =>
    join(root, `.${name}.${pid}.00000000-0000-4000-8000-000000000000.tmp`);
  const old = folderOf('bespoke-weights', gone);
  const kept = [folderOf('bespoke-weights', process.pid), folderOf('other', gone)];
  for (const folder of [old, ...kept]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'weights.bin'), 'x');
    utimesSync(folder, 0, 0);
  }
  await withTemporary(root, async () => new MappedWeights().close());
  assert.equal(
    [old, ...kept].map((folder) => existsSync(folder)),
    [false, true, true],
  );
  mkdirSync(old);
  await withTemporary(root, async () => new MappedWeights().close());
  assert.ok(existsSync(old));
});

test.run();

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearField } from '@bufbuild/protobuf';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { encodeModel } from '../../src/onnx/codec.js';
import { TensorProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { int64 } from '../../src/onnx/tensor.js';
import { readModelFile } from '../../src/runtime/model-file.js';
import { modelProto } from '../onnx/model.js';

const test = suite<{ folder: string }>('model-file');
test.before.each((context) => {
  const root = mkdtempSync(join(tmpdir(), 'bespoke-test-'));
  context.folder = join(root, 'models');
  mkdirSync(join(context.folder, 'data'), { recursive: true });
  writeFileSync(join(root, 'secret.bin'), new Uint8Array(64));
  writeFileSync(join(context.folder, 'data/w.bin'), new Uint8Array(BigInt64Array.of(5n, 6n).buffer));
});
test.after.each(({ folder }) => rmSync(join(folder, '..'), { recursive: true }));

const modelWith = (location?: string): Uint8Array => {
  const model = modelProto({ opset: 13, weights: { w: int64([1, 2]) }, nodes: [['Add', 'x w', 'y']] });
  const proto = model.graph!.initializer[0];
  if (location !== undefined) {
    clearField(proto, TensorProtoSchema.field.rawData);
    proto.dataLocation = 1;
    proto.externalData = [{ $typeName: 'onnx.StringStringEntryProto', key: 'location', value: location }];
  }
  return encodeModel(model);
};

const save = (folder: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, 'model.onnx'), bytes);
  return join(folder, 'model.onnx');
};

const refusal = async (path: string): Promise<BespokeError> => {
  try {
    await readModelFile(path);
  } catch (error) {
    if (error instanceof BespokeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

test('a model without data files', async ({ folder }) => {
  const bytes = modelWith();
  const file = await readModelFile(save(folder, bytes));
  assert.is(file.name, 'model.onnx');
  assert.is(file.digest, createHash('sha256').update(bytes).digest('hex'));
  assert.equal(file.files, [join(folder, 'model.onnx')]);
  assert.throws(() => file.readExternal('data/w.bin'), /does not name this data file/);
});

for (const location of ['data/w.bin', './data/w.bin', 'data//w.bin', 'data/./w.bin']) {
  test(`a data file at '${location}'`, async ({ folder }) => {
    const file = await readModelFile(save(folder, modelWith(location)));
    const graph = readGraph(file.bytes, { where: file.name, readExternal: file.readExternal });
    assert.equal(graph.initializers.get('w'), int64([5, 6]));
    assert.equal(
      file.files.map((path) => path.slice(-5)),
      ['.onnx', 'w.bin'],
    );
  });
}

test('the digest follows the data file', async ({ folder }) => {
  const path = save(folder, modelWith('data/w.bin'));
  const { digest } = await readModelFile(path);
  assert.is((await readModelFile(path)).digest, digest);
  writeFileSync(join(folder, 'data/w.bin'), new Uint8Array(BigInt64Array.of(5n, 7n).buffer));
  assert.is.not((await readModelFile(path)).digest, digest);
});

test('a link inside the folder is followed', async ({ folder }) => {
  symlinkSync('data/w.bin', join(folder, 'link.bin'));
  const file = await readModelFile(save(folder, modelWith('link.bin')));
  assert.is(file.readExternal('link.bin').length, 16);
});

const outside: readonly string[] = [
  '../secret.bin',
  'data/../../secret.bin',
  'data/../data/w.bin',
  '..\\secret.bin',
  '/etc/hostname',
  'C:\\secret.bin',
  'c:secret.bin',
  '\\\\server\\share\\w.bin',
  'w\0.bin',
  '',
];
for (const location of outside) {
  test(`refused: a data file at ${JSON.stringify(location)}`, async ({ folder }) => {
    const error = await refusal(save(folder, modelWith(location)));
    assert.is(error.code, 'MODEL_EXTERNAL_DATA');
    assert.is(error.problem.value, location);
    assert.match(error.message, /outside its folder/);
  });
}

test('refused: a link to a file outside', async ({ folder }) => {
  symlinkSync('../secret.bin', join(folder, 'link.bin'));
  assert.match(
    (await refusal(save(folder, modelWith('link.bin')))).message,
    /a link leads to, outside its folder/,
  );
});

test('refused: a file in a linked folder outside', async ({ folder }) => {
  symlinkSync('..', join(folder, 'up'));
  assert.match((await refusal(save(folder, modelWith('up/secret.bin')))).message, /a link leads to/);
});

test('refused: a folder as data file', async ({ folder }) => {
  assert.match((await refusal(save(folder, modelWith('data')))).message, /something that is no file/);
});

test('refused: a missing data file', async ({ folder }) => {
  const error = await refusal(save(folder, modelWith('gone.bin')));
  assert.is(error.code, 'MODEL_EXTERNAL_DATA');
  assert.match(error.message, /missing.*gone\.bin/);
});

test('refused: a missing model', async ({ folder }) => {
  const error = await refusal(join(folder, 'nope.onnx'));
  assert.is(error.code, 'MODEL_MISSING');
  assert.is(error.problem.where, join(folder, 'nope.onnx'));
});

test('refused: a folder as model', async ({ folder }) => {
  assert.is((await refusal(folder)).code, 'MODEL_UNREADABLE');
});

test('a model that is damaged is reported when it is decoded, not here', async ({ folder }) => {
  const bytes = modelWith('data/w.bin');
  const file = await readModelFile(save(folder, bytes.subarray(0, bytes.length - 9)));
  assert.throws(
    () => readGraph(file.bytes, { where: file.name }),
    (error: BespokeError) => error.code === 'MODEL_TRUNCATED',
  );
});

test.run();

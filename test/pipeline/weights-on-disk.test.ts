import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import type { Graph } from '../../src/onnx/graph.js';
import type { Tensor } from '../../src/onnx/tensor.js';
import { WeightsOnDisk } from '../../src/pipeline/weights-on-disk.js';
import { randomTensor } from '../onnx/model.js';

const LEAST = 400;

const withWeights = suite<{ folder: string; weights: WeightsOnDisk }>('weights on disk');
withWeights.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'bespoke-weights-test-'));
  context.weights = new WeightsOnDisk(join(context.folder, 'scratch'), LEAST);
});
withWeights.after.each(({ folder, weights }) => {
  weights.close();
  rmSync(folder, { recursive: true });
});

const graphOf = (initializers: Readonly<Record<string, Tensor>>): Graph => ({
  name: 'graph',
  opsets: new Map([['', 18]]),
  inputs: [],
  outputs: [],
  nodes: [],
  initializers: new Map(Object.entries(initializers)),
  values: new Map(),
});

const large = (name: string): Tensor => randomTensor(name, [10, 10]);
const only = ({ initializers }: Graph): Tensor => initializers.get('w')!;
const files = (folder: string): string[] => readdirSync(join(folder, 'scratch'));

withWeights('are the same numbers, in copies and in other processes too', ({ weights }) => {
  const tensor = large('w');
  const bits = {
    dtype: 'float16',
    dims: [300],
    data: Uint16Array.from({ length: 300 }, (_, at) => at),
  } as const;
  const graph = weights.put(graphOf({ w: tensor, bits }));
  assert.equal([...only(graph).data], [...tensor.data]);
  assert.equal([...{ ...only(graph) }.data], [...tensor.data]);
  assert.instance(graph.initializers.get('bits')!.data, Uint16Array);
  const sent = deserialize(serialize(graph)) as Graph;
  assert.equal([...only(sent).data], [...tensor.data]);
  assert.equal([...sent.initializers.get('bits')!.data], [...bits.data]);
});

withWeights('small ones stay as they are, and need no file', ({ folder, weights }) => {
  const tensor = randomTensor('w', [9, 11]);
  assert.is(only(weights.put(graphOf({ w: tensor }))), tensor);
  assert.equal(readdirSync(folder), []);
});

withWeights('each is written once, whatever networks share it', ({ folder, weights }) => {
  const tensor = large('w');
  const first = weights.put(graphOf({ w: tensor }));
  assert.is(only(weights.put(graphOf({ w: tensor }))), only(first));
  assert.is(only(weights.put(first)), only(first));
  const [file] = files(folder);
  assert.is(statSync(join(folder, 'scratch', file)).size, 400);
});

withWeights('take no memory while nobody works with them, and come back', async ({ weights }) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const wanted = [...large('w').data];
  const graph = weights.put(graphOf({ w: large('w') }));
  const held = new WeakRef(only(graph).data);
  await setImmediate();
  collect();
  assert.is(held.deref(), undefined);
  assert.equal([...only(graph).data], wanted);
});

withWeights('are gone with the session', ({ folder, weights }) => {
  weights.put(graphOf({ w: large('w') }));
  assert.is(files(folder).length, 1);
  weights.close();
  assert.equal(files(folder), []);
});

withWeights(
  'that were changed on the disk are an error, not another network',
  async ({ folder, weights }) => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const graph = weights.put(graphOf({ w: large('w') }));
    await setImmediate();
    collect();
    const path = join(folder, 'scratch', files(folder)[0]!);
    writeFileSync(path, Buffer.alloc(400));
    assert.throws(
      () => only(graph).data,
      (error: BespokeError) => error.code === 'STORE_FAULT' && error.message.includes(path),
    );
  },
);

withWeights('a folder that cannot be made is named', ({ folder }) => {
  writeFileSync(join(folder, 'file'), '');
  const weights = new WeightsOnDisk(join(folder, 'file', 'scratch'), LEAST);
  assert.throws(
    () => weights.put(graphOf({ w: large('w') })),
    (error: BespokeError) => error.code === 'STORE_NOT_WRITABLE' && error.message.includes(folder),
  );
});

withWeights.run();

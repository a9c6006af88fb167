import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BERT_INPUTS, drawnSentences, textEncoder } from '../../fixtures/networks/text-encoder.js';
import { packedRows } from '../../src/data/packed-rows.js';
import { cutPoints } from '../../src/house/sub-networks/cut-points.js';
import { enumerateSubNetworks } from '../../src/house/sub-networks/enumerate.js';
import { inputsOf, randomInput } from '../../src/measure/random-input.js';
import { suffixGraph, suffixInputs } from '../../src/measure/suffix.js';
import { extract } from '../../src/onnx/extract.js';
import type { Graph } from '../../src/onnx/graph.js';
import { replace } from '../../src/onnx/replace.js';
import { inShell, unshelled } from '../../src/onnx/shell.js';
import { sideValues } from '../../src/onnx/side-values.js';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { halfCompute } from '../../src/precision/half-compute.js';
import { rngOf } from '../../src/random.js';
import { normalForm } from '../../src/runtime/normal-form.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { blockers } from '../../src/train/gradient/blockers.js';
import { plainInput } from '../data/plain-input.js';
import { refusal } from '../data/refusal.js';
import { difference } from '../onnx/run-model.js';

const test = suite('several inputs, and integers');

const SIZE = { layers: 2, width: 16, heads: 2, hidden: 32, vocabulary: 3000, length: 8 };
const encoder = textEncoder(SIZE, rngOf(1, 'encoder'));
const file = writeGraph(encoder, { batch: 'dynamic' });
const COUNT = 5;
const sentences = drawnSentences(SIZE, COUNT, rngOf(1, 'sentences'));
const form = await normalForm(file, { where: 'encoder.onnx' });
const { core, shell } = unshelled(form.graph, { packing: form.packing });
const packing = form.packing!;
const named = Object.fromEntries(
  Object.entries(sentences).map(([name, { data }]) => [
    name,
    { dims: [SIZE.length], numbers: data as BigInt64Array },
  ]),
);
const rows = packedRows(
  { count: COUNT, sampleDims: [], values: new Float32Array(), named },
  'sentences',
  plainInput,
  packing,
);
const row = float32(rows.values, [COUNT, ...rows.sampleDims]);

type Feeds = Readonly<Record<string, Tensor>>;

async function run(model: Graph | Uint8Array, feeds: Feeds): Promise<Record<string, Tensor>> {
  const bytes = model instanceof Uint8Array ? model : writeGraph(model, { batch: 'dynamic' });
  const session = await cpuEngine.open(bytes, { threads: 1, optimization: 'basic' });
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

const wanted = await run(file, sentences);
const assertSame = (got: Record<string, Tensor>, largest = 1e-4): void => {
  const away = difference(got, wanted);
  assert.ok(away < largest, String(away));
};

test('inputs lie in one row by their names, and keep the order of the file; embeddings bound indices', () => {
  assert.equal(
    packing.map(({ name, dtype, dims, offset, below }) => [name, dtype, dims, offset, below]),
    [
      ['input_ids', 'int64', [1, 8], 8, 3000],
      ['attention_mask', 'int64', [1, 8], 0, undefined],
      ['token_type_ids', 'int64', [1, 8], 16, 2],
    ],
  );
  assert.equal(
    core.inputs.map(({ dtype, dims }) => [dtype, dims]),
    [['float32', [1, 24]]],
  );
});

test('the core computes from rows what the file does from its inputs', async () => {
  assertSame(await run(core, { [core.inputs[0]!.name]: row }));
});

test('what is emitted takes the inputs of the file, and cuts nothing out of a row', async () => {
  const emitted = inShell(core, shell);
  assert.equal(
    emitted.inputs.map(({ name, dtype, dims }) => ({ name, dtype, dims })),
    encoder.inputs.map(({ name, dtype, dims }) => ({ name, dtype, dims })),
  );
  assert.not.ok(emitted.nodes.some(({ opType }) => ['Slice', 'Concat'].includes(opType)));
  assertSame(await run(emitted, sentences));
});

test('where something else reads the row, it is put together from the inputs', async () => {
  const [{ name }] = core.inputs as readonly [Graph['inputs'][0]];
  const end = core.outputs[0]!;
  const nodes = [
    ...core.nodes,
    { opType: 'ReduceMax', domain: '', inputs: [name], outputs: ['largest'], attributes: {} },
    { opType: 'Add', domain: '', inputs: [end.name, 'largest'], outputs: ['sum'], attributes: {} },
  ];
  const outputs = [{ ...end, name: 'sum' }];
  const emitted = inShell({ ...core, nodes, outputs }, { ...shell!, outputs });
  const { sum } = await run(emitted, sentences);
  const largest = Math.max(...rows.values);
  assert.ok(largest > 1000);
  const raised = wanted[end.name]!.data as Float32Array;
  assert.ok((sum!.data as Float32Array).every((value, at) => Math.abs(value - raised[at]! - largest) < 1e-3));
});

test('the mask is on the side: every layer ends at cut points', () => {
  assert.ok(sideValues(core).has('mask.added'));
  assert.not.ok(['input_ids', 'token_type_ids'].some((name) => sideValues(core).has(name)));
  const points = cutPoints(core);
  for (const norm of [1, 2, 3, 4, 5]) assert.ok(points.includes(`layernorm_${norm}`));
  assert.not.ok(points.includes('mask.added'));
});

test('no gradient has to pass an embedding', () => assert.equal(blockers(core), []));

test('any part taken out and put back computes the same, with one mask for all', async () => {
  const points = new Set(cutPoints(core));
  const parts = enumerateSubNetworks(core).filter(({ from, to }) => points.has(from) && points.has(to));
  const besides = parts.filter((part) => extract(core, part).inputs.length > 1);
  assert.ok(besides.length > 10 && besides.length < parts.length);
  const [{ name: first }] = core.inputs as readonly [Graph['inputs'][0]];
  const whole = parts.find(({ from, to }) => from === first && to === core.outputs[0]!.name)!;
  assert.is(whole.nodes.length, core.nodes.length);
  for (const [index, part] of parts.entries()) {
    const graph = extract(core, part);
    const put = replace(core, [{ subNetwork: part, graph }]);
    assert.is(put.nodes.filter(({ opType }) => opType === 'Unsqueeze').length, 1);
    if (index % 8 !== 0) continue;
    assertSame(await run(put, { [core.inputs[0]!.name]: row }));
    const inputs = suffixInputs(core, part);
    const suffix = suffixGraph(core, part, graph);
    const outputs = inputs.map((name) => ({ name, ...core.values.get(name)! }));
    const feeds = await run({ ...core, outputs }, { [core.inputs[0]!.name]: row });
    const used = suffix.inputs.map(
      ({ name }) => [name, name === core.inputs[0]!.name ? row : feeds[name]!] as const,
    );
    assertSame(await run(suffix, Object.fromEntries(used)));
  }
});

test('a part that reads the mask has the row as its second input', () => {
  const layer = enumerateSubNetworks(core).find(
    ({ from, to }) => from === 'layernorm_3' && to === 'layernorm_4',
  )!;
  assert.equal(
    extract(core, layer).inputs.map(({ name }) => name),
    ['layernorm_3', core.inputs[0]!.name],
  );
  assert.not.ok(layer.nodes.some((id) => id.startsWith('mask')));
});

test('scores that a mask replaces: it is on the side too', async () => {
  const distil = textEncoder(SIZE, rngOf(2, 'encoder'), 'DistilBERT');
  const bytes = writeGraph(distil, { batch: 'dynamic' });
  const { graph, packing: its } = await normalForm(bytes, { where: 'distil.onnx' });
  const parts = unshelled(graph, { packing: its });
  assert.ok(sideValues(parts.core).has('mask.spread'));
  assert.equal(blockers(parts.core), []);
  assert.ok(cutPoints(parts.core).includes('layernorm_3'));
  const { token_type_ids: _, ...given } = sentences;
  const got = await run(inShell(parts.core, parts.shell), given);
  assert.ok(difference(got, await run(bytes, given)) < 1e-4);
});

test('an input that is fixed is no input any more', async () => {
  const fixed = await normalForm(file, { where: 'encoder.onnx', fixed: { token_type_ids: 0 } });
  const { core: graph, shell: its } = unshelled(fixed.graph, { packing: fixed.packing });
  const { input_ids, attention_mask } = sentences as Record<string, Tensor>;
  const zeros = { ...sentences.token_type_ids!, data: new BigInt64Array(COUNT * SIZE.length) };
  const got = await run(inShell(graph, its), { input_ids: input_ids!, attention_mask: attention_mask! });
  assert.ok(difference(got, await run(file, { ...sentences, token_type_ids: zeros })) < 1e-4);
  const values = Array.from({ length: SIZE.length }, (_, at) => at % 2);
  const listed = await normalForm(file, { where: 'encoder.onnx', fixed: { token_type_ids: values } });
  const ones = {
    ...zeros,
    data: BigInt64Array.from({ length: COUNT * SIZE.length }, (_, at) => BigInt(at % 2)),
  };
  const { core: other } = unshelled(listed.graph, { packing: listed.packing });
  const emitted = inShell(other, unshelled(listed.graph, { packing: listed.packing }).shell);
  const both = await run(emitted, { input_ids: input_ids!, attention_mask: attention_mask! });
  assert.ok(difference(both, await run(file, { ...sentences, token_type_ids: ones })) < 1e-4);
});

for (const [fixed, says] of [
  [{ token_types: 0 }, ['token_types', 'input_ids, attention_mask, token_type_ids']],
  [{ token_type_ids: 0.5 }, ['int64', '0.5']],
  [{ token_type_ids: [0, 1] }, ['2', 'a number, or 8 of them']],
] as const)
  test(`refused: fixed ${JSON.stringify(fixed)}`, async () => {
    const problem = await refusal(normalForm(file, { where: 'encoder.onnx', fixed }));
    assert.is(problem.code, 'MODEL_FIXED_INPUT');
    for (const words of says) assert.match(JSON.stringify(problem), words);
  });

test('an open length is what the configuration says, or refused', async () => {
  const inputs = encoder.inputs.map((info) => ({ ...info, dims: [1, -1] }));
  const open = writeGraph({ ...encoder, inputs, values: new Map() }, { batch: 'dynamic' });
  const problem = await refusal(normalForm(open, { where: 'encoder.onnx' }));
  assert.is(problem.code, 'MODEL_DYNAMIC_SIZE');
  assert.match(problem.next!, 'data.input.length');
  const { packing: known } = await normalForm(open, { where: 'encoder.onnx', length: SIZE.length });
  assert.equal(
    known!.map(({ dims }) => dims),
    BERT_INPUTS.map(() => [1, SIZE.length]),
  );
});

test('what a file is timed with can be fed to it, and to its parts', async () => {
  const parts = enumerateSubNetworks(core).filter(({ from }) => from === core.inputs[0]!.name);
  const files = [file, ...parts.slice(0, 3).map((part) => writeGraph(extract(core, part)))];
  for (const bytes of files) {
    const feeds = inputsOf(bytes).map((input, index) => [input.name, randomInput(input, index)] as const);
    const results = await run(bytes, Object.fromEntries(feeds));
    for (const { data } of Object.values(results)) assert.ok((data as Float32Array).every(Number.isFinite));
  }
  const [ids] = inputsOf(file).map((input) => Array.from(randomInput(input).data as BigInt64Array, Number));
  assert.ok(ids!.every((id) => id >= 0 && id < SIZE.vocabulary) && Math.max(...ids!) > 100);
});

test('computed in float16, large indices stay what they are', async () => {
  const half = inShell(halfCompute(core), shell);
  assert.ok(Math.max(...Array.from(sentences.input_ids!.data as BigInt64Array, Number)) > 2048);
  assert.not.ok(half.nodes.some(({ opType }) => opType === 'Slice'));
  assertSame(await run(half, sentences), 0.02);
});

test.run();

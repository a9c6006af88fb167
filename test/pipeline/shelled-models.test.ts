import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GraphNode, ValueType } from '../../src/onnx/graph.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { inTinyProject, type TinyProject, tinyNetwork } from './tiny-project.js';

const alternatives = { import: false, lowRank: false, separable: false, shrink: false, activation: false };
const effort = { subNetworks: 2, prune: 2, shorten: 1, decompose: 0, retrainEpochs: 1 };

const node = (opType: string, input: string, output: string, attributes = {}): GraphNode => ({
  opType,
  domain: '',
  inputs: [input],
  outputs: [output],
  attributes,
});

/** The teacher with nodes behind it, and with bytes as its input. */
async function writeTeacher(
  project: TinyProject,
  tail: readonly (readonly [GraphNode, ValueType])[],
): Promise<void> {
  const graph = tinyNetwork('teacher', 8, 4);
  const cast = node('Cast', 'image', 'float', { to: { type: 'int', value: 1 } });
  const nodes = graph.nodes.map((each) => ({
    ...each,
    inputs: each.inputs.map((name) => (name === 'image' ? 'float' : name)),
  }));
  const [last, type] = tail.at(-1)!;
  const whole = {
    ...graph,
    inputs: [{ name: 'image', dtype: 'uint8' as const, dims: [1, 1, 8, 8] }],
    outputs: [{ name: last.outputs[0]!, ...type }],
    nodes: [cast, ...nodes, ...tail.map(([each]) => each)],
    values: new Map(),
  };
  await writeFile(join(project.directory, 'teacher.onnx'), writeGraph(whole, { batch: 'dynamic' }));
  const bytes = (split: string) => `
    import module from './${split}.float.mjs';
    export default () => {
      const { values, dims } = module();
      return { values: Uint8Array.from(values, (value) => 127 + 127 * value), dims };
    };`;
  for (const split of ['train', 'validation']) {
    const path = join(project.directory, `${split}.mjs`);
    await writeFile(join(project.directory, `${split}.float.mjs`), await readFile(path));
    await writeFile(path, bytes(split));
  }
}

test('bytes go in and classes come out of a student as of its teacher', () =>
  inTinyProject(async (project) => {
    const argMax = node('ArgMax', 'logits', 'class', {
      axis: { type: 'int', value: 1 },
      keepdims: { type: 'int', value: 0 },
    });
    await writeTeacher(project, [[argMax, { dtype: 'int64', dims: [1] }]]);
    const { result } = await project.build({ alternatives, effort, model: { pool: [] } });
    const [{ bytes, entry }] = result.models[0].artifacts;
    assert.ok(entry.replacements.length > 0);
    assert.ok(entry.macs < 0.6 * result.models[0].teacher.macs);
    const emitted = readGraph(bytes, { where: 'student' });
    assert.equal(
      [...emitted.inputs, ...emitted.outputs].map(({ name, dtype }) => [name, dtype]),
      [
        ['image', 'uint8'],
        ['class', 'int64'],
      ],
    );
    const session = await cpuEngine.open(bytes, { threads: 1 });
    const image = { dtype: 'uint8', dims: [3, 1, 8, 8], data: new Uint8Array(192).fill(90) } as const;
    const results = await session.run({ image });
    await session.close();
    assert.equal(results.class!.dims, [3]);
  }));

test('what is in front of an operator without a gradient is not trained, and that is said first', () =>
  inTinyProject(async (project) => {
    const hard: ValueType = { dtype: 'float32', dims: [1, 3] };
    await writeTeacher(project, [[node('Hardmax', 'logits', 'y'), hard]]);
    const { result, warnings } = await project.build({ alternatives, effort, model: { pool: [] } });
    assert.is(result.models[0].artifacts.length, 1);
    const [said] = warnings.filter((warning) => warning.includes('Hardmax'));
    assert.match(
      said ?? '',
      /tiny: no gradient passes Hardmax \(y\)\. Parts with such a node .* (\d+) of \1 weights stay/,
    );
  }));

test.run();

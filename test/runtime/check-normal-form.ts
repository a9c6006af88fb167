import * as assert from 'uvu/assert';
import type { Graph } from '../../src/onnx/graph.js';
import { dimsAt } from '../../src/onnx/shapes-at.js';
import { int64, type Tensor } from '../../src/onnx/tensor.js';
import { normalForm, probeInput } from '../../src/runtime/normal-form.js';
import { type ModelText, modelBytes, positiveTensor, randomTensor } from '../onnx/model.js';
import { difference, runGraph, runModel } from '../onnx/run-model.js';

export interface NormalFormCase extends ModelText {
  readonly name: string;
  /** Operators of the normal form, in order. */
  readonly becomes: string;
  /** The batch at which the file runs, where it states one; 3 unless told. */
  readonly batch?: number;
}

export const scalar = (value: number): Tensor => ({
  dtype: 'float32',
  dims: [],
  data: Float32Array.of(value),
});

export const normWeights = (channels: number) => ({
  gamma: randomTensor('gamma', [channels]),
  beta: randomTensor('beta', [channels]),
  mean: randomTensor('mean', [channels]),
  variance: positiveTensor('variance', [channels]),
});

/** Integer weights that many cases use. */
const shared: Readonly<Record<string, Tensor>> = {
  start: int64([2]),
  end: int64([4]),
  four: int64([4]),
  zero2: int64([0, 0]),
  zero1: int64([0]),
  two1: int64([2]),
  four1: int64([4]),
  kmerge: int64([2, 4, 5]),
};

/** Checks operators, opset, shapes and, against ONNX Runtime on the file as it is, outputs. */
export async function checkNormalForm(each: NormalFormCase): Promise<Graph> {
  const text = textOf(each);
  const bytes = modelBytes(text);
  const { graph, dynamicBatch } = await normalForm(bytes, { where: 'model.onnx' });
  assert.is(graph.nodes.map(({ opType }) => opType).join(' '), each.becomes);
  assert.is(dynamicBatch, typeof text.input?.[0] !== 'number');
  assert.is(graph.opsets.get(''), Math.max(18, each.opset));

  const x = probeInput([each.batch ?? 3, ...graph.inputs[0].dims.slice(1)]);
  const got = await runGraph(graph, x);
  assert.ok(difference(got, await runModel(bytes, x)) < 1e-4, 'same outputs as the file');
  for (const { name, dims, dtype } of graph.outputs) {
    assert.equal(got[name].dims, dimsAt({ dims, dtype }, x.dims[0]));
  }
  for (const name of graph.nodes.flatMap(({ outputs }) => outputs)) assert.ok(graph.values.has(name), name);
  return graph;
}

function textOf({ weights = {}, nodes, ...rest }: NormalFormCase): ModelText {
  const read = new Set(nodes.flatMap(([, inputs]) => inputs.split(' ')));
  const all = Object.entries({ ...shared, ...weights }).filter(([name]) => read.has(name));
  return { ...rest, nodes, weights: Object.fromEntries(all) };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../fixtures/networks/draft.js';
import {
  gelu,
  layerNorm,
  linear,
  matMul,
  patches,
  reshape,
  select,
  softmax,
  spatialMean,
  transpose,
} from '../../fixtures/networks/exported-layers.js';
import type { Graph } from '../../src/onnx/graph.js';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { inTinyProject, target } from '../pipeline/tiny-project.js';

const [TOKENS, WIDTH, HEADS] = [16, 8, 2];

/**
 * Untrained; exported with a fixed batch of 1. Attention as `torch.nn.MultiheadAttention` with `batch_first` does it:
 * the batch goes behind the tokens.
 */
function transformer(): Graph {
  const net = new NetworkDraft(rngOf(2, 'transformer'));
  const embedded = patches(net, net.input('image', [1, 1, 8, 8]), WIDTH, 2);
  const fixed = (x: string, dims: readonly number[]): string => {
    const shape = net.constant(`shape ${dims}`, int64(dims));
    return net.node('Reshape', net.fresh('view'), [x, shape], dims);
  };
  const attention = (x: string): string => {
    const behind = transpose(net, x, [1, 0, 2]);
    const parts = fixed(linear(net, behind, 3 * WIDTH), [TOKENS, 1, 3, 1, WIDTH]);
    const stacked = fixed(transpose(net, parts, [2, 0, 1, 3, 4]), [3, TOKENS, 1, WIDTH]);
    const [query, key, value] = [0, 1, 2].map((index) => {
      const heads = fixed(select(net, stacked, 0, index), [TOKENS, HEADS, WIDTH / HEADS]);
      return fixed(transpose(net, heads, [1, 0, 2]), [1, HEADS, TOKENS, WIDTH / HEADS]);
    }) as [string, string, string];
    const weights = softmax(net, matMul(net, query, transpose(net, key, [0, 1, 3, 2])));
    const mixed = transpose(net, matMul(net, weights, value), [2, 0, 1, 3]);
    const rows = linearOnRows(net, fixed(mixed, [TOKENS, WIDTH]));
    return transpose(net, fixed(rows, [TOKENS, 1, WIDTH]), [1, 0, 2]);
  };
  let x = transpose(net, reshape(net, embedded, [1, WIDTH, TOKENS]), [0, 2, 1]);
  for (let block = 0; block < 3; block++) {
    x = net.add(x, attention(layerNorm(net, x, 'operator')));
    x = net.add(x, linear(net, gelu(net, linear(net, layerNorm(net, x, 'decomposed'), 2 * WIDTH)), WIDTH));
  }
  const map = fixed(transpose(net, x, [0, 2, 1]), [1, WIDTH, 4, 4]);
  return net.finish('transformer', [net.dense(spatialMean(net, map, false), 3, 'logits')]);
}

function linearOnRows(net: NetworkDraft, x: string): string {
  const name = net.fresh('out');
  const weight = net.drawn(`${name}.weight`, [WIDTH, WIDTH], 2 * WIDTH);
  return net.node('Gemm', name, [x, weight, net.filled(`${name}.bias`, WIDTH, 0)], net.dims(x));
}

test('torch.nn.MultiheadAttention, fixed batch: alternatives are trained and put together, and the student runs', () =>
  inTinyProject(async (project) => {
    await writeFile(join(project.directory, 'teacher.onnx'), writeGraph(transformer()));
    const { result, warnings } = await project.build({
      model: { pool: [] },
      targets: [target('half', { macs: '80%' })],
      effort: { trainGigaMacs: 1, retrainGigaMacs: 0.2 },
    });
    assert.equal(result.missed, []);
    assert.equal(warnings, []);
    const [{ bytes, entry }] = result.models[0]!.artifacts as [(typeof result.models)[0]['artifacts'][0]];
    assert.ok(entry.replacements.length > 0);
    const session = await cpuEngine.open(bytes, { threads: 1 });
    const { logits } = await session.run({ image: float32(new Float32Array(64).fill(0.5), [1, 1, 8, 8]) });
    await session.close();
    assert.ok(logits!.data.every((value) => Number.isFinite(Number(value))));
  }));

test.run();

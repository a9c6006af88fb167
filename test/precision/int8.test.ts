import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixtures } from '../../fixtures/networks/family-networks.js';
import { quality } from '../../src/measure/metrics.js';
import type { Graph } from '../../src/onnx/graph.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { structureKey } from '../../src/onnx/structure-key.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { halfCompute } from '../../src/precision/half-compute.js';
import { halfWeights } from '../../src/precision/half-weights.js';
import { calibrate } from '../../src/precision/int8/calibrate.js';
import { layerWeights } from '../../src/precision/int8/layer.js';
import { toInt8 } from '../../src/precision/int8/to-int8.js';
import { loadOnnxruntime } from '../../src/runtime/onnxruntime.js';
import {
  digitInput,
  fixtureNetwork,
  heldOut,
  outputsFor,
  relativeError,
  withTrainingDigits,
} from './networks.js';

const test = suite('int8');
const CALIBRATION = Array.from({ length: 64 }, (_, index) => index);
const SAMPLES = 200;

/** Least agreement with the float32 network; 0.97 unless named. */
const agreements: Readonly<Record<string, number>> = {};

for (const name of Object.keys(fixtures)) {
  test(`${name}: agrees, is the same again, and its layers are fused`, () =>
    withTrainingDigits(name === 'u-net' ? 'noisy' : 'unlabelled', CALIBRATION.length, async (dataset) => {
      const graph = await fixtureNetwork(name);
      const job = { graph, dataset, input: digitInput, indices: CALIBRATION };
      const lowered = toInt8(graph, await calibrate(job));
      assert.equal(writeGraph(toInt8(graph, await calibrate(job))), writeGraph(lowered));
      assert.is(structureKey(toInt8(graph)), structureKey(lowered), 'calibration changes no structure');
      const share = writeGraph(lowered).length / writeGraph(graph).length;
      assert.ok(share < 0.6, `size ${share}`);

      const digits = heldOut(name === 'u-net' ? 'noisy' : 'unlabelled', SAMPLES);
      const [teacher, outputs] = [await outputsFor(graph, digits), await outputsFor(lowered, digits)];
      if (name === 'u-net') {
        const error = relativeError(outputs, teacher);
        assert.ok(error < 0.01, `error ${error}`);
      } else {
        const agreement = quality('agreement', { outputs, teacher });
        assert.ok(agreement >= (agreements[name] ?? 0.97), `agreement ${agreement}`);
      }
      const fused = await optimised(lowered);
      assert.equal(
        fused.nodes
          .filter((node) => ['Conv', 'Gemm'].includes(node.opType))
          .map(({ outputs: [output] }) => output),
        graph.outputs
          .map(({ name }) => name)
          .filter((output) =>
            graph.nodes.some((node) => node.opType === 'Conv' && node.outputs[0] === output),
          ),
      );
      assert.ok(graph.nodes.some((node) => layerWeights(graph, node) !== undefined));
    }));
}

/** What ONNX Runtime makes of a network before it runs it. */
async function optimised(graph: Graph): Promise<Graph> {
  const ort = await loadOnnxruntime();
  const path = join(tmpdir(), `bespoke-fused-${randomUUID()}.onnx`);
  try {
    const session = await ort.InferenceSession.create(writeGraph(graph), {
      graphOptimizationLevel: 'extended',
      optimizedModelFilePath: path,
      logSeverityLevel: 4,
    });
    await session.release();
    return readGraph(readFileSync(path), { where: 'optimised' });
  } finally {
    rmSync(path, { force: true });
  }
}

test('tensors that have the names it would give are no trouble', async () => {
  const graph = await fixtureNetwork('residual');
  const [conv] = graph.nodes.filter(({ opType }) => opType === 'Conv');
  const [output] = conv.outputs;
  const taken = [`int8:${output}.w`, 'q0', `half:${conv.inputs[1]}`];
  const named = (name: string): string => {
    const at = [conv.inputs[1], conv.inputs[2], graph.nodes[1].outputs[0]].indexOf(name);
    return at < 0 ? name : taken[at];
  };
  const renamed: Graph = {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    })),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [named(name), tensor])),
    values: new Map([...graph.values].map(([name, type]) => [named(name), type])),
  };
  const digits = heldOut('unlabelled', 10);
  for (const form of [toInt8, halfWeights, halfCompute])
    assert.equal(await outputsFor(form(renamed), digits), await outputsFor(form(graph), digits));
});

test.run();

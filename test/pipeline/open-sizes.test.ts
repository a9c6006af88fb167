import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { residualBlock } from '../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../fixtures/networks/draft.js';
import { loadPlan } from '../../src/config/load-plan.js';
import type { Graph } from '../../src/onnx/graph.js';
import { int64 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { modelsAtHand } from '../../src/pipeline/models-at-hand.js';
import { rngOf } from '../../src/random.js';
import { probeInput } from '../../src/runtime/normal-form.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { inTinyProject, type TinyProject } from './tiny-project.js';

/** A map as large as the image: halved, and resized to twice what its shape says. */
function mapNetwork(): Graph {
  const net = new NetworkDraft(rngOf(3, 'map'));
  const image = net.input('image', [1, 1, 8, 8]);
  let x = net.relu(net.convolution(image, { channels: 8, kernel: 3, stride: 2 }));
  for (let block = 0; block < 3; block++) x = residualBlock(net, x, 8);
  const shape = net.node('Shape', 'shape', [x], [4]);
  const sizes = net.node('Mul', 'sizes', [shape, net.constant('twice', int64([1, 1, 2, 2]))], [4]);
  const large = net.node('Resize', 'large', [x, '', '', sizes], [1, 8, 8, 8], {
    mode: { type: 'string', value: 'linear' },
  });
  return net.finish('map', [net.convolution(large, { channels: 1, kernel: 3 })]);
}

async function writeOpen(project: TinyProject, graph: Graph): Promise<Uint8Array> {
  const open = <T extends { readonly dims: readonly number[] }>(info: T): T => ({
    ...info,
    dims: info.dims.map((size, axis) => (axis > 1 ? -1 : size)),
  });
  const inputs = graph.inputs.map(open);
  const bytes = writeGraph({ ...graph, inputs, outputs: graph.outputs.map(open) }, { batch: 'dynamic' });
  await writeFile(join(project.directory, 'teacher.onnx'), bytes);
  return bytes;
}

const withSize = (project: TinyProject) => ({
  pool: [],
  data: {
    train: { kind: 'module', path: join(project.directory, 'train.mjs') },
    validation: { kind: 'module', path: join(project.directory, 'validation.mjs') },
    input: { size: [8, 8] },
  },
});

test('the student of a teacher with open height and width takes other sizes, and a batch', () =>
  inTinyProject(async (project) => {
    const teacher = await writeOpen(project, mapNetwork());
    const alternatives = {
      import: false,
      lowRank: false,
      separable: false,
      shrink: false,
      activation: false,
    };
    const effort = { subNetworks: 2, prune: 2, shorten: 1, decompose: 0, retrainEpochs: 1 };
    const { result, warnings } = await project.build({
      alternatives,
      effort,
      targets: [
        {
          name: 'half',
          runtime: 'onnxruntime-node/cpu',
          threads: 1,
          budget: { macs: '60%', qualityDrop: '90%' },
        },
      ],
      model: { ...withSize(project), quality: 'mse' },
    });
    assert.is(result.missed.length, 0);
    const [{ bytes, entry }] = result.models[0].artifacts;
    assert.ok(entry.replacements.length > 0);
    const images = probeInput([2, 1, 12, 20]);
    const [wanted, got] = [await outputs(teacher, images), await outputs(bytes, images)];
    assert.equal([got.dims, wanted.dims], [wanted.dims, [2, 1, 12, 20]]);
    assert.ok((got.data as Float32Array).every(Number.isFinite));
    assert.equal(
      warnings.filter((warning) => warning.includes('take')),
      [],
    );
  }));

test('a teacher whose dense layer is tied to the size stays fixed, and that is said', () =>
  inTinyProject(async (project) => {
    const net = new NetworkDraft(rngOf(3, 'dense'));
    const map = net.relu(net.convolution(net.input('image', [1, 1, 8, 8]), { channels: 4, kernel: 3 }));
    await writeOpen(project, net.finish('dense', [net.dense(map, 3, 'logits')]));
    const warnings: string[] = [];
    const plan = await loadPlan({
      cwd: project.directory,
      inline: project.config({ model: withSize(project) }),
    });
    const { standIns } = await modelsAtHand(plan, {
      signal: new AbortController().signal,
      onProgress: () => {},
      onWarning: (warning) => warnings.push(warning),
      clock: () => 0,
    });
    assert.equal((await outputs(standIns[0]!.bytes, probeInput([2, 1, 8, 8]))).dims, [2, 3]);
    await outputs(standIns[0]!.bytes, probeInput([2, 1, 16, 16])).then(
      () => assert.unreachable(),
      (error: Error) => assert.match(error.message, /invalid dimensions/i),
    );
    assert.is(warnings.length, 1);
    assert.match(
      warnings[0]!,
      /^tiny: students take only 8 x 8, as the teacher does, though its file leaves the size open: .*Gemm/,
    );
  }));

async function outputs(model: Uint8Array, image: ReturnType<typeof probeInput>) {
  const session = await cpuEngine.open(model, { threads: 1 });
  try {
    const results = await session.run({ image });
    return results[session.outputNames[0]!]!;
  } finally {
    await session.close();
  }
}

test.run();

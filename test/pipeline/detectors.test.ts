import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { residualBlock } from '../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../fixtures/networks/draft.js';
import type { BespokeError } from '../../src/errors.js';
import type { Graph } from '../../src/onnx/graph.js';
import { float32, int64 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';
import { inTinyProject, type TinyProject, target } from './tiny-project.js';

const effort = { import: 0, prune: 3, shorten: 1, decompose: 0, retrainGigaMacs: 2, retrainEpochs: 20 };
const SIDE = 8;
const POSITIONS = SIDE * SIDE;

/**
 * A detector as YOLOv8 writes it: [4 + 2, positions], boxes of about two pixels around each pixel, scores of two
 * classes; or the same in two outputs as of SSD. @param bias of the scores: how many boxes there are
 */
function detector(layout: 'columns' | 'pair', bias: number): Graph {
  const net = new NetworkDraft(rngOf(7, 'detector'));
  let x = net.relu(net.convolution(net.input('image', [1, 1, SIDE, SIDE]), { channels: 12, kernel: 3 }));
  for (let block = 0; block < 3; block++) x = residualBlock(net, x, 12);
  const flat = (channels: number): string => {
    const raw = net.convolution(x, { channels, kernel: 1 });
    const shape = net.constant(`shape_${channels}`, int64([1, channels, POSITIONS]));
    return net.node('Reshape', net.fresh('flat'), [raw, shape], [1, channels, POSITIONS]);
  };
  const isPair = layout === 'pair';
  const grid = Float32Array.from({ length: 4 * POSITIONS }, (_, index) => {
    const [value, position] = [Math.floor(index / POSITIONS), index % POSITIONS];
    const centre = [position % SIDE, Math.floor(position / SIDE)];
    if (!isPair) return value < 2 ? centre[value]! : 2;
    return value < 2 ? centre[value]! - 1 : centre[value - 2]! + 1;
  });
  const scale = net.constant('scale', float32(Float32Array.of(0.05), [1]));
  const offset = net.node('Mul', 'offset', [flat(4), scale], [1, 4, POSITIONS]);
  const places = net.constant('grid', float32(grid, [1, 4, POSITIONS]));
  const boxes = net.node('Add', 'corners', [offset, places], [1, 4, POSITIONS]);
  const classes = isPair ? 3 : 2;
  const shift = net.constant('shift', float32(Float32Array.of(bias), [1]));
  const shifted = net.node('Add', 'shifted', [flat(classes), shift], [1, classes, POSITIONS]);
  const scores = net.node('Sigmoid', 'sure', [shifted], [1, classes, POSITIONS]);
  if (!isPair) {
    const axis = { axis: { type: 'int', value: 1 } } as const;
    return net.finish('detector', [net.node('Concat', 'output0', [boxes, scores], [1, 6, POSITIONS], axis)]);
  }
  const perm = { perm: { type: 'ints', value: [0, 2, 1] } } as const;
  return net.finish('detector', [
    net.node('Transpose', 'boxes', [boxes], [1, POSITIONS, 4], perm),
    net.node('Transpose', 'scores', [scores], [1, POSITIONS, 3], perm),
  ]);
}

const inProject = (graph: Graph, use: (project: TinyProject) => Promise<void>): Promise<void> =>
  inTinyProject(async (project) => {
    await writeFile(join(project.directory, 'teacher.onnx'), writeGraph(graph, { batch: 'dynamic' }));
    await use(project);
  });

const model = { quality: 'detections', pool: [] };
const targets = [target('half', { macs: '60%', qualityDrop: 1 })];

for (const layout of ['columns', 'pair'] as const)
  test(`a detector in ${layout} is judged and trained by its boxes`, () =>
    inProject(detector(layout, -2), async (project) => {
      const { result } = await project.build({ model, effort, targets });
      const [{ teacher, artifacts }] = result.models;
      assert.equal([teacher.quality.metric, teacher.quality.value], ['detections', 1]);
      const [{ entry }] = artifacts;
      assert.ok(entry.replacements.length > 0);
      assert.ok(entry.macs < 0.61 * teacher.macs);
      const { assembled, retrained } = entry.qualityBySteps;
      assert.ok(retrained > 0.5, `${retrained}`);
      assert.ok(retrained >= assembled, `${retrained} after ${assembled}`);
    }));

test('a teacher that finds nothing is no measure for its students', () =>
  inProject(detector('columns', -9), async (project) => {
    await project.build({ model, effort, targets }).then(
      () => assert.unreachable(),
      (error: BespokeError) => {
        assert.is(error.code, 'QUALITY_DETECTIONS');
        assert.match(error.message, /finds no object/);
        assert.match(error.message, /tiny, teacher\.onnx/);
      },
    );
  }));

test('a classifier is no detector', () =>
  inTinyProject(async (project) => {
    await project.build({ model, effort, targets }).then(
      () => assert.unreachable(),
      (error: BespokeError) => {
        assert.is(error.code, 'QUALITY_DETECTIONS');
        assert.match(error.message, /logits.*\[3\].*YOLOv8/s);
      },
    );
  }));

test.run();

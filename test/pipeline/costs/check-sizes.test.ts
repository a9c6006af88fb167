import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph } from '../../../src/onnx/graph.js';
import { float32 } from '../../../src/onnx/tensor.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { checkSizes, type SizesJob } from '../../../src/pipeline/costs/check-sizes.js';
import { halfCompute } from '../../../src/precision/half-compute.js';
import { halfWeights } from '../../../src/precision/half-weights.js';
import { toInt8 } from '../../../src/precision/int8/to-int8.js';
import { normalForm } from '../../../src/runtime/normal-form.js';
import { modelBytes, type NodeText, randomTensor, string } from '../../onnx/model.js';

const weights = {
  w: randomTensor('w', [2, 3, 3, 3]),
  half: float32(Float32Array.of(1, 1, 0.5, 0.5), [4]),
  map: randomTensor('map', [1, 2, 8, 8]),
  zero: float32(Float32Array.of(0), []),
};
const convolution: NodeText = ['Conv', 'x w', 'c', { auto_pad: string('SAME_UPPER') }];

/** A student's file with a fixed and with an open size, beside a teacher whose outputs are as large as its inputs. */
async function job(
  nodes: readonly NodeText[],
  lowered: (graph: Graph) => Graph = (graph) => graph,
): Promise<SizesJob> {
  const bytes = modelBytes({ opset: 18, input: ['n', 3, 8, 8], nodes, weights });
  const graph = lowered((await normalForm(bytes, { where: 'student.onnx' })).graph);
  const input = [
    { axis: 2, name: 'height' },
    { axis: 3, name: 'width' },
  ] as const;
  return {
    fixed: writeGraph(graph, { batch: 'dynamic' }),
    open: writeGraph(graph, { batch: 'dynamic', openSizes: { input, outputs: [[2, 3]] } }),
    input: graph.inputs[0]!,
    others: [
      [16, 24],
      [24, 16],
    ].map(([height, width]) => ({
      input: [1, 3, height!, width!],
      outputs: [[1, 2, height!, width!]],
      finite: true,
    })),
  };
}

test('a student in the shapes of its teacher', async () => {
  assert.is(await checkSizes(await job([convolution, ['Relu', 'c', 'y']])), undefined);
});

for (const [precision, lowered] of Object.entries({
  float16: halfCompute,
  'weights of float16': halfWeights,
  int8: (graph: Graph) => toInt8(graph),
})) {
  test(`a student in ${precision}`, async () => {
    assert.is(await checkSizes(await job([convolution, ['Relu', 'c', 'y']], lowered)), undefined);
  });
}

test('a student that an operator ties to its size is told by that operator', async () => {
  const student = await job([convolution, ['Relu', 'c', 'r'], ['Add', 'r map', 'y']]);
  assert.is(await checkSizes(student), 'Add (Add_2)');
});

test('a student whose outputs have other shapes', async () => {
  const half = await job([convolution, ['Resize', 'c - half', 'y']]);
  assert.is(
    await checkSizes(half),
    "output 1 has the shape [1, 2, 8, 12] for an input of [1, 3, 16, 24], the teacher's has [1, 2, 16, 24]",
  );
});

test('a student that gives no numbers elsewhere', async () => {
  const wide = await job([convolution, ['Relu', 'c', 'y']]);
  const nodes: NodeText[] = [convolution, ['Mul', 'c zero', 'z'], ['Log', 'z', 'l'], ['Mul', 'l l', 'y']];
  const endless = await job(nodes);
  assert.is(await checkSizes(endless), 'output 1 is not finite for an input of [1, 3, 16, 24]');
  const teacherToo = endless.others.map((other) => ({ ...other, finite: false }));
  assert.is(await checkSizes({ ...endless, others: teacherToo }), undefined);
  assert.is(await checkSizes({ ...wide, open: endless.open }), 'output 1 would change at its own size');
});

test.run();

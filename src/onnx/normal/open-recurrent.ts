import { type GraphNode, intAttribute } from '../graph.js';
import { int64 } from '../tensor.js';
import type { OpenBatch } from './open-batch.js';

/** Initial states of GRU, LSTM and RNN: hidden, and for LSTM the cell's. */
const STATES = [5, 6];

/**
 * Recurrent layers whose exporter wrote the initial state for the batch of one: zeros are left out, since they are the
 * default, and others are added to zeros of the right shape, which broadcasts.
 */
export const openRecurrent: OpenBatch = (node, { graph, addWeight }) => {
  const inputs = [...node.inputs];
  const before: GraphNode[] = [];
  const batchAxis = intAttribute(node, 'layout', 0) === 1 ? 0 : 1;
  for (const index of STATES) {
    const state = graph.initializers.get(inputs[index] ?? '');
    if (state?.dtype !== 'float32' || state.dims[batchAxis] !== 1) continue;
    if ((state.data as Float32Array).every((value) => value === 0)) {
      inputs[index] = '';
      continue;
    }
    const name = `${node.outputs.find((output) => output !== '')}.state${index}`;
    const list = (what: string, values: readonly number[]) => addWeight(`${name}.${what}`, int64(values));
    // One number a sample, [1, batch, 1] or [batch, 1, 1]: the first feature of the first step.
    const axes = batchAxis === 1 ? [0, 2] : [1, 2];
    const first = [inputs[0]!, list('starts', [0, 0]), list('ends', [1, 1]), list('axes', axes)];
    before.push(
      plain('Slice', first, `${name}.first`),
      plain('Sub', [`${name}.first`, `${name}.first`], `${name}.zero`),
      plain('Add', [inputs[index]!, `${name}.zero`], name),
    );
    inputs[index] = name;
  }
  while (inputs.at(-1) === '') inputs.pop();
  return [...before, { ...node, inputs }];
};

const plain = (opType: string, inputs: readonly string[], output: string): GraphNode => ({
  opType,
  domain: '',
  inputs,
  outputs: [output],
  attributes: {},
});

import * as tf from '@tensorflow/tfjs';
import * as assert from 'uvu/assert';
import type { Array64 } from '../reference/array64.js';
import { relativeError } from './check-gradient.js';
import { type CaseInput, nodeCase } from './gradient-case.js';
import { runGradient } from './run-gradient.js';

export interface Peer {
  readonly name: string;
  readonly opType: string;
  readonly inputs: readonly CaseInput[];
  readonly attributes?: Parameters<typeof nodeCase>[2];
  /** The same function on TensorFlow.js tensors, variables only. */
  readonly same: (...inputs: tf.Tensor[]) => tf.Tensor;
}

/** Compares the gradients of sum(weight * y) with those of TensorFlow.js on its pure JavaScript backend (1e-4). */
export async function checkPeer({ opType, inputs, attributes, same }: Peer): Promise<void> {
  await tf.setBackend('cpu');
  const given = nodeCase(opType, inputs, attributes);
  const run = await runGradient(given, ['y0']);
  const variables = [...given.variables];
  const weight = toTf(run.weights.get('y0')!);
  const gradients = tf.grads((...tensors: tf.Tensor[]) => {
    const y = same(...tensors);
    return tf.sum(tf.mul(y, weight));
  })(variables.map(([, array]) => toTf(array)));
  for (const [index, [input]] of variables.entries()) {
    const expected = { dims: gradients[index].shape, data: Float64Array.from(gradients[index].dataSync()) };
    const error = relativeError(run.gradients.get(input)!, expected);
    assert.ok(error <= 1e-4, `gradient of ${input}: relative error ${error}`);
  }
  tf.disposeVariables();
}

const toTf = ({ dims, data }: Array64) => tf.tensor(Float32Array.from(data), [...dims], 'float32');

import * as assert from 'uvu/assert';
import type { Array64 } from '../reference/array64.js';
import { interpret } from '../reference/interpreter.js';
import type { GradientCase } from './gradient-case.js';
import { arraysOf, type GradientRun, runGradient } from './run-gradient.js';

const STEP = 1e-5;

export interface CheckOptions {
  /** Outputs in the loss; those of the last node unless told. */
  readonly weighted?: readonly string[];
  /** Variables whose gradient is not compared, as running statistics. */
  readonly without?: readonly string[];
  /** Of the node, where it is newer than the normal form's. */
  readonly opset?: number;
}

/**
 * Compares the forward pass on ONNX Runtime with the float64 reference (1e-4) and the gradients of sum(weight * output)
 * with central differences on the reference (1e-3); both errors are relative to the greatest element.
 */
export async function checkGradient(
  given: GradientCase,
  {
    weighted = given.nodes.at(-1)!.outputs.filter((name) => name !== ''),
    without = [],
    opset,
  }: CheckOptions = {},
): Promise<{ run: GradientRun; error: number }> {
  const run = await runGradient(given, weighted, undefined, opset);
  const expected = interpret(given.nodes, arraysOf(given));
  for (const [name, output] of run.outputs) {
    assert.equal(output.dims, expected.get(name)!.dims, `shape of ${name}`);
    const error = relativeError(output, expected.get(name)!);
    assert.ok(error < 1e-4, `forward ${name}: relative error ${error}`);
  }
  let worst = 0;
  for (const [name, at] of given.variables) {
    if (without.includes(name)) continue;
    const gradient = run.gradients.get(name);
    assert.ok(gradient, `no gradient of ${name}`);
    assert.equal(gradient.dims, at.dims, `shape of the gradient of ${name}`);
    const error = relativeError(gradient, centralDifferences(given, run, name));
    assert.ok(error <= 1e-3, `gradient of ${name}: relative error ${error}`);
    worst = Math.max(worst, error);
  }
  return { run, error: worst };
}

function centralDifferences(given: GradientCase, run: GradientRun, name: string): Array64 {
  const arrays = arraysOf(given);
  const { dims, data } = arrays.get(name)!;
  const lossAt = (index: number, shift: number): number => {
    arrays.set(name, { dims, data: data.with(index, data[index] + shift) });
    const values = interpret(given.nodes, arrays);
    let loss = 0;
    for (const [output, weight] of run.weights) {
      const y = values.get(output)!;
      loss += y.data.reduce((sum, value, at) => sum + value * weight.data[at], 0);
    }
    return loss;
  };
  return {
    dims,
    data: data.map((_, index) => (lossAt(index, STEP) - lossAt(index, -STEP)) / (2 * STEP)),
  };
}

/** Greatest difference over the greatest element (or 0.01 where all are smaller). */
export function relativeError(actual: Array64, expected: Array64): number {
  const scale = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-2);
  return actual.data.reduce((most, value, at) => {
    const error = Math.abs(value - expected.data[at]) / scale;
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(most, error);
  }, 0);
}

import type { Attribute, GraphNode } from '../../../src/onnx/graph.js';
import { int64, type Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { type Array64, size64 } from '../reference/array64.js';

/** Nodes, what is differentiated for, and what stays. */
export interface GradientCase {
  readonly nodes: readonly GraphNode[];
  readonly variables: ReadonlyMap<string, Array64>;
  readonly constants: ReadonlyMap<string, Tensor>;
}

/** A float input that is differentiated for, with values in [low, high). */
export interface Variable {
  readonly dims: readonly number[];
  readonly low: number;
  readonly high: number;
}

export const variable = (dims: readonly number[], low = -1, high = 1): Variable => ({ dims, low, high });

/** An input of a node: variable, constant, list of int64, or left out. */
export type CaseInput = Variable | Tensor | readonly number[] | undefined;

const isVariable = (input: CaseInput): input is Variable => input !== undefined && 'low' in input;
const isList = (input: CaseInput): input is readonly number[] => Array.isArray(input);

/** Values that float32 holds exactly. */
export function randomArray({ dims, low, high }: Variable, seed: number): Array64 {
  const rng = rngOf(seed, 'values');
  const data = Float64Array.from({ length: size64(dims) }, () =>
    Math.fround(low + (high - low) * rng.next()),
  );
  return { dims, data };
}

/** One node with inputs a, b, c, … and outputs y0, y1, … */
export function nodeCase(
  opType: string,
  inputs: readonly CaseInput[],
  attributes: Readonly<Record<string, Attribute>> = {},
  { outputs = 1, seed = 1 }: { outputs?: number; seed?: number } = {},
): GradientCase {
  const variables = new Map<string, Array64>();
  const constants = new Map<string, Tensor>();
  const names = inputs.map((input, index) => {
    if (input === undefined) return '';
    const name = String.fromCharCode(97 + index);
    if (isVariable(input)) variables.set(name, randomArray(input, seed * 100 + index));
    else constants.set(name, isList(input) ? int64(input) : input);
    return name;
  });
  const made = Array.from({ length: outputs }, (_, index) => `y${index}`);
  return {
    nodes: [{ opType, domain: '', inputs: names, outputs: made, attributes }],
    variables,
    constants,
  };
}

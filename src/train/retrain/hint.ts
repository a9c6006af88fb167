import { featuresOf } from '../../onnx/features.js';
import { freeName } from '../../onnx/free-name.js';
import type { Graph, GraphNode, ValueType } from '../../onnx/graph.js';
import { pruneUnused } from '../../onnx/prune-unused.js';
import { float32 } from '../../onnx/tensor.js';
import { solveSymmetric } from '../solve/cholesky.js';
import { openMatrixProduct } from '../solve/matrix-product.js';
import type { Loss } from '../step/loss.js';

/** Against the losses of the outputs. */
const WEIGHT = 1;
/** Shrinkage of a projection, as a share of the mean squared feature. */
const RIDGE = 1e-2;
/** Share of the teacher's features that a map has to explain: one that explains less leads nowhere. */
const LEAST_EXPLAINED = 0.2;

/**
 * A further output of a student in training, its features as a fixed linear map shows them, which is to equal the
 * teacher's features: a "hint" (Romero et al. 2015, arXiv:1412.6550). A class says little of an image, its features
 * say much.
 */
export interface Hint {
  readonly output: string;
  /** Of the teacher's features over all elements. */
  readonly variance: number;
  /** The map, which is not trained. */
  readonly map: readonly string[];
}

/** Rows of features of the same samples. */
export interface FeatureRows {
  /** Row after row. */
  readonly student: Float32Array;
  readonly teacher: Float32Array;
  readonly rows: number;
}

/**
 * The student with a hint, its map fitted to some samples by least squares, towards the identity where both have as
 * many features. Undefined where the student has no features that can be told, or none that resemble the teacher's.
 */
export async function withHint(
  student: Graph,
  { student: from, teacher: to, rows }: FeatureRows,
): Promise<{ readonly network: Graph; readonly hint: Hint } | undefined> {
  const features = featuresOf(student);
  if (features === undefined) return undefined;
  const [inputs, outputs] = [from.length / rows, to.length / rows];
  const { weights, bias, variance, explained } = await fitted(from, to, rows, inputs, outputs);
  if (weights === undefined || !(explained >= LEAST_EXPLAINED)) return undefined;
  const taken = new Set([...student.values.keys(), ...student.initializers.keys()]);
  const [matrix, shift, product, output] = ['matrix', 'shift', 'product', 'output'].map((name) =>
    freeName(`hint:${name}`, taken),
  );
  const type: ValueType = {
    dtype: 'float32',
    dims: [...student.values.get(features)!.dims.slice(0, -1), outputs],
  };
  const node = (opType: string, names: string[], made: string): GraphNode => ({
    opType,
    domain: '',
    inputs: names,
    outputs: [made],
    attributes: {},
  });
  return {
    network: {
      ...student,
      outputs: [...student.outputs, { name: output, ...type }],
      nodes: [
        ...student.nodes,
        node('MatMul', [features, matrix], product),
        node('Add', [product, shift], output),
      ],
      initializers: new Map([
        ...student.initializers,
        [matrix, float32(weights, [inputs, outputs])],
        [shift, float32(bias, [outputs])],
      ]),
      values: new Map([...student.values, [product, type], [output, type]]),
    },
    hint: { output, variance, map: [matrix, shift] },
  };
}

/** The student alone again. */
export const withoutHint = (network: Graph, { output }: Hint): Graph =>
  pruneUnused({ ...network, outputs: network.outputs.filter(({ name }) => name !== output) });

export const hintLoss = ({ output, variance }: Hint): Loss => ({
  kind: 'nmse',
  tensor: output,
  variance,
  weight: WEIGHT,
  name: 'hint',
});

/** Inputs x outputs, undefined where least squares have no answer. */
async function fitted(
  from: Float32Array,
  to: Float32Array,
  rows: number,
  inputs: number,
  outputs: number,
): Promise<{ weights?: Float32Array; bias: Float32Array; variance: number; explained: number }> {
  const student = columnsOf(from, rows, inputs);
  const teacher = columnsOf(to, rows, outputs);
  const wanted = Float64Array.from(teacher.centred);
  if (inputs === outputs) for (const [at, value] of student.centred.entries()) wanted[at] -= value;
  const product = await openMatrixProduct();
  const gram = await product.of(student.centred, student.centred, rows);
  const cross = await product.of(wanted, student.centred, rows);
  let trace = 0;
  for (let i = 0; i < inputs; i++) trace += gram[i * inputs + i];
  const solved = solveSymmetric(gram, inputs, cross, (RIDGE * trace) / inputs);
  const again = solved === undefined ? undefined : await product.of(solved, gram, inputs);
  await product.close();
  const variance = squares(teacher.centred) / teacher.centred.length;
  const bias = Float32Array.from(teacher.means);
  if (solved === undefined || again === undefined) return { bias, variance, explained: 0 };
  const weights = new Float32Array(inputs * outputs);
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++) {
      const weight = solved[o * inputs + i] + (inputs === outputs && i === o ? 1 : 0);
      weights[i * outputs + o] = weight;
      bias[o] -= weight * student.means[i];
    }
  let error = squares(wanted);
  for (const [at, weight] of solved.entries()) error += weight * (again[at] - 2 * cross[at]);
  const explained = 1 - error / teacher.centred.length / variance;
  return { weights, bias, variance, explained };
}

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

/** Column after column, each without its mean. */
function columnsOf(values: Float32Array, rows: number, columns: number) {
  const centred = new Float64Array(values.length);
  const means = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * columns + column];
    means[column] = sum / rows;
    for (let row = 0; row < rows; row++)
      centred[column * rows + row] = values[row * columns + column] - means[column];
  }
  return { centred, means };
}

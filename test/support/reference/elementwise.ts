import { floatAttribute, type GraphNode, stringAttribute } from '../../../src/onnx/graph.js';
import { type Array64, broadcastDims, fill, getBroadcast } from './array64.js';
import type { ReferenceOperator } from './operator.js';

const unary =
  (apply: (x: number, node: GraphNode) => number): ReferenceOperator =>
  (node, [x]) => [{ dims: x.dims, data: x.data.map((value) => apply(value, node)) }];

const broadcasting =
  (apply: (...values: number[]) => number): ReferenceOperator =>
  (_, inputs) => [
    fill(broadcastDims(...inputs.map(({ dims }) => dims)), (position) =>
      apply(...inputs.map((input) => getBroadcast(input, position))),
    ),
  ];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const between = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);

/** Series for small arguments, continued fraction for large ones: 1e-13 everywhere. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 3) {
    let term = a;
    let sum = a;
    for (let n = 1; n < 100; n++) {
      term *= -(a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)));
}

function gelu(x: number, node: GraphNode): number {
  if (stringAttribute(node, 'approximate', 'none') === 'none') return (x / 2) * (1 + erf(x / Math.SQRT2));
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function clip(node: GraphNode, [x, low, high]: readonly Array64[]): Array64[] {
  const least = low?.data[0] ?? Number.NEGATIVE_INFINITY;
  const most = high?.data[0] ?? Number.POSITIVE_INFINITY;
  return unary((value) => between(value, least, most))(node, [x]);
}

export const elementwise: Readonly<Record<string, ReferenceOperator>> = {
  Relu: unary((x) => Math.max(x, 0)),
  LeakyRelu: unary((x, node) => (x < 0 ? floatAttribute(node, 'alpha', 0.01) * x : x)),
  Celu: unary((x, node) => {
    const alpha = floatAttribute(node, 'alpha', 1);
    return Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  }),
  Selu: unary((x, node) => {
    const [alpha, gamma] = [
      floatAttribute(node, 'alpha', 1.6732632),
      floatAttribute(node, 'gamma', 1.050701),
    ];
    return gamma * (x > 0 ? x : alpha * Math.expm1(x));
  }),
  Mish: unary((x) => x * Math.tanh(Math.log1p(Math.exp(x)))),
  Softsign: unary((x) => x / (1 + Math.abs(x))),
  ThresholdedRelu: unary((x, node) => (x > floatAttribute(node, 'alpha', 1) ? x : 0)),
  Elu: unary((x, node) => (x < 0 ? floatAttribute(node, 'alpha', 1) * (Math.exp(x) - 1) : x)),
  Sigmoid: unary(sigmoid),
  HardSigmoid: unary((x, node) =>
    between(floatAttribute(node, 'alpha', 0.2) * x + floatAttribute(node, 'beta', 0.5), 0, 1),
  ),
  HardSwish: unary((x) => x * between(x / 6 + 0.5, 0, 1)),
  Tanh: unary(Math.tanh),
  Erf: unary(erf),
  Gelu: unary(gelu),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary((x) => 1 / x),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Tan: unary(Math.tan),
  Asin: unary(Math.asin),
  Acos: unary(Math.acos),
  Atan: unary(Math.atan),
  Sinh: unary(Math.sinh),
  Cosh: unary(Math.cosh),
  Asinh: unary(Math.asinh),
  Acosh: unary(Math.acosh),
  Atanh: unary(Math.atanh),
  Shrink: unary((x, node) => {
    const [limit, bias] = [floatAttribute(node, 'lambd', 0.5), floatAttribute(node, 'bias', 0)];
    if (x > limit) return x - bias;
    return x < -limit ? x + bias : 0;
  }),
  Softplus: unary((x) => Math.log1p(Math.exp(x))),
  Identity: unary((x) => x),
  Cast: unary((x) => x),
  Clip: clip,
  Add: broadcasting((a, b) => a + b),
  Sub: broadcasting((a, b) => a - b),
  Mul: broadcasting((a, b) => a * b),
  Div: broadcasting((a, b) => a / b),
  Pow: broadcasting((a, b) => a ** b),
  PRelu: broadcasting((x, slope) => (x < 0 ? slope * x : x)),
  Min: broadcasting(Math.min),
  Max: broadcasting(Math.max),
  Sum: broadcasting((...values) => values.reduce((sum, value) => sum + value, 0)),
  Mean: broadcasting((...values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  Where: broadcasting((condition, a, b) => (condition ? a : b)),
};

import { floatAttribute, type Graph, type GraphNode, stringAttribute } from '../graph.js';

type Attributed = Pick<GraphNode, 'attributes'>;

interface Operator {
  /**
   * What one element costs, in additions of two tensors; roughly, on ONNX Runtime's CPU. What engines do within a
   * convolution is nearly free.
   */
  readonly cost: number;
  /** The function of its operands; constants count as operands. */
  apply(node: Attributed, operands: readonly number[]): number;
}

const unary = (cost: number, of: (x: number, node: Attributed) => number): Operator => ({
  cost,
  apply: (node, [x]) => of(x, node),
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)));

/** Error function (Abramowitz and Stegun, 7.1.26; error below 1.5e-7). */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

const hardSigmoid = (x: number, alpha: number, beta: number): number =>
  Math.min(1, Math.max(0, alpha * x + beta));

function gelu(x: number, node: Attributed): number {
  if (stringAttribute(node, 'approximate', 'none') === 'tanh')
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  return 0.5 * x * (1 + erf(x / Math.SQRT2));
}

const selu = (x: number, node: Attributed): number => {
  const gamma = floatAttribute(node, 'gamma', 1.0507009873554805);
  return gamma * (x > 0 ? x : floatAttribute(node, 'alpha', 1.6732632423543772) * Math.expm1(x));
};

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['Add', { cost: 1, apply: (_, [a, b]) => a + b }],
  ['Sub', { cost: 1, apply: (_, [a, b]) => a - b }],
  ['Mul', { cost: 1, apply: (_, [a, b]) => a * b }],
  ['Div', { cost: 1, apply: (_, [a, b]) => a / b }],
  ['Max', { cost: 1, apply: (_, values) => Math.max(...values) }],
  ['Min', { cost: 1, apply: (_, values) => Math.min(...values) }],
  ['Pow', { cost: 4, apply: (_, [a, b]) => a ** b }],
  [
    'Clip',
    { cost: 0.25, apply: (_, [x, low, high]) => Math.min(high ?? Infinity, Math.max(low ?? -Infinity, x)) },
  ],
  ['Neg', unary(1, (x) => -x)],
  ['Abs', unary(1, Math.abs)],
  ['Relu', unary(0.25, (x) => Math.max(0, x))],
  ['LeakyRelu', unary(0.25, (x, node) => (x > 0 ? x : floatAttribute(node, 'alpha', 0.01) * x))],
  [
    'HardSigmoid',
    unary(1, (x, node) =>
      hardSigmoid(x, floatAttribute(node, 'alpha', 0.2), floatAttribute(node, 'beta', 0.5)),
    ),
  ],
  ['HardSwish', unary(2, (x) => x * hardSigmoid(x, 1 / 6, 0.5))],
  ['Sigmoid', unary(4, sigmoid)],
  ['Tanh', unary(4, Math.tanh)],
  ['Exp', unary(4, Math.exp)],
  ['Log', unary(4, Math.log)],
  ['Sqrt', unary(2, Math.sqrt)],
  ['Erf', unary(5, erf)],
  ['Gelu', unary(6, gelu)],
  ['Softplus', unary(8, softplus)],
  ['Mish', unary(12, (x) => x * Math.tanh(softplus(x)))],
  ['Elu', unary(4, (x, node) => (x > 0 ? x : floatAttribute(node, 'alpha', 1) * Math.expm1(x)))],
  [
    'Celu',
    unary(4, (x, node) => {
      const alpha = floatAttribute(node, 'alpha', 1);
      return x > 0 ? x : alpha * Math.expm1(x / alpha);
    }),
  ],
  ['Selu', unary(4, selu)],
  ['Softsign', unary(2, (x) => x / (1 + Math.abs(x)))],
]);

/** A value of an elementwise operator of ONNX; constants count as operands. */
export const scalarValue = (
  { opType, attributes }: Pick<GraphNode, 'opType' | 'attributes'>,
  operands: readonly number[],
): number => operators.get(opType)!.apply({ attributes }, operands);

/** A node that works element by element, with the same function for all of them. */
export interface ScalarNode {
  readonly node: GraphNode;
  /** Activations that it reads, none twice. */
  readonly reads: readonly string[];
  readonly cost: number;
  /** The output for values of its activations. */
  value(of: (tensor: string) => number): number;
}

/** The node as a function of single elements: constants must be scalars, and shapes the same. */
export function scalarNode(graph: Graph, node: GraphNode): ScalarNode | undefined {
  const operator = node.domain === '' ? operators.get(node.opType) : undefined;
  const shape = graph.values.get(node.outputs[0])?.dims.join();
  if (operator === undefined || shape === undefined || node.outputs.length !== 1) return undefined;
  const operands: (string | number | undefined)[] = [];
  for (const name of node.inputs) {
    const constant = graph.initializers.get(name);
    if (name === '') operands.push(undefined);
    else if (constant === undefined) {
      if (graph.values.get(name)?.dims.join() !== shape) return undefined;
      operands.push(name);
    } else if (constant.data.length === 1) operands.push(Number(constant.data[0]));
    else return undefined;
  }
  const reads = [...new Set(operands.filter((operand) => typeof operand === 'string'))];
  if (reads.length === 0) return undefined;
  return {
    node,
    reads,
    cost: operator.cost,
    value: (of) =>
      operator.apply(
        node,
        operands.map((operand) => (typeof operand === 'string' ? of(operand) : operand)) as number[],
      ),
  };
}

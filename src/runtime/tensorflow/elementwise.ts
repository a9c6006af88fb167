import { dataTypeOf } from '../../onnx/data-types.js';
import { floatAttribute, intAttribute, stringAttribute } from '../../onnx/graph.js';
import { tensorflowType } from './convert.js';
import {
  input,
  type Operator,
  type OperatorCall,
  type OperatorTable,
  type Tf,
  type TfTensor,
} from './operator.js';

const unary =
  (name: UnaryName): Operator =>
  (call) =>
    call.tf[name](input(call, 0));
type UnaryName =
  | 'abs'
  | 'neg'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'reciprocal'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'erf'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'softplus'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'logicalNot'
  | 'isNaN';

const binary =
  (name: BinaryName): Operator =>
  (call) =>
    call.tf[name](input(call, 0), input(call, 1));
type BinaryName =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'equal'
  | 'less'
  | 'greater'
  | 'lessEqual'
  | 'greaterEqual'
  | 'logicalAnd'
  | 'logicalOr'
  | 'logicalXor';

const variadic =
  (join: (tf: Tf, left: TfTensor, right: TfTensor) => TfTensor) =>
  (call: OperatorCall): TfTensor =>
    call.inputs.map((_, index) => input(call, index)).reduce((left, right) => join(call.tf, left, right));

const sum = variadic((tf, left, right) => tf.add(left, right));

/** Functions of one tensor that TensorFlow lacks, or has with other constants. */
const formula =
  (of: (x: TfTensor, tf: Tf, call: OperatorCall) => TfTensor): Operator =>
  (call) =>
    of(input(call, 0), call.tf, call);

const hardSigmoid = (x: TfTensor, alpha: number, beta: number): TfTensor =>
  x.mul(alpha).add(beta).clipByValue(0, 1);

export const elementwise: OperatorTable = {
  Abs: unary('abs'),
  Neg: unary('neg'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sqrt: unary('sqrt'),
  Reciprocal: unary('reciprocal'),
  Sign: unary('sign'),
  Floor: unary('floor'),
  Ceil: unary('ceil'),
  Round: unary('round'),
  Erf: unary('erf'),
  Sigmoid: unary('sigmoid'),
  Tanh: unary('tanh'),
  Relu: unary('relu'),
  Softplus: unary('softplus'),
  Sin: unary('sin'),
  Cos: unary('cos'),
  Tan: unary('tan'),
  Asin: unary('asin'),
  Acos: unary('acos'),
  Atan: unary('atan'),
  Sinh: unary('sinh'),
  Cosh: unary('cosh'),
  Asinh: unary('asinh'),
  Acosh: unary('acosh'),
  Atanh: unary('atanh'),
  Not: unary('logicalNot'),
  IsNaN: unary('isNaN'),
  Add: binary('add'),
  Sub: binary('sub'),
  Mul: binary('mul'),
  Div: binary('div'),
  Pow: binary('pow'),
  Equal: binary('equal'),
  Less: binary('less'),
  Greater: binary('greater'),
  LessOrEqual: binary('lessEqual'),
  GreaterOrEqual: binary('greaterEqual'),
  And: binary('logicalAnd'),
  Or: binary('logicalOr'),
  Xor: binary('logicalXor'),
  Min: variadic((tf, left, right) => tf.minimum(left, right)),
  Max: variadic((tf, left, right) => tf.maximum(left, right)),
  Sum: sum,
  Mean: (call) => sum(call).div(call.inputs.length),
  Identity: formula((x) => x.clone()),
  Dropout: formula((x) => x.clone()),
  Cast: formula((x, _, { node }) =>
    x.cast(tensorflowType(dataTypeOf(intAttribute(node, 'to', 1)) ?? 'float32')),
  ),
  Elu: formula((x, tf, { node }) =>
    tf.where(x.greater(0), x, tf.expm1(x.minimum(0)).mul(floatAttribute(node, 'alpha', 1))),
  ),
  Celu: formula((x, tf, { node }) => {
    const alpha = floatAttribute(node, 'alpha', 1);
    return tf.where(x.greater(0), x, tf.expm1(x.minimum(0).div(alpha)).mul(alpha));
  }),
  Selu: formula((x, tf, { node }) => {
    const below = tf.expm1(x.minimum(0)).mul(floatAttribute(node, 'alpha', 1.6732632));
    return tf.where(x.greater(0), x, below).mul(floatAttribute(node, 'gamma', 1.050701));
  }),
  Mish: formula((x, tf) => x.mul(tf.tanh(tf.softplus(x)))),
  Softsign: formula((x, tf) => x.div(tf.abs(x).add(1))),
  ThresholdedRelu: formula((x, tf, { node }) =>
    tf.where(x.greater(floatAttribute(node, 'alpha', 1)), x, tf.zerosLike(x)),
  ),
  Shrink: formula((x, tf, { node }) => {
    const moved = x.sub(tf.sign(x).mul(floatAttribute(node, 'bias', 0)));
    return tf.where(tf.abs(x).greater(floatAttribute(node, 'lambd', 0.5)), moved, tf.zerosLike(x));
  }),
  LeakyRelu: formula((x, tf, { node }) => tf.leakyRelu(x, floatAttribute(node, 'alpha', 0.01))),
  PRelu: (call) => call.tf.prelu(input(call, 0), input(call, 1)),
  HardSigmoid: formula((x, _, { node }) =>
    hardSigmoid(x, floatAttribute(node, 'alpha', 0.2), floatAttribute(node, 'beta', 0.5)),
  ),
  HardSwish: formula((x) => x.mul(hardSigmoid(x, 1 / 6, 0.5))),
  Gelu: formula((x, tf, { node }) =>
    stringAttribute(node, 'approximate', 'none') === 'tanh'
      ? x.mul(0.5).mul(tf.tanh(x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI))).add(1))
      : x.mul(0.5).mul(tf.erf(x.mul(Math.SQRT1_2)).add(1)),
  ),
  Clip: (call) => {
    const { tf, node, inputs } = call;
    const low = inputs[1] ?? tf.scalar(floatAttribute(node, 'min', Number.NEGATIVE_INFINITY));
    const high = inputs[2] ?? tf.scalar(floatAttribute(node, 'max', Number.POSITIVE_INFINITY));
    const x = input(call, 0);
    return tf.minimum(tf.maximum(x, low.cast(x.dtype)), high.cast(x.dtype));
  },
  Where: (call) => call.tf.where(input(call, 0), input(call, 1), input(call, 2)),
};

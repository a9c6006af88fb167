import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../../src/errors.js';
import type { Attribute, GraphNode } from '../../../src/onnx/graph.js';
import { int64, type Tensor } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { backward } from '../../../src/train/gradient/backward.js';
import { GraphBuilder } from '../../../src/train/gradient/builder.js';
import { checkGradient, relativeError } from '../../support/gradient/check-gradient.js';
import {
  type GradientCase,
  randomArray,
  type Variable,
  variable,
} from '../../support/gradient/gradient-case.js';
import { runGradient } from '../../support/gradient/run-gradient.js';

const { int, ints } = attribute;

const node = (
  opType: string,
  inputs: readonly string[],
  outputs: string | readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): GraphNode => ({
  opType,
  domain: '',
  inputs,
  outputs: typeof outputs === 'string' ? [outputs] : outputs,
  attributes,
});

const network = (
  variables: Readonly<Record<string, Variable>>,
  nodes: readonly GraphNode[],
  constants: Readonly<Record<string, Tensor>> = {},
): GradientCase => ({
  nodes,
  variables: new Map(
    Object.entries(variables).map(([name, each], index) => [name, randomArray(each, index + 1)]),
  ),
  constants: new Map(Object.entries(constants)),
});

const conv = (x: string, w: string, y: string, attributes: Readonly<Record<string, Attribute>> = {}) =>
  node('Conv', [x, w], y, { pads: ints([1, 1, 1, 1]), ...attributes });

test('a tensor that is read twice gets both gradients', async () => {
  const nodes = [node('Exp', ['x'], 'e'), node('Mul', ['e', 'x'], 'p'), node('Add', ['p', 'e'], 'y')];
  await checkGradient(network({ x: variable([2, 3]) }, nodes));
});

test('one input given twice to one node', async () => {
  await checkGradient(network({ x: variable([2, 3]) }, [node('Mul', ['x', 'x'], 'y')]));
  await checkGradient(network({ x: variable([3, 3]) }, [node('MatMul', ['x', 'x'], 'y')]));
});

test('a parameter that two layers share', async () => {
  const nodes = [conv('x', 'w', 'a'), node('Relu', ['a'], 'b'), conv('b', 'w', 'y')];
  await checkGradient(network({ x: variable([2, 3, 4, 4]), w: variable([3, 3, 3, 3]) }, nodes));
});

test('a residual block', async () => {
  const nodes = [
    conv('x', 'w1', 'a'),
    node('Relu', ['a'], 'b'),
    conv('b', 'w2', 'c'),
    node('Add', ['c', 'x'], 'd'),
    node('Relu', ['d'], 'y'),
  ];
  const weights = variable([3, 3, 3, 3], -0.5, 0.5);
  await checkGradient(network({ x: variable([2, 3, 5, 5]), w1: weights, w2: weights }, nodes));
});

test('a residual block that halves the resolution, as in ResNet-20', async () => {
  const half = { strides: ints([2, 2]) };
  const nodes = [
    conv('x', 'w1', 'a', half),
    node('Relu', ['a'], 'b'),
    conv('b', 'w2', 'c'),
    node('Slice', ['x', 'starts', 'ends', 'axes', 'steps'], 's'),
    node('Pad', ['s', 'pads'], 'p'),
    node('Add', ['c', 'p'], 'd'),
    node('Relu', ['d'], 'y'),
  ];
  const constants = {
    starts: int64([0, 0]),
    ends: int64([6, 6]),
    axes: int64([2, 3]),
    steps: int64([2, 2]),
    pads: int64([0, 1, 0, 0, 0, 1, 0, 0]),
  };
  const variables = { x: variable([2, 2, 6, 6]), w1: variable([4, 2, 3, 3]), w2: variable([4, 4, 3, 3]) };
  await checkGradient(network(variables, nodes, constants));
});

test('an inverted residual with squeeze and excitation, as in MobileNetV3', async () => {
  const nodes = [
    node('Conv', ['x', 'expand'], 'a'),
    node('HardSwish', ['a'], 'b'),
    conv('b', 'depthwise', 'c', { group: int(4) }),
    node('GlobalAveragePool', ['c'], 'pooled'),
    node('Conv', ['pooled', 'squeeze'], 'd'),
    node('Relu', ['d'], 'e'),
    node('Conv', ['e', 'excite'], 'f'),
    node('HardSigmoid', ['f'], 'gate'),
    node('Mul', ['c', 'gate'], 'g'),
    node('Conv', ['g', 'project'], 'h'),
    node('Add', ['h', 'x'], 'y'),
  ];
  const variables = {
    x: variable([2, 2, 4, 4]),
    expand: variable([4, 2, 1, 1]),
    depthwise: variable([4, 1, 3, 3]),
    squeeze: variable([2, 4, 1, 1]),
    excite: variable([4, 2, 1, 1]),
    project: variable([2, 4, 1, 1]),
  };
  await checkGradient(network(variables, nodes));
});

test('a whole classifier with batch norm in training form', async () => {
  const nodes = [
    conv('x', 'w1', 'a', { strides: ints([2, 2]) }),
    node('BatchNormalization', ['a', 'scale', 'shift', 'mean', 'variance'], 'b', { training_mode: int(1) }),
    node('Relu', ['b'], 'c'),
    node('MaxPool', ['c'], 'd', { kernel_shape: ints([2, 2]), strides: ints([1, 1]) }),
    conv('d', 'w2', 'e'),
    node('Sigmoid', ['e'], 'f'),
    node('Mul', ['e', 'f'], 'g'),
    node('GlobalAveragePool', ['g'], 'h'),
    node('Flatten', ['h'], 'i'),
    node('Gemm', ['i', 'w3', 'bias'], 'j', { transB: int(1) }),
    node('LogSoftmax', ['j'], 'y'),
  ];
  const variables = {
    x: variable([3, 2, 6, 6]),
    w1: variable([3, 2, 3, 3]),
    scale: variable([3], 0.5, 1.5),
    shift: variable([3]),
    w2: variable([4, 3, 3, 3]),
    w3: variable([5, 4]),
    bias: variable([5]),
  };
  const constants: Record<string, Tensor> = {
    mean: { dtype: 'float32', dims: [3], data: new Float32Array(3) },
    variance: { dtype: 'float32', dims: [3], data: Float32Array.of(1, 1, 1) },
  };
  await checkGradient(network(variables, nodes, constants));
});

test('attention: two products, softmax, scale', async () => {
  const nodes = [
    node('MatMul', ['x', 'wq'], 'q'),
    node('MatMul', ['x', 'wk'], 'k'),
    node('MatMul', ['x', 'wv'], 'v'),
    node('Transpose', ['k'], 'kt', { perm: ints([0, 2, 1]) }),
    node('MatMul', ['q', 'kt'], 's'),
    node('Softmax', ['s'], 'p'),
    node('MatMul', ['p', 'v'], 'o'),
    node('Add', ['o', 'x'], 'r'),
    node('LayerNormalization', ['r', 'scale', 'shift'], 'y'),
  ];
  const square = variable([4, 4]);
  const variables = {
    x: variable([2, 3, 4]),
    wq: square,
    wk: square,
    wv: square,
    scale: variable([4], 0.5, 1.5),
    shift: variable([4]),
  };
  await checkGradient(network(variables, nodes));
});

test('an output in the loss that is also read further on gets both gradients', async () => {
  const nodes = [node('Exp', ['x'], 'h'), node('Tanh', ['h'], 'y')];
  await checkGradient(network({ x: variable([2, 3]) }, nodes), { weighted: ['h', 'y'] });
});

test('outputs that nothing reads have no gradient and do no harm', async () => {
  const nodes = [
    node('Split', ['x', 'parts'], ['a', 'b'], { axis: int(1) }),
    node('Exp', ['b'], 'unread'),
    node('Tanh', ['a'], 'y'),
  ];
  const given = network({ x: variable([2, 3]) }, nodes, { parts: int64([1, 2]) });
  await checkGradient(given, { weighted: ['y'] });
});

const inBuilder = (nodes: readonly GraphNode[], inputs: readonly string[]) => {
  const builder = new GraphBuilder();
  const type = { dtype: 'float32', dims: [2, 3] } as const;
  for (const name of inputs) builder.input(name, type);
  for (const each of nodes) builder.place(each, [type]);
  return builder;
};

test('the gradient of an activation in the middle can be wanted', async () => {
  const nodes = [node('Exp', ['x'], 'h'), node('Tanh', ['h'], 'y')];
  const builder = inBuilder(nodes, ['x', 'dy']);
  const gradients = backward(builder, nodes, new Map([['y', 'dy']]), ['h']);
  assert.equal([...gradients.keys()], ['h']);
  const operators = builder.finish([...gradients.values()]).nodes.map(({ opType }) => opType);
  assert.equal(operators, ['Exp', 'Tanh', 'Mul', 'Sub', 'Mul']);
});

test('a wanted tensor that the loss does not depend on has no entry', () => {
  const nodes = [node('Exp', ['x'], 'y'), node('Exp', ['z'], 'unread')];
  const builder = inBuilder(nodes, ['x', 'z', 'dy']);
  const gradients = backward(builder, nodes, new Map([['y', 'dy']]), ['x', 'z']);
  assert.equal([...gradients.keys()], ['x']);
});

test('a wanted tensor that is a seed itself gets that seed', () => {
  const builder = inBuilder([], ['y', 'dy']);
  assert.equal(backward(builder, [], new Map([['y', 'dy']]), ['y']).get('y'), 'dy');
});

test('the graph of a gradient has only what it needs', () => {
  const nodes = [node('Mul', ['x', 'w'], 'h'), node('Mul', ['h', 'v'], 'y')];
  const builder = inBuilder(nodes, ['x', 'w', 'v', 'dy']);
  const gradients = backward(builder, nodes, new Map([['y', 'dy']]), ['v']);
  const graph = builder.finish([...gradients.values()]);
  assert.equal(graph.nodes.length, 2);
});

test('an operator without a gradient in the part that is not wanted is let be', () => {
  const nodes = [node('NonZero', ['x'], 'h'), node('Mul', ['h', 'v'], 'y')];
  const builder = inBuilder(nodes, ['x', 'v', 'dy']);
  assert.ok(backward(builder, nodes, new Map([['y', 'dy']]), ['v']).has('v'));
});

test('an operator without a gradient on the way is refused by name', () => {
  const nodes = [{ ...node('Det', ['x'], 'h'), label: '/volume/Det' }, node('Exp', ['h'], 'y')];
  const builder = inBuilder(nodes, ['x', 'dy']);
  assert.throws(
    () => backward(builder, nodes, new Map([['y', 'dy']]), ['x']),
    (error: unknown) =>
      error instanceof BespokeError &&
      error.code === 'GRADIENT_MISSING' &&
      error.message.includes('/volume/Det: cannot train through Det'),
  );
});

test('a parameter that has to be constant and is not is refused', () => {
  const nodes = [node('Clip', ['x', 'low'], 'y')];
  const builder = inBuilder(nodes, ['x', 'low', 'dy']);
  assert.throws(
    () => backward(builder, nodes, new Map([['y', 'dy']]), ['x']),
    /input 1 is computed, not a constant/,
  );
});

test('two runs of one step give the same gradients', async () => {
  const given = network({ x: variable([2, 3, 4, 4]), w: variable([3, 3, 3, 3]) }, [conv('x', 'w', 'y')]);
  const [first, second] = [await runGradient(given, ['y']), await runGradient(given, ['y'])];
  for (const [name, gradient] of first.gradients)
    assert.is(relativeError(gradient, second.gradients.get(name)!), 0);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, int64, type Tensor } from '../../../src/onnx/tensor.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { GraphBuilder } from '../../../src/train/gradient/builder.js';

const matrix: Tensor = float32(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);

/** What `write` makes of x = [[1, 2, 3], [4, 5, 6]]; the shape that the builder foretells must be the real one. */
async function outcome(write: (builder: GraphBuilder, x: string) => string): Promise<[number[], number[]]> {
  const builder = new GraphBuilder();
  const y = write(builder, builder.input('x', matrix));
  const out = builder.add('Identity', [y], builder.dims(y));
  const session = await cpuEngine.open(writeGraph(builder.finish([out])), { threads: 1 });
  const { [out]: tensor } = await session.run({ x: matrix });
  await session.close();
  assert.equal([...tensor.dims], [...builder.dims(y)]);
  return [[...tensor.dims], Array.from(tensor.data as Float32Array)];
}

const cases: readonly (readonly [string, (b: GraphBuilder, x: string) => string, number[], number[]])[] = [
  ['plus a number', (b, x) => b.plus(x, 1), [2, 3], [2, 3, 4, 5, 6, 7]],
  ['a number minus', (b, x) => b.minus(7, x), [2, 3], [6, 5, 4, 3, 2, 1]],
  ['times one is nothing', (b, x) => b.times(x, 1), [2, 3], [1, 2, 3, 4, 5, 6]],
  ['a number over', (b, x) => b.over(60, x), [2, 3], [60, 30, 20, 15, 12, 10]],
  ['where', (b, x) => b.where(b.compare('Greater', x, 3), x, 0), [2, 3], [0, 0, 0, 4, 5, 6]],
  ['sum over rows', (b, x) => b.sum(x, [0]), [3], [5, 7, 9]],
  ['mean that keeps its axis', (b, x) => b.mean(x, [1], true), [2, 1], [2, 5]],
  ['sum over no axis', (b, x) => b.sum(x, []), [2, 3], [1, 2, 3, 4, 5, 6]],
  ['reduceTo a vector', (b, x) => b.reduceTo(x, [3]), [3], [5, 7, 9]],
  ['reduceTo a scalar', (b, x) => b.reduceTo(x, []), [], [21]],
  ['reduceTo a column', (b, x) => b.reduceTo(x, [2, 1]), [2, 1], [6, 15]],
  ['reduceTo its own shape', (b, x) => b.reduceTo(x, [2, 3]), [2, 3], [1, 2, 3, 4, 5, 6]],
  ['reshape with a rest', (b, x) => b.reshape(x, [3, -1]), [3, 2], [1, 2, 3, 4, 5, 6]],
  ['transpose', (b, x) => b.transpose(x, [1, 0]), [3, 2], [1, 4, 2, 5, 3, 6]],
  [
    'slice with a step',
    (b, x) => b.slice(x, [{ axis: 1, start: 0, count: 2, step: 2 }]),
    [2, 2],
    [1, 3, 4, 6],
  ],
  ['pad with a value', (b, x) => b.pad(x, [0, 1], [0, 0], 9), [2, 4], [9, 1, 2, 3, 9, 4, 5, 6]],
  ['pad that cuts', (b, x) => b.pad(x, [0, -1], [0, 1]), [2, 3], [2, 3, 0, 5, 6, 0]],
  ['crop', (b, x) => b.crop(x, [1, 0], [0, 1]), [1, 2], [4, 5]],
  ['flip', (b, x) => b.flip(x, [0, 1]), [2, 3], [6, 5, 4, 3, 2, 1]],
  ['expand', (b, x) => b.expand(b.sum(x, [1], true), [2, 2]), [2, 2], [6, 6, 15, 15]],
  ['concat', (b, x) => b.concat([b.sum(x, [1], true), x], 1), [2, 4], [6, 1, 2, 3, 15, 4, 5, 6]],
  ['matmul, right side transposed', (b, x) => b.matmul(x, x, { y: true }), [2, 2], [14, 32, 32, 77]],
  [
    'matmul, left side transposed',
    (b, x) => b.matmul(x, x, { x: true }),
    [3, 3],
    [17, 22, 27, 22, 29, 36, 27, 36, 45],
  ],
  ['zeros', (b) => b.zeros([2, 2]), [2, 2], [0, 0, 0, 0]],
];
for (const [name, write, dims, values] of cases) {
  test(name, async () => {
    assert.equal(await outcome(write), [dims, values]);
  });
}

test('the same constant has one name, another type or shape another', () => {
  const builder = new GraphBuilder();
  const name = builder.constant(int64([1, 2]));
  assert.is(builder.constant(int64([1, 2])), name);
  assert.is.not(builder.constant(int64([1, 2], [2, 1])), name);
  assert.is.not(builder.constant(float32(Float32Array.of(1, 2), [2])), name);
});

test('finish drops what the outputs do not need and keeps declared inputs', () => {
  const builder = new GraphBuilder();
  builder.input('x', matrix);
  builder.input('unread', matrix);
  builder.initializer('weights', matrix);
  builder.plus('x', 'weights');
  const y = builder.times('x', 3);
  const graph = builder.finish([y]);
  assert.equal(
    graph.nodes.map(({ opType }) => opType),
    ['Mul'],
  );
  assert.equal(
    graph.inputs.map(({ name }) => name),
    ['x', 'unread'],
  );
  assert.is(graph.initializers.size, 1);
  assert.equal(graph.outputs, [{ name: y, dtype: 'float32', dims: [2, 3] }]);
});

test('a node that only leaves an output out is dropped all the same', () => {
  const builder = new GraphBuilder();
  builder.input('x', { dtype: 'float32', dims: [1, 1, 4, 4] });
  const type = { dtype: 'float32', dims: [1, 1, 2, 2] } as const;
  const pool = { opType: 'MaxPool', domain: '', inputs: ['x'], outputs: ['p', ''], attributes: {} };
  builder.place(pool, [type, type]);
  builder.place({ ...pool, opType: 'Clip', inputs: ['x', '', ''], outputs: ['y'] }, [builder.type('x')]);
  assert.equal(
    builder.finish(['y']).nodes.map(({ opType }) => opType),
    ['Clip'],
  );
});

test('the opset of newer forward nodes stays', () => {
  const opsetOf = (given: number) => {
    const builder = new GraphBuilder('step/', given);
    return builder.finish([builder.plus(builder.input('x', matrix), 1)]).opsets.get('');
  };
  assert.is(opsetOf(22), 22);
  assert.is(opsetOf(13), 18);
});

test('opsets: 18, 20 with Gelu, com.microsoft when used', () => {
  const builder = new GraphBuilder();
  const x = builder.input('x', matrix);
  assert.equal([...builder.finish([builder.plus(x, 1)]).opsets], [['', 18]]);
  assert.equal([...builder.finish([builder.unary('Gelu', x)]).opsets], [['', 20]]);
  assert.equal(
    [...builder.finish([builder.matmul(x, x, { y: true })]).opsets],
    [
      ['', 18],
      ['com.microsoft', 1],
    ],
  );
});

test('names that are taken are not given again', () => {
  const builder = new GraphBuilder('');
  builder.input('Exp_0', matrix);
  assert.is.not(builder.unary('Exp', 'Exp_0'), 'Exp_0');
  assert.throws(() => builder.input('Exp_0', matrix), /declared twice/);
});

test('an unknown tensor is named', () => {
  assert.throws(() => new GraphBuilder().dims('nowhere'), /no tensor 'nowhere'/);
});

test('shapes that do not broadcast are refused', () => {
  const builder = new GraphBuilder();
  const x = builder.input('x', matrix);
  assert.throws(() => builder.plus(x, builder.zeros([2])), /\[2,3\] and \[2\]/);
});

test('axes that an attribute has become an input', () => {
  const builder = new GraphBuilder();
  builder.input('x', matrix);
  const attributes = { axes: attribute.ints([1]) };
  const node = { opType: 'ReduceMean', domain: '', inputs: ['x'], outputs: ['y'], attributes };
  builder.place(node, [{ dtype: 'float32', dims: [2, 1] }]);
  const [placed] = builder.finish(['y']).nodes;
  assert.equal(placed.attributes, {});
  assert.equal(builder.constantAt(placed.inputs[1]), int64([1]));
});

test.run();

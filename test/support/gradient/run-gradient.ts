import type { ValueType } from '../../../src/onnx/graph.js';
import { float32, type Tensor } from '../../../src/onnx/tensor.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { backward } from '../../../src/train/gradient/backward.js';
import { GraphBuilder } from '../../../src/train/gradient/builder.js';
import { type Array64, size64 } from '../reference/array64.js';
import { interpret } from '../reference/interpreter.js';
import { type GradientCase, randomArray, variable } from './gradient-case.js';

export interface GradientRun {
  /** Random weights of the outputs in the loss = sum(weight * output). */
  readonly weights: ReadonlyMap<string, Array64>;
  readonly outputs: ReadonlyMap<string, Array64>;
  readonly gradients: ReadonlyMap<string, Array64>;
  /** Operator types of the graph that ran. */
  readonly operators: readonly string[];
}

/**
 * Runs forward and backward pass of a case on ONNX Runtime; the loss has the outputs named in `weighted`. With
 * `channelBlock`, convolutions are on blocks of channels where that pays.
 */
export async function runGradient(
  given: GradientCase,
  weighted: readonly string[],
  channelBlock?: number,
  opset?: number,
): Promise<GradientRun> {
  const shapes = interpret(given.nodes, arraysOf(given));
  const builder = new GraphBuilder('step/', opset, channelBlock);
  for (const [name, { dims }] of given.variables) builder.input(name, { dtype: 'float32', dims });
  for (const [name, tensor] of given.constants) builder.initializer(name, tensor);
  for (const node of given.nodes) {
    const indices = node.opType === 'TopK' ? node.outputs[1] : undefined;
    const type = (name: string): ValueType => ({
      dtype: name === indices ? 'int64' : 'float32',
      dims: shapes.get(name)?.dims ?? [],
    });
    builder.place(node, node.outputs.map(type));
  }
  const weights = new Map(
    weighted.map((name, index) => [name, randomArray(variable(shapes.get(name)!.dims), 7 + index)]),
  );
  const seeds = new Map(
    weighted.map((name) => [
      name,
      builder.input(`weight of ${name}`, { dtype: 'float32', dims: weights.get(name)!.dims }),
    ]),
  );
  const wanted = [...given.variables.keys()];
  const gradients = backward(builder, given.nodes, seeds, wanted);
  const made = given.nodes.flatMap((node) => node.outputs).filter((name) => name !== '');
  const graph = builder.finish([...new Set([...made, ...gradients.values()])]);
  const session = await cpuEngine.open(writeGraph(graph), { threads: 1 });
  const feeds = Object.fromEntries([
    ...[...given.variables].map(([name, array]) => [name, toTensor(array)]),
    ...[...weights].map(([name, array]) => [`weight of ${name}`, toTensor(array)]),
  ]);
  const results = await session.run(feeds);
  await session.close();
  return {
    weights,
    outputs: new Map(made.map((name) => [name, toArray(results[name])])),
    gradients: new Map([...gradients].map(([name, at]) => [name, toArray(results[at])])),
    operators: graph.nodes.map(({ domain, opType }) => (domain === '' ? opType : `${domain}.${opType}`)),
  };
}

export const arraysOf = ({ variables, constants }: GradientCase): Map<string, Array64> =>
  new Map([...variables, ...[...constants].map(([name, tensor]) => [name, toArray(tensor)] as const)]);

const toTensor = ({ dims, data }: Array64): Tensor => float32(Float32Array.from(data), dims);

function toArray({ dims, data }: Tensor): Array64 {
  const array = { dims, data: Float64Array.from(data as ArrayLike<number | bigint>, Number) };
  if (array.data.length !== size64(dims)) throw new Error('a tensor that does not hold together');
  return array;
}

import { BespokeError } from '../../errors.js';
import type { Graph } from '../../onnx/graph.js';
import { float32, int64, type Tensor } from '../../onnx/tensor.js';
import { attribute } from '../gradient/attribute.js';
import type { GraphBuilder } from '../gradient/builder.js';
import { flatSize, type Slot } from './flat-layout.js';

/** The initial values of the named parameters, in order. @throws BespokeError TRAIN_SPEC */
export function initialParameters(
  graph: Graph,
  names: readonly string[],
): readonly (readonly [string, Tensor])[] {
  if (names.length === 0)
    throw new BespokeError({ code: 'TRAIN_SPEC', what: 'nothing to train', where: graph.name });
  return names.map((name) => {
    const tensor = graph.initializers.get(name);
    if (tensor?.dtype === 'float32') return [name, tensor];
    throw new BespokeError({
      code: 'TRAIN_SPEC',
      what: 'no such float32 weight',
      where: graph.name,
      value: name,
    });
  });
}

export function flatten(slots: readonly Slot[], tensors: ReadonlyMap<string, Tensor>): Float32Array {
  const flat = new Float32Array(flatSize(slots));
  for (const { name, offset } of slots) flat.set(tensors.get(name)!.data as Float32Array, offset);
  return flat;
}

/** 1 at weights that are decayed: those of rank 2 and more, not norms and biases. */
export const decayMask = (slots: readonly Slot[]): Float32Array =>
  Float32Array.from(slots.flatMap(({ dims, size }) => new Array<number>(size).fill(dims.length > 1 ? 1 : 0)));

/** Makes the parameters, under their own names, out of the flat vector. */
export function splitParameters(builder: GraphBuilder, vector: string, slots: readonly Slot[]): void {
  const sizes = builder.constant(int64(slots.map(({ size }) => size)));
  const pieces = builder.addMany(
    'Split',
    [vector, sizes],
    slots.map(({ size }) => [size]),
    { attributes: { axis: attribute.int(0) } },
  );
  for (const [index, { name, dims }] of slots.entries()) {
    const inputs = [pieces[index]!, builder.constant(int64(dims))];
    const node = { opType: 'Reshape', domain: '', inputs, outputs: [name], attributes: {} };
    builder.place(node, [{ dtype: 'float32', dims }]);
  }
}

/** The flat gradient; zero for a parameter that no loss depends on. */
export function joinGradients(
  builder: GraphBuilder,
  slots: readonly Slot[],
  gradients: ReadonlyMap<string, string>,
): string {
  const pieces = slots.map(({ name, size }) => {
    const gradient = gradients.get(name);
    return gradient === undefined
      ? builder.constant(float32(new Float32Array(size), [size]))
      : builder.reshape(gradient, [size]);
  });
  return builder.add('Concat', pieces, [flatSize(slots)], { attributes: { axis: attribute.int(0) } });
}

import { BespokeError } from '../../errors.js';
import { type BatchPlace, batchPlaces } from '../../onnx/batch-place.js';
import { type Graph, type GraphNode, nodeId, type ValueType } from '../../onnx/graph.js';
import { dimsAt } from '../../onnx/shapes-at.js';
import { int64 } from '../../onnx/tensor.js';
import { attribute } from '../gradient/attribute.js';
import type { GraphBuilder } from '../gradient/builder.js';
import {
  type BatchStatistics,
  batchStatistics,
  placeTrainingBatchNorm,
} from '../gradient/training-batch-norm.js';

export interface Forward {
  /** Statistics of this batch, by id of the batch norm; in training form only. */
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
  /** The nodes that gradients flow through, as they were placed. */
  readonly nodes: readonly GraphNode[];
}

/**
 * Places a network at a batch: its inputs become inputs, its initializers constants, except those that the builder
 * has already (the parameters). Shapes inside `Reshape` and sizes of `Resize` get the batch.
 *
 * @throws BespokeError TRAIN_SHAPE when an activation's shape is not known.
 */
export function placeForward(
  builder: GraphBuilder,
  graph: Graph,
  batch: number,
  batchNorm: 'training' | 'inference',
): Forward {
  const statistics = new Map<string, BatchStatistics>();
  const nodes: GraphNode[] = [];
  const places = batchPlaces(graph);
  for (const input of graph.inputs)
    builder.input(input.name, { dtype: input.dtype, dims: dimsAt(input, batch) });
  for (const [name, tensor] of graph.initializers) if (!builder.has(name)) builder.initializer(name, tensor);
  for (const node of graph.nodes) {
    const types = node.outputs.map((name) => typeOf(graph, node, name, batch, places.get(name)));
    if (node.opType === 'BatchNormalization' && batchNorm === 'training') {
      const placed = inTrainingForm(node);
      placeTrainingBatchNorm(builder, placed, types.slice(0, 1));
      statistics.set(nodeId(node), batchStatistics(placed));
      nodes.push(placed);
    } else {
      const placed = withBatch(builder, graph, node, types, batch);
      builder.place(placed, types);
      nodes.push(placed);
    }
  }
  return { statistics, nodes };
}

function typeOf(
  graph: Graph,
  node: GraphNode,
  name: string,
  batch: number,
  place: BatchPlace | undefined,
): ValueType {
  if (name === '') return { dtype: 'float32', dims: [] };
  const type = graph.values.get(name) ?? graph.outputs.find((output) => output.name === name);
  if (type !== undefined) return { dtype: type.dtype, dims: dimsAt(type, batch, place) };
  throw new BespokeError({
    code: 'TRAIN_SHAPE',
    what: `the shape of '${name}' is not known`,
    where: `${node.opType} ${node.label ?? nodeId(node)}`,
    next: 'Convert the model to normal form first.',
  });
}

/** Where a node names the batch in a constant (Reshape's shape, Resize's sizes), the constant for this batch. */
function withBatch(
  builder: GraphBuilder,
  graph: Graph,
  node: GraphNode,
  types: readonly ValueType[],
  batch: number,
): GraphNode {
  const index = node.opType === 'Reshape' ? 1 : node.opType === 'Resize' ? 3 : undefined;
  const name = index === undefined ? undefined : node.inputs[index];
  if (batch === 1 || index === undefined || !name || !graph.initializers.has(name)) return node;
  if (node.opType === 'Resize' && node.attributes.axes !== undefined) return node;
  const shape = builder.constant(int64(types[0]!.dims));
  return { ...node, inputs: node.inputs.map((input, each) => (each === index ? shape : input)) };
}

/** The running statistics are kept outside the node. */
const inTrainingForm = (node: GraphNode): GraphNode => ({
  ...node,
  outputs: node.outputs.slice(0, 1),
  attributes: { ...node.attributes, training_mode: attribute.int(1) },
});

import { floatAttribute, type GraphNode, intAttribute, nodeId, type ValueType } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import type { ArithmeticBuilder } from './arithmetic-builder.js';
import { channelMean } from './channel-sum.js';

/** The tensors that a BatchNormalization in training form leaves, by the name of its output. */
export interface BatchStatistics {
  /** [C]: over the batch and all positions. */
  readonly mean: string;
  /** [C]: over the batch and all positions, divided by their number. */
  readonly variance: string;
  /** x - mean, in the shape of x. */
  readonly centred: string;
}

export const batchStatistics = (node: GraphNode): BatchStatistics => ({
  mean: `${nodeId(node)}:batch-mean`,
  variance: `${nodeId(node)}:batch-variance`,
  centred: `${nodeId(node)}:centred`,
});

export const isTrainingBatchNorm = (node: GraphNode): boolean =>
  node.opType === 'BatchNormalization' && intAttribute(node, 'training_mode', 0) === 1;

/**
 * BatchNormalization with `training_mode`, which ONNX Runtime's inference build lacks, in operators that it has. Of its
 * outputs, the second and third are the new running mean and variance: momentum old + (1 - momentum) of the batch
 * (ONNX operator set 15; the variance is that of the population).
 */
export function placeTrainingBatchNorm(
  builder: ArithmeticBuilder,
  node: GraphNode,
  types: readonly ValueType[],
): void {
  const [x, scale, shift] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]!];
  const [y, runningMean = '', runningVariance = ''] = node.outputs;
  const channels = builder.dims(scale);
  const perChannel = [
    1,
    ...channels,
    ...builder
      .dims(x)
      .slice(2)
      .map(() => 1),
  ];
  const names = batchStatistics(node);
  const named = (opType: string, inputs: readonly string[], output: string, type: ValueType) =>
    builder.place({ opType, domain: '', inputs, outputs: [output], attributes: {} }, [type]);

  named('Identity', [channelMean(builder, x)], names.mean, builder.type(scale));
  const mean = builder.reshape(names.mean, perChannel);
  named('Sub', [x, mean], names.centred, builder.type(x));
  const squares = builder.times(names.centred, names.centred);
  named('Identity', [channelMean(builder, squares)], names.variance, builder.type(scale));
  const zero = builder.constant(float32(new Float32Array(channels[0]!), channels));
  const { epsilon } = node.attributes;
  builder.place(
    {
      ...node,
      inputs: [names.centred, scale, shift, zero, names.variance],
      outputs: [y!],
      attributes: epsilon === undefined ? {} : { epsilon },
    },
    types.slice(0, 1),
  );

  const momentum = floatAttribute(node, 'momentum', 0.9);
  const follow = (old: string | undefined, batch: string, output: string) => {
    if (output === '') return;
    const kept = builder.times(old!, momentum);
    named('Add', [kept, builder.times(batch, 1 - momentum)], output, builder.type(scale));
  };
  follow(node.inputs[3], names.mean, runningMean);
  follow(node.inputs[4], names.variance, runningVariance);
}

import { floatAttribute } from '../../../onnx/graph.js';
import { float32, sizeOf } from '../../../onnx/tensor.js';
import { attribute } from '../attribute.js';
import type { GraphBuilder } from '../builder.js';
import { channelSum } from '../channel-sum.js';
import { lazy } from '../lazy.js';
import type { GradientRule } from '../rule.js';
import { batchStatistics, isTrainingBatchNorm } from '../training-batch-norm.js';

/**
 * y = scale (x - mean) r + shift, r = 1 / sqrt(variance + epsilon). Inference form: mean and variance are given and
 * constant. Training form: they are the batch's, and with the averages m over batch and positions
 * dx = scale r (dy - m(dy) - (x - mean) r² m(dy (x - mean))) (Ioffe and Szegedy, arXiv:1502.03167, section 3).
 */
export const batchNormalization: GradientRule = {
  opTypes: ['BatchNormalization'],
  gradients: ({ builder, node, dy }) => {
    const [x, scale] = [node.inputs[0]!, node.inputs[1]!];
    const training = isTrainingBatchNorm(node);
    const statistics = training ? batchStatistics(node) : undefined;
    const centred = lazy(
      () => statistics?.centred ?? builder.minus(x, perChannel(builder, dy, node.inputs[3]!)),
    );
    const inverse = lazy(() => {
      const variance = statistics?.variance ?? node.inputs[4]!;
      return builder.over(
        1,
        builder.unary('Sqrt', builder.plus(variance, floatAttribute(node, 'epsilon', 1e-5))),
      );
    });
    const total = lazy(() => channelSum(builder, dy));
    const product = lazy(() => channelSum(builder, builder.times(dy, centred())));
    return [
      () => {
        if (!training) return channelAffine(builder, dy, builder.times(scale, inverse()));
        const count = sizeOf(builder.dims(dy)) / builder.dims(dy)[1]!;
        const a = builder.times(scale, inverse());
        const shift = builder.times(builder.times(a, total()), -1 / count);
        const pull = builder.times(builder.times(a, builder.times(inverse(), inverse())), product());
        const slope = builder.times(pull, -1 / count);
        return builder.plus(channelAffine(builder, dy, a), channelAffine(builder, centred(), slope, shift));
      },
      () => builder.times(product(), inverse()),
      total,
    ];
  },
};

function perChannel(builder: GraphBuilder, like: string, vector: string): string {
  const [, channels, ...positions] = builder.dims(like);
  return builder.reshape(vector, [1, channels!, ...positions.map(() => 1)]);
}

/** x[N, C, …] times factor[C] plus shift[C], in one pass: a BatchNormalization of mean 0 and variance 1. */
function channelAffine(builder: GraphBuilder, x: string, factor: string, shift?: string): string {
  const channels = builder.dims(x)[1]!;
  const vector = (value: number) =>
    builder.constant(float32(new Float32Array(channels).fill(value), [channels]));
  return builder.add(
    'BatchNormalization',
    [x, factor, shift ?? vector(0), vector(0), vector(1)],
    builder.dims(x),
    { attributes: { epsilon: attribute.float(0) } },
  );
}

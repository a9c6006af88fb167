import { sizeOf } from '../../onnx/tensor.js';
import type { GraphBuilder } from '../gradient/builder.js';
import type { EmittedLoss } from './emitted-loss.js';
import { type DetectionLoss, lossFeed } from './loss.js';

/** Values of a box in front of the scores: centre, width and height. */
const BOX_VALUES = 4;
/** Keeps a batch without any object from a division by zero. */
const LEAST_SURENESS = 1e-3;

/**
 * d = y - reference, weighted by what the reference says: the loss is the sum of w d², its gradient 2 w d. At scores w
 * is 1 / (scores · variance); at the four values of a box it is p / (sum of p) / (width · height + leastArea), with p
 * how sure the teacher is of an object there: most positions hold none, and their boxes mean nothing. Boxes that are
 * off by half their size on every side count as much as scores that are no better than their mean.
 */
export function emitDetectionLoss(builder: GraphBuilder, loss: DetectionLoss): EmittedLoss {
  const type = builder.type(loss.tensor);
  const reference = builder.input(lossFeed(loss), type);
  const axis = loss.head === 'columns' ? 1 : 2;
  const all = type.dims.map((_, each) => each);
  const values = type.dims[axis]!;
  const taken = (start: number, count: number): string => builder.slice(reference, [{ axis, start, count }]);
  const sized = (count: number) => type.dims.map((size, each) => (each === axis ? count : size));

  const sureness =
    loss.head === 'columns'
      ? builder.largest(taken(BOX_VALUES, values - BOX_VALUES), axis)
      : builder.times(
          taken(BOX_VALUES, 1),
          builder.largest(taken(BOX_VALUES + 1, values - BOX_VALUES - 1), axis),
        );
  const area = builder.binary('Max', builder.times(taken(2, 1), taken(3, 1)), builder.scalar(0));
  const total = builder.plus(builder.sum(sureness, all), builder.scalar(LEAST_SURENESS));
  const scale = builder.times(builder.plus(area, builder.scalar(loss.leastArea)), total);
  const boxes = builder.over(sureness, scale);
  const scores = sized(values - BOX_VALUES);
  const each = builder.scalar(1 / (sizeOf(scores) * loss.scoreVariance));
  const weights = builder.concat(
    [builder.expand(boxes, sized(BOX_VALUES)), builder.expand(each, scores)],
    axis,
  );

  const difference = builder.minus(loss.tensor, reference);
  const weighted = builder.times(weights, difference);
  return {
    value: builder.sum(builder.times(weighted, difference), all),
    seed: builder.times(weighted, 2 * loss.weight),
  };
}

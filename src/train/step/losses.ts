import type { GraphBuilder } from '../gradient/builder.js';
import type { EmittedLoss } from './emitted-loss.js';
import type { Loss } from './loss.js';
import { emitCrossEntropy, emitDistill } from './softmax-loss.js';
import { emitSquaredError } from './squared-error.js';

/** Writes a loss behind the forward pass; declares its feed. */
export function emitLoss(builder: GraphBuilder, loss: Loss): EmittedLoss {
  switch (loss.kind) {
    case 'mse':
    case 'nmse':
      return emitSquaredError(builder, loss);
    case 'distill':
      return emitDistill(builder, loss);
    case 'cross-entropy':
      return emitCrossEntropy(builder, loss);
  }
}

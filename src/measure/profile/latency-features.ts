import type { OperatorCounts } from '../../onnx/operator-counts.js';
import { readSignature } from '../../onnx/operator-signature.js';
import { operatorWork } from './operator-work.js';

/** Amounts of work by name: what a latency is a sum of. */
export type LatencyFeatures = ReadonlyMap<string, number>;

/** Of one run as such. */
export const ONE_RUN = 'run';

/** Sums over the operators by their kind: how many, multiply-accumulates, elements of activations, of weights. */
export function latencyFeatures(operators: OperatorCounts): LatencyFeatures {
  const features = new Map<string, number>([[ONE_RUN, 1]]);
  const add = (name: string, amount: number): void => {
    if (amount > 0) features.set(name, (features.get(name) ?? 0) + amount);
  };
  for (const [signature, count] of Object.entries(operators)) {
    const operator = readSignature(signature);
    if (operator === undefined) continue;
    const { kind, macs, blockedMacs, elements, weights } = operatorWork(operator);
    add(`${kind}: operators`, count);
    add(`${kind}: MACs`, count * macs);
    add(`${kind}: blocked MACs`, count * blockedMacs);
    add(`${kind}: elements`, count * elements);
    add(`${kind}: weights`, macs > 0 ? count * weights : 0);
  }
  return features;
}

import { digits } from '../../fixtures/digits.js';
import { noisy } from '../../fixtures/noisy-digits.js';

const ranges = {
  train: { split: 'train', from: 0, to: 4096, seed: 11 },
  validation: { split: 'validation', from: 0, to: 1000, seed: 12 },
  'held out': { split: 'validation', from: 1000, to: 2000, seed: 13 },
};

/** Digits that a build trains on, digits that it judges by, and digits that it never sees. */
export function digitPart(name, kind) {
  const { split, from, to, seed } = ranges[name];
  const { values, dims, labels } = digits()[split];
  const part = { values: values.slice(from * 784, to * 784), dims };
  if (kind === 'noisy') return noisy(part, seed);
  return kind === 'labelled' ? { ...part, labels: labels.slice(from, to) } : part;
}

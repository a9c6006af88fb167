import type { Comparison } from '../compare-latency.js';
import type { OutputValues } from '../output-values.js';
import type { DeviceReport, TaskAnswer } from './protocol.js';

/** Values of outputs that a page may send: what the body of a request has room for. */
export const MOST_VALUES = 2048;

/** What a page sent, checked, since it may come from anywhere; undefined when it is not as the protocol says. */
export function readAnswer(value: unknown): TaskAnswer | undefined {
  if (!isRecord(value) || !Number.isInteger(value.id)) return undefined;
  const id = value.id as number;
  if (typeof value.failure === 'string') return { id, failure: value.failure.slice(0, 1000) };
  if (isValues(value.values)) return { id, values: value.values };
  return isComparison(value.comparison) ? { id, comparison: value.comparison } : undefined;
}

export function readDevice(value: unknown): DeviceReport | undefined {
  if (!isRecord(value)) return undefined;
  const { userAgent, processors, isolated, adapter } = value;
  if (typeof userAgent !== 'string' || !Number.isInteger(processors) || typeof isolated !== 'boolean')
    return undefined;
  const device = { userAgent: plain(userAgent), processors: processors as number, isolated };
  if (adapter === null) return { ...device, adapter };
  if (!isRecord(adapter)) return undefined;
  const { description, software } = adapter;
  if (typeof description !== 'string' || typeof software !== 'boolean') return undefined;
  return { ...device, adapter: { description: plain(description), software } };
}

const NUMBERS: readonly string[] = [
  'medianMs',
  'lowMs',
  'highMs',
  'referenceMs',
  'referenceLowMs',
  'referenceHighMs',
  'ratio',
  'ratioLow',
  'ratioHigh',
  'runs',
];
const ABOVE_ZERO: readonly string[] = ['medianMs', 'referenceMs', 'ratio', 'runs'];

function isComparison(value: unknown): value is Comparison {
  if (!isRecord(value) || typeof value.converged !== 'boolean') return false;
  if (Object.keys(value).length !== NUMBERS.length + 1) return false;
  const numbers = NUMBERS.every((name) => Number.isFinite(value[name]) && (value[name] as number) >= 0);
  return numbers && ABOVE_ZERO.every((name) => (value[name] as number) > 0);
}

const isValues = (values: unknown): values is OutputValues =>
  Array.isArray(values) &&
  values.length <= MOST_VALUES &&
  values.every((each) => each === null || Number.isFinite(each));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** It goes to terminals and files. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);

import { COSTS, type CostMetric } from '../config/metrics.js';

/** What values at an axis are divided by, and the unit that they then have. */
export interface AxisUnit {
  readonly divisor: number;
  readonly unit: string;
}

const STEPS: Readonly<Record<(typeof COSTS)[CostMetric]['unit'], readonly AxisUnit[]>> = {
  time: [
    { divisor: 1, unit: 'ms' },
    { divisor: 1e-3, unit: 'µs' },
  ],
  bytes: [
    { divisor: 1e6, unit: 'MB' },
    { divisor: 1e3, unit: 'KB' },
  ],
  count: [
    { divisor: 1e9, unit: 'G' },
    { divisor: 1e6, unit: 'M' },
    { divisor: 1e3, unit: 'k' },
  ],
};

/** The largest unit that leaves a digit in front of the point of `most`. */
export function axisUnit(metric: CostMetric, most: number): AxisUnit {
  const { unit } = COSTS[metric];
  const units = STEPS[unit];
  const floor = unit === 'time' ? 0.1 : 1;
  return units.find(({ divisor }) => most / divisor >= floor) ?? units[units.length - 1];
}

import { COSTS, type CostMetric, isCost } from '../config/metrics.js';
import { isShare } from '../config/quality-metrics.js';
import { bytesText, countText } from '../quantity.js';

/** 0.8399 as '0.840 ms': three digits, and more only in front of the point. */
export const millisecondsText = (ms: number): string => `${digits(ms)} ms`;

export function secondsText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An amount of a cost with its unit. */
export function costText(metric: CostMetric, value: number): string {
  const texts = { time: millisecondsText, bytes: bytesText, count: countText };
  return texts[COSTS[metric].unit](value);
}

/** A value of a quality metric: '98.20%', or as it is. */
export const qualityText = (metric: string, value: number): string =>
  isShare(metric) ? `${(value * 100).toFixed(2)}%` : String(Number(value.toPrecision(4)));

/** A difference of quality or a loss: '0.44 points' of a hundred, or as it is. */
export const lossText = (metric: string, loss: number): string =>
  isShare(metric) ? `${positive(loss * 100).toFixed(2)} points` : String(Number(loss.toPrecision(3)));

/** What a budget's limit or value is: a cost or a loss of quality. */
export const budgetText = (budget: string, quality: string, value: number): string =>
  isCost(budget) ? costText(budget, value) : lossText(quality, value);

/** For ticks: a loss as it stands at an axis. */
export const lossTick =
  (metric: string) =>
  (loss: number): string =>
    isShare(metric) ? String(Number((loss * 100).toPrecision(3))) : String(Number(loss.toPrecision(3)));

/** What is at the axis of losses. */
export const lossUnit = (metric: string): string => (isShare(metric) ? 'points' : metric);

const digits = (value: number): string =>
  value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);

/** No '-0.00'. */
const positive = (value: number): number => (Math.abs(value) < 0.005 ? 0 : value);

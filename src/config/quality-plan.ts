import { extname, resolve } from 'node:path';
import type { Problem } from '../errors.js';
import { didYouMean } from './nearest.js';
import type { QualityPlan } from './plan.js';
import { QUALITY_METRICS, type QualityMetric } from './quality-metrics.js';
import { hasLabels, howToLabel, type SourcePlan } from './sources.js';

const metrics = Object.keys(QUALITY_METRICS) as readonly QualityMetric[];

/**
 * How to judge: as the config says, or by what the validation data allow. A word with a separator or an extension is a
 * path.
 */
export function qualityOf(
  value: string | undefined,
  validation: SourcePlan,
  model: string,
  base: string,
  problems: Problem[],
): QualityPlan {
  if (value === undefined) return { metric: hasLabels(validation) === true ? 'top1' : 'agreement' };
  const metric = metrics.find((name) => name === value);
  if (metric === undefined) {
    if (!/[\\/]/.test(value) && extname(value) === '') {
      problems.push({
        code: 'CONFIG_VALUE',
        what: 'not one of the choices',
        where: `${model}.quality`,
        value,
        accepted: `${metrics.map((name) => `'${name}'`).join(', ')}, or the path of a module`,
        next: didYouMean(value, metrics),
      });
      return { metric: 'agreement' };
    }
    return { metric: 'module', path: resolve(base, value) };
  }
  if (metric === 'top1' && hasLabels(validation) === false) {
    problems.push({
      code: 'CONFIG_LABELS',
      what: "'top1' needs labels, but the validation data have none",
      where: `${model}.data.validation.labels`,
      accepted: howToLabel(validation),
      next: "Provide labels, or set quality to 'agreement', which needs none.",
    });
  }
  return { metric };
}

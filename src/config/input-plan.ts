import type { Problem } from '../errors.js';
import type { InputConfig } from './gen/config-schema.js';
import type { InputPlan } from './plan.js';

/** Preprocessing with defaults filled in; `mean` and `std` must speak of the same channels. */
export function inputOf(config: InputConfig, where: string, problems: Problem[]): InputPlan {
  const { scale = 1, mean = [], std = [], layout = 'nchw', size, augment = {} } = config;
  if (mean.length > 0 && std.length > 0 && mean.length !== std.length) {
    problems.push({
      code: 'CONFIG_INPUT',
      what: `mean has ${mean.length} and std has ${std.length} values`,
      where: `${where}.std`,
      value: std,
      accepted: 'one value per channel in both, or leave one out',
    });
  }
  return {
    scale,
    mean,
    std,
    layout,
    size,
    augment: { flip: augment.flip ?? false, shift: augment.shift ?? 0 },
  };
}

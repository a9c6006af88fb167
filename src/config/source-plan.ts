import { resolve } from 'node:path';
import type { SourceConfig } from './gen/config-schema.js';
import type { SourcePlan } from './plan.js';

/** A data source with defaults filled in and its paths absolute. */
export function sourceOf(config: SourceConfig, base: string): SourcePlan {
  const path = resolve(base, config.path);
  switch (config.kind) {
    case 'images':
      return { kind: 'images', path, labels: config.labels };
    case 'npz':
      return {
        kind: 'npz',
        path,
        values: config.values ?? 'x',
        labels: config.labels,
        layout: config.layout,
      };
    case 'idx':
      return {
        kind: 'idx',
        path,
        labels: config.labels === undefined ? undefined : resolve(base, config.labels),
        layout: config.layout,
      };
    case 'module':
      return { kind: 'module', path, layout: config.layout };
  }
}

/** Undefined where only running the module can tell. */
export function hasLabels(source: SourcePlan): boolean | undefined {
  return source.kind === 'module' ? undefined : source.labels !== undefined;
}

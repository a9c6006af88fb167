import { sep } from 'node:path';
import type { BuildPlan } from '../config/plan.js';
import { pathsIn } from '../config/sources.js';

export interface WatchedPaths {
  readonly files: readonly string[];
  /** With all that is in them. */
  readonly directories: readonly string[];
}

/**
 * The inputs that a plan names: config, models, data, quality modules, device profiles. What a build reads besides it
 * tells itself.
 */
export function pathsOf(plan: BuildPlan): WatchedPaths {
  const sources = plan.models.flatMap(({ train, validation }) => [...pathsIn(train), ...pathsIn(validation)]);
  const sourcesOf = (wanted: 'file' | 'directory') =>
    sources.flatMap(({ path, kind }) => (kind === wanted ? [path] : []));
  const files = [
    ...plan.configDependencies,
    ...plan.models.flatMap(({ teacher, pool, quality }) => [
      teacher,
      ...pool,
      ...(quality.metric === 'module' ? [quality.path] : []),
    ]),
    ...sourcesOf('file'),
    ...plan.targets.flatMap(({ profile }) => (profile === undefined ? [] : [profile])),
  ];
  return { files, directories: sourcesOf('directory') };
}

/**
 * Both, without repeats, and without what the build itself writes to: a folder that holds the cache would be changed by
 * every build.
 */
export function watchable(plan: BuildPlan, ...parts: readonly WatchedPaths[]): WatchedPaths {
  const { cacheDirectory } = plan;
  const sorted = (paths: readonly string[]) => [...new Set(paths)].sort();
  return {
    files: sorted(parts.flatMap(({ files }) => files)).filter((path) => !isWithin(path, cacheDirectory)),
    directories: sorted(parts.flatMap(({ directories }) => directories)).filter(
      (path) => !isWithin(path, cacheDirectory) && !isWithin(cacheDirectory, path),
    ),
  };
}

/** True for a watched file, a watched folder, and whatever is below a watched folder. */
export function isWatched({ files, directories }: WatchedPaths, path: string): boolean {
  return files.includes(path) || directories.some((directory) => isWithin(path, directory));
}

const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

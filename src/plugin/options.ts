import type { BespokeConfig } from '../config/gen/config-schema.js';
import { BespokeError } from '../errors.js';

export interface PluginOptions {
  /** Path of the config file, from the bundler's `context`; without it the file is searched for from there. */
  readonly config?: string | undefined;
}

/** Where the configuration comes from. */
export interface ConfigOrigin {
  readonly config?: string | undefined;
  /** The configuration itself; its paths start from the bundler's `context`. */
  readonly inline?: BespokeConfig | undefined;
}

const accepted = "nothing, the path of a config file, { config: './bespoke.config.ts' }, or a configuration";

/**
 * What was given to the plugin, told apart: an object with `models` or `targets` is the configuration itself.
 * @throws BespokeError PLUGIN_OPTIONS.
 */
export function originOf(options: unknown): ConfigOrigin {
  if (options === undefined) return {};
  if (typeof options === 'string' && options !== '') return { config: options };
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw refused(options);
  if ('models' in options || 'targets' in options) return { inline: options as BespokeConfig };
  const { config, ...others } = options as Record<string, unknown>;
  const [unknown] = Object.keys(others).sort();
  if (unknown !== undefined) throw refused(unknown, 'unknown option');
  if (config !== undefined && (typeof config !== 'string' || config === ''))
    throw refused(config, undefined, 'config');
  return { config };
}

function refused(value: unknown, what = 'not an option of the plugin', key?: string): BespokeError {
  return new BespokeError({
    code: 'PLUGIN_OPTIONS',
    what,
    where: key === undefined ? 'new BespokePlugin()' : `new BespokePlugin().${key}`,
    value,
    accepted: key === undefined ? accepted : 'the path of a config file',
  });
}

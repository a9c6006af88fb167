import type { BespokeConfig } from '../config/gen/config-schema.js';
import { BespokeError } from '../errors.js';
import { assertFileTemplate, defaultFileTemplate } from './file-template.js';

export interface PluginOptions {
  /**
   * Path of the config file, from the bundler's `context`, or the configuration itself; without it the file is searched
   * for from there.
   */
  readonly config?: string | BespokeConfig | undefined;
  /**
   * Names of the model files, from the output folder: `[name]` is the model, `[target]` the target, `[contenthash]` and
   * `[contenthash:8]` follow the content, `[ext]` is `.onnx`.
   */
  readonly filename?: string | undefined;
  /**
   * What `mode: 'development'` emits for a model that is not fitted yet: `'teacher'`, at once and with a warning, or
   * what a `'build'` makes, as in production.
   */
  readonly development?: 'teacher' | 'build' | undefined;
  /**
   * Whether `bespoke-report.html` is emitted beside the manifest; without it `bespoke report` writes it all the same.
   */
  readonly report?: boolean | undefined;
}

/** Where the configuration comes from. */
export interface ConfigOrigin {
  readonly config?: string | undefined;
  /** The configuration itself; its paths start from the bundler's `context`. */
  readonly inline?: BespokeConfig | undefined;
}

/** The options with every default filled in. */
export interface PluginPlan {
  readonly origin: ConfigOrigin;
  readonly filename: string;
  readonly development: 'teacher' | 'build';
  readonly report: boolean;
}

const accepted =
  "nothing, the path of a config file, { config: './bespoke.config.ts', filename: '…', development: 'build', report: true }, or a configuration";

/**
 * What was given to the plugin, told apart: an object with `models` or `targets` is the configuration itself.
 * @throws BespokeError PLUGIN_OPTIONS.
 */
export function optionsOf(options: unknown): PluginPlan {
  const defaults = {
    origin: {},
    filename: defaultFileTemplate,
    development: 'teacher',
    report: false,
  } as const;
  if (options === undefined) return defaults;
  if (typeof options === 'string' && options !== '') return { ...defaults, origin: { config: options } };
  if (!isObject(options)) throw refused('not an option of the plugin', options);
  if (isConfiguration(options)) return { ...defaults, origin: { inline: options } };
  const { config, filename, development, report, ...others } = options;
  const [unknown] = Object.keys(others).sort();
  if (unknown !== undefined) throw refused('unknown option', unknown);
  if (filename !== undefined) assertFileTemplate(filename, 'new BespokePlugin().filename');
  if (development !== undefined && development !== 'teacher' && development !== 'build')
    throw refused('not an option of the plugin', development, 'development', "'teacher', 'build'");
  if (report !== undefined && typeof report !== 'boolean')
    throw refused('not an option of the plugin', report, 'report', 'true, false');
  return {
    origin: originOf(config),
    filename: filename ?? defaults.filename,
    development: development ?? defaults.development,
    report: report ?? defaults.report,
  };
}

function originOf(config: unknown): ConfigOrigin {
  if (config === undefined) return {};
  if (typeof config === 'string' && config !== '') return { config };
  if (isObject(config)) return { inline: config as unknown as BespokeConfig };
  throw refused(
    'not an option of the plugin',
    config,
    'config',
    'the path of a config file, or a configuration',
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isConfiguration = (value: object): value is BespokeConfig => 'models' in value || 'targets' in value;

function refused(what: string, value: unknown, key?: string, expected = accepted): BespokeError {
  return new BespokeError({
    code: 'PLUGIN_OPTIONS',
    what,
    where: key === undefined ? 'new BespokePlugin()' : `new BespokePlugin().${key}`,
    value,
    accepted: expected,
  });
}

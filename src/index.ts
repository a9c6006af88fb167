export { defineConfig } from './config/define-config.js';
export type {
  AugmentConfig,
  BespokeConfig,
  BudgetConfig,
  CacheConfig,
  DataConfig,
  EffortConfig,
  IdxSource,
  ImageSource,
  InputConfig,
  ModelConfig,
  ModelFileConfig,
  ModuleSource,
  NpzSource,
  SearchConfig,
  SourceConfig,
  TargetConfig,
} from './config/gen/config-schema.js';
export type { BespokeManifest } from './config/gen/manifest-schema.js';
export type { DeviceProfile } from './config/gen/profile-schema.js';
export { BespokeError, type Problem } from './errors.js';
export { type BuildOptions, type BuildOutput, type BuiltFile, build } from './output/build.js';
export type { ProgressEvent } from './pipeline/result.js';
export type { ImportedModel, ImportedTarget } from './plugin/imported-model.js';
export type { PluginOptions } from './plugin/options.js';
export { BespokePlugin, BespokePlugin as 'module.exports' } from './plugin/plugin.js';

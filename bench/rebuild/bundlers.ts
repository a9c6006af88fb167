import { createRequire } from 'node:module';
import webpack from 'webpack';

export type Bundler = (configuration: webpack.Configuration) => webpack.Compiler;

const require = createRequire(import.meta.url);

export const bundlers: Readonly<Record<string, Bundler>> = {
  webpack: (configuration) => webpack(configuration)!,
  'webpack 5.75': require('webpack-floor') as Bundler,
  rspack: (require('@rspack/core') as { rspack: Bundler }).rspack,
};

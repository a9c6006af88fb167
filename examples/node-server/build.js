// Builds the models of ../bespoke.config.js into ./models, without a bundler.
import { join } from 'node:path';
import { build } from 'bespoke-webpack-plugin';

const { manifest, cached } = await build({
  cwd: join(import.meta.dirname, '..'),
  out: 'node-server/models',
  onWarning: (message) => console.warn(message),
});
for (const { name, targets } of manifest.models)
  for (const { name: target, file, quality } of targets)
    console.log(
      `${name} for ${target}: ${file}, ${quality.metric} ${quality.value}${cached ? ', from the cache' : ''}`,
    );

import { join } from 'node:path';
import { BespokePlugin } from 'bespoke-webpack-plugin';

export default {
  mode: 'production',
  context: import.meta.dirname,
  entry: '../webpack-classifier/src/index.js',
  output: { path: join(import.meta.dirname, 'dist'), clean: true },
  plugins: [new BespokePlugin({ config: '../bespoke.config.js' })],
};

import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import digits from '../../fixtures/app/bespoke.config.js';
import type { BespokeConfig } from '../../src/config/gen/config-schema.js';
import { median } from '../../src/measure/median.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { type Bundler, bundlers } from './bundlers.js';
import { Watching } from './watching.js';

const rebuilds = 9;

/**
 * `npm run bench -- rebuild`: what the plugin adds to a rebuild in watch mode, with the demo's networks, which are fitted
 * first where the demo's cache has none. Medians of wall-clock times from the change of a file to the end of the compilation.
 */
export async function main(): Promise<void> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-rebuild-')));
  try {
    const config = JSON.stringify(fromAnywhere(digits, join(import.meta.dirname, '../../fixtures/app')));
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    await writeFile(join(directory, 'other.js'), 'export default 0;\n');
    await writeFile(join(directory, 'bespoke.config.mjs'), `export default ${config};\n`);
    for (const [name, bundle] of Object.entries(bundlers)) {
      const without = await timed(bundle, directory, undefined);
      const added = await timed(bundle, directory, config);
      console.log(
        `${name}: another source ${shown(without.source)} without the plugin, ${shown(added.source)} with it; ` +
          `a comment in the config ${shown(added.comment)}`,
      );
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const shown = (times: readonly number[]): string => `${median(times).toFixed(0)} ms`;

/** With the plugin where there is a configuration. */
async function timed(bundle: Bundler, directory: string, config: string | undefined) {
  const imports = config === undefined ? '' : "import 'bespoke:digits';\n";
  await writeFile(join(directory, 'index.js'), `${imports}import './other.js';\n`);
  const watching = new Watching(
    bundle({
      context: directory,
      mode: 'production',
      entry: './index.js',
      output: { path: join(directory, 'build') },
      infrastructureLogging: { level: 'warn' },
      performance: { hints: false },
      plugins: config === undefined ? [] : [new BespokePlugin()],
    }),
  );
  try {
    await watching.settled();
    const source: number[] = [];
    const comment: number[] = [];
    for (let index = 1; index <= rebuilds; index++) {
      const text = `export default ${index};\n`;
      source.push(await watching.rebuildMs(() => writeFile(join(directory, 'other.js'), text)));
      if (config === undefined) continue;
      const commented = `// ${index}\nexport default ${config};\n`;
      comment.push(
        await watching.rebuildMs(() => writeFile(join(directory, 'bespoke.config.mjs'), commented)),
      );
    }
    return { source, comment };
  } finally {
    await watching.close();
  }
}

/** The configuration with absolute paths. */
function fromAnywhere(config: BespokeConfig, base: string): BespokeConfig {
  const text = JSON.stringify(config, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('.') ? resolve(base, value) : value,
  );
  return { ...(JSON.parse(text) as BespokeConfig), cache: { directory: join(base, '.bespoke') } };
}

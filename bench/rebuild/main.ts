import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import digits from '../../fixtures/app/bespoke.config.js';
import type { BespokeConfig } from '../../src/config/gen/config-schema.js';
import { median } from '../../src/measure/median.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { type Bundler, bundlers } from './bundlers.js';
import { Watching } from './watching.js';

const rounds = 15;

/**
 * `npm run bench -- rebuild`: what the plugin adds to a rebuild in watch mode, with the demo's networks, fitted with
 * little effort first and kept in bench/results/rebuild. Medians of wall-clock times from the change of a file to the
 * end of the compilation; compilers with and without the plugin take turns.
 */
export async function main(): Promise<void> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-rebuild-')));
  try {
    const config = JSON.stringify(smallVersion(digits, join(import.meta.dirname, '../../fixtures/app')));
    const configFile = join(directory, 'bespoke.config.mjs');
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    await writeFile(configFile, `export default ${config};\n`);
    for (const [name, bundle] of Object.entries(bundlers)) {
      const plain = await openApp(bundle, join(directory, 'plain'), []);
      const full = await openApp(bundle, join(directory, 'full'), [
        new BespokePlugin({ config: configFile, development: 'build' }),
      ]);
      try {
        const times = { plain: [] as number[], full: [] as number[], comment: [] as number[] };
        for (let round = 1; round <= rounds; round++) {
          const text = `export default ${round};\n`;
          times.plain.push(await plain.rebuildMs('other.js', text));
          times.full.push(await full.rebuildMs('other.js', text));
          times.comment.push(await full.rebuildMs(configFile, `// ${round}\nexport default ${config};\n`));
        }
        console.log(
          `${name}: another source ${shown(times.plain)} without the plugin, ${shown(times.full)} with it; ` +
            `a comment in the config ${shown(times.comment)}`,
        );
      } finally {
        await Promise.all([plain.close(), full.close()]);
      }
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const shown = (times: readonly number[]): string => `${median(times).toFixed(0)} ms`;

/** An app that is watched; it imports the model where there is a plugin. */
async function openApp(
  bundle: Bundler,
  directory: string,
  plugins: readonly BespokePlugin[],
): Promise<Watching> {
  await mkdir(directory, { recursive: true });
  const model = plugins.length === 0 ? '' : "import 'bespoke:digits';\n";
  await writeFile(join(directory, 'index.js'), `${model}import './other.js';\n`);
  await writeFile(join(directory, 'other.js'), 'export default 0;\n');
  const watching = new Watching(
    directory,
    bundle({
      context: directory,
      mode: 'development',
      entry: './index.js',
      output: { path: join(directory, 'build') },
      infrastructureLogging: { level: 'warn' },
      plugins: [...plugins],
    }),
  );
  await watching.settled();
  return watching;
}

/** As much work as it takes to have models: rebuilds do not depend on how good they are. */
const effort = {
  subNetworks: 4,
  import: 1,
  prune: 2,
  shorten: 1,
  decompose: 1,
  samples: 256,
  solveSamples: 64,
  steps: 5,
  qualitySamples: 200,
  retrainGigaMacs: 1,
  retrainEpochs: 1,
};

/** The demo's configuration in another folder, with budgets that need not be met. */
function smallVersion(config: BespokeConfig, base: string): BespokeConfig {
  const text = JSON.stringify(config, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('.') ? resolve(base, value) : value,
  );
  const absolute = JSON.parse(text) as BespokeConfig;
  const targets = absolute.targets.map((target) => ({ ...target, onMiss: 'warn' as const }));
  const cache = { directory: join(import.meta.dirname, '../results/rebuild') };
  return { ...absolute, targets, effort, cache };
}

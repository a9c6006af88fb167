/** Compiled by test/types/types.test.ts against the built package; each `@ts-expect-error` must be one. */
import { BespokeError, BespokePlugin, type BuildOutput, build, defineConfig } from 'bespoke-webpack-plugin';

const config = defineConfig({
  models: [
    {
      name: 'classifier',
      teacher: { path: './teacher.onnx', license: 'MIT' },
      data: {
        train: { kind: 'images', path: './train', labels: 'folders' },
        validation: { kind: 'npz', path: './val.npz' },
      },
    },
  ],
  targets: [{ name: 'phone', runtime: 'onnxruntime-web/wasm', budget: { latency: '15ms', size: '50%' } }],
  effort: { minutes: 30, prune: 4 },
});

new BespokePlugin();
new BespokePlugin('./bespoke.config.ts');
new BespokePlugin(config);
new BespokePlugin({ config, filename: '[name].[target].[contenthash][ext]', development: 'teacher' });

export async function buildAll(): Promise<BuildOutput> {
  try {
    const output = await build({
      config,
      out: 'models',
      onProgress: ({ stage, done, total }) => [stage, done / total],
    });
    const sizes: number[] = output.manifest.models[0]!.targets.map(({ sizeBytes }) => sizeBytes);
    const bytes: Uint8Array = output.files[0]!.bytes;
    return sizes.length > bytes.length ? output : await build();
  } catch (error) {
    if (error instanceof BespokeError) throw new Error(error.code);
    throw error;
  }
}

const target = { name: 'a', runtime: 'onnxruntime-node/cpu' } as const;
const budget = { macs: '50%' } as const;
// @ts-expect-error: a budget in time needs a unit
defineConfig({ ...config, targets: [{ ...target, budget: { latency: 8 } }] });
// @ts-expect-error: there is no such runtime
defineConfig({ ...config, targets: [{ name: 'a', runtime: 'onnxruntime', budget }] });
// @ts-expect-error: models are missing
defineConfig({ targets: config.targets });
// @ts-expect-error: there is no such option
new BespokePlugin({ confg: './bespoke.config.ts' });
// @ts-expect-error: development is 'teacher' or 'build'
new BespokePlugin({ development: 'none' });
// @ts-expect-error: workers are a number
void build({ workers: 'all' });
// @ts-expect-error: what is built has no latency of its own
export const latency = async () => (await build()).latency;

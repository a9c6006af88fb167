import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BespokeConfig } from '../../src/config/gen/config-schema.js';
import { macsOf } from '../../src/onnx/cost.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { build } from '../../src/output/build.js';
import { rngOf } from '../../src/random.js';
import { networks } from './networks.js';
import { TreeMemory } from './tree-memory.js';

/**
 * `npm run bench -- real-size --photos DIR [--network NAME] [--minutes N] [--latency SHARE] [--cache DIR]`: a build of
 * a network of 224 x 224 pixels, with drawn weights, on the photos of DIR/train and DIR/val: seconds of each part, the
 * longest time without progress, peak memory of all processes. It says what a build costs, not how good students get.
 * It goes on where it was interrupted; delete the cache for a build from scratch. Needs Linux.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      photos: { type: 'string' },
      network: { type: 'string', default: 'mobilenet-v2' },
      minutes: { type: 'string', default: '30' },
      latency: { type: 'string', default: '60%' },
      cache: { type: 'string' },
    },
  });
  const draw = networks[values.network];
  if (values.photos === undefined || draw === undefined)
    throw new Error(`--photos DIR is needed, and --network is one of ${Object.keys(networks).join(', ')}`);
  const cache = resolve(values.cache ?? join(import.meta.dirname, '../results/real-size', values.network));
  mkdirSync(cache, { recursive: true });
  const graph = draw(rngOf(1, values.network));
  const teacher = join(cache, `${values.network}.onnx`);
  if (!existsSync(teacher)) writeFileSync(teacher, writeGraph(graph));
  console.log(`${values.network}: ${(macsOf(graph) / 1e6).toFixed(0)} M multiply-accumulates`);

  const photos = resolve(values.photos);
  const config: BespokeConfig = {
    models: [
      {
        name: values.network,
        teacher,
        data: {
          train: { kind: 'images', path: join(photos, 'train') },
          validation: { kind: 'images', path: join(photos, 'val') },
          input: {
            size: [224, 224],
            resize: 'cover',
            scale: 1 / 255,
            mean: [0.485, 0.456, 0.406],
            std: [0.229, 0.224, 0.225],
          },
        },
        quality: 'mse',
      },
    ],
    targets: [
      {
        name: 'node',
        runtime: 'onnxruntime-node/cpu',
        threads: 1,
        budget: { latency: values.latency as never },
        onMiss: 'warn',
      },
    ],
    effort: { minutes: Number(values.minutes) },
    cache: { directory: cache },
  };
  const memory = new TreeMemory();
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let last = 0;
  let longest = { seconds: 0, after: 'the start' };
  try {
    const { manifest } = await build({
      config,
      onWarning: (message) => console.log(`warning: ${message}`),
      onProgress: ({ stage, note, done, total }) => {
        const gap = seconds() - last;
        last = seconds();
        const line = `${stage} ${done}/${total} ${note ?? ''}`;
        if (gap > longest.seconds) longest = { seconds: gap, after: line };
        console.log(`${last.toFixed(0)} s, ${memory.peakMiB} MiB: ${line}`);
      },
    });
    console.log(JSON.stringify(manifest.models[0], undefined, 1));
  } finally {
    memory.stop();
    console.log(`${seconds().toFixed(0)} s of ${60 * Number(values.minutes)}`);
    console.log(`peak memory: ${memory.peakMiB} MiB, ${memory.peakOfOneMiB} of the largest process`);
    console.log(`longest without progress: ${longest.seconds.toFixed(0)} s before "${longest.after}"`);
  }
}

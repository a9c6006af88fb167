import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BespokeConfig, ModelConfig } from '../../src/config/gen/config-schema.js';
import { macsOf } from '../../src/onnx/cost.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { build } from '../../src/output/build.js';
import { rngOf } from '../../src/random.js';
import { judge } from './judge-ocr.js';
import { makeImages } from './made-images.js';
import { networks } from './networks.js';
import { fileOf, ocrNetworks } from './ocr-networks.js';
import { renderSamples } from './render-text.js';
import { textEncoderTask } from './text-encoder.js';
import { TreeMemory } from './tree-memory.js';

/**
 * `npm run bench -- real-size --network NAME [--minutes N] [--latency SHARE] [--cache DIR]`: a build of a network of
 * the size that apps use: seconds of each part, the longest time without progress, peak memory of all processes.
 * `mobilenet-v2` and `resnet-50`, with `--photos DIR`, have drawn weights and learn from the photos of DIR/train and
 * DIR/val, or with `--made N` from so many images that are made here: they say what a build costs, not how good
 * students get. `--stop-after MINUTES` ends a build that would go on, `--memory 2GiB` limits it.
 * `ocr-direction`, `ocr-recogniser` and `ocr-detector`, with `[--samples N]`, are pretrained and learn from text that
 * is drawn here: the student is compared with its teacher on images that the build has not seen.
 * `text-encoder`, with `[--samples N]`, has the shape of BERT, drawn weights and drawn sentences: the cosine similarity
 * of its student's outputs on sentences that the build has not seen.
 * It goes on where it was interrupted; delete the cache for a build from scratch. Needs Linux.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      photos: { type: 'string' },
      made: { type: 'string' },
      'stop-after': { type: 'string' },
      memory: { type: 'string' },
      samples: { type: 'string' },
      network: { type: 'string', default: 'mobilenet-v2' },
      minutes: { type: 'string', default: '30' },
      latency: { type: 'string', default: '60%' },
      cache: { type: 'string' },
    },
  });
  const cache = resolve(values.cache ?? join(import.meta.dirname, '../results/real-size', values.network));
  const { model, judgeStudent } = await taskOf(values, cache);
  const config: BespokeConfig = {
    models: [model],
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
    ...(values.memory !== undefined && { memory: values.memory as never }),
    cache: { directory: cache },
  };
  const student = await timedBuild(config, Number(values.minutes), Number(values['stop-after'] ?? Infinity));
  if (student !== undefined) await judgeStudent?.(student);
}

interface Task {
  readonly model: ModelConfig;
  judgeStudent?(student: Uint8Array): Promise<void>;
}

interface TaskOptions {
  readonly network: string;
  readonly photos?: string | undefined;
  readonly made?: string | undefined;
  readonly samples?: string | undefined;
}

async function taskOf(
  { network: name, photos: given, made, samples }: TaskOptions,
  cache: string,
): Promise<Task> {
  const ocr = ocrNetworks[name];
  if (ocr !== undefined) {
    const count = Number(samples ?? ocr.samples);
    mkdirSync(cache, { recursive: true });
    const { train, validation, test } = await renderSamples(join(cache, `samples-${count}`), count, ocr.look);
    return {
      model: {
        name,
        // Of the weights, which are PaddleOCR's.
        teacher: { path: fileOf(ocr), licence: 'Apache-2.0' },
        data: {
          train: { kind: 'images', path: train },
          validation: { kind: 'images', path: validation },
          input: ocr.input,
        },
        quality: ocr.quality,
      },
      judgeStudent: (student) => judge(ocr, student, test),
    };
  }
  if (name === 'text-encoder')
    return textEncoderTask(cache, samples === undefined ? undefined : Number(samples));
  const draw = networks[name];
  if (draw === undefined)
    throw new Error(
      `--network is one of ${[...Object.keys({ ...networks, ...ocrNetworks }), 'text-encoder'].join(', ')}`,
    );
  if (given === undefined && made === undefined)
    throw new Error(`--network ${name} needs --photos DIR or --made N`);
  mkdirSync(cache, { recursive: true });
  const photos = given ?? (await makeImages(join(cache, `made-${made}`), Number(made)));
  const graph = draw(rngOf(1, name));
  const teacher = join(cache, `${name}.onnx`);
  if (!existsSync(teacher)) writeFileSync(teacher, writeGraph(graph));
  console.log(`${name}: ${(macsOf(graph) / 1e6).toFixed(0)} M multiply-accumulates`);
  return {
    model: {
      name,
      teacher,
      data: {
        train: { kind: 'images', path: join(resolve(photos), 'train') },
        validation: { kind: 'images', path: join(resolve(photos), 'val') },
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
  };
}

/** The student of the one target, after telling of the build; undefined where that was ended before. */
async function timedBuild(
  config: BespokeConfig,
  minutes: number,
  stopAfter: number,
): Promise<Uint8Array | undefined> {
  const memory = new TreeMemory();
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const stop = new AbortController();
  const timer = Number.isFinite(stopAfter) ? setTimeout(() => stop.abort(), 60_000 * stopAfter) : undefined;
  let last = 0;
  let longest = { seconds: 0, after: 'the start' };
  try {
    const { manifest, files } = await build({
      config,
      signal: stop.signal,
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
    return files[0].bytes;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.log(`ended after ${stopAfter} minutes`);
    return undefined;
  } finally {
    clearTimeout(timer);
    memory.stop();
    console.log(`${seconds().toFixed(0)} s of ${60 * minutes}`);
    console.log(`peak memory: ${memory.peakMiB} MiB, ${memory.peakOfOneMiB} of the largest process`);
    console.log(`longest without progress: ${longest.seconds.toFixed(0)} s before "${longest.after}"`);
  }
}

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ClientError } from '../../src/client/client-error.js';
import type { Device } from '../../src/client/device.js';
import type { BespokeModel, BespokeTarget } from '../../src/client/model.js';
import { type PickOptions, pick } from '../../src/client/pick.js';
import { type Surroundings, thisDevice } from '../../src/client/this-device.js';
import type { ImportedModel } from '../../src/plugin/imported-model.js';

/** What the plugin's import gives is what the client takes: the type check says so. */
const imported: (model: ImportedModel) => BespokeModel = (model) => model;

const target = (name: string, runtime: string, more: Partial<BespokeTarget> = {}): BespokeTarget => ({
  name,
  url: `/${name}.onnx`,
  runtime: `onnxruntime-${runtime}`,
  threads: 1,
  sizeBytes: 1e6,
  latencyMs: { teacher: 10, student: 5 },
  quality: { metric: 'top1', value: 0.9 },
  ...more,
});

const model = (...targets: BespokeTarget[]): BespokeModel => ({ name: 'classifier', targets });

const everywhere = model(
  target('server', 'node/cpu', { threads: 4 }),
  target('phone', 'web/wasm'),
  target('laptop', 'web/wasm', { threads: 4 }),
  target('tablet', 'web/wasm', { threads: 2 }),
  target('desktop', 'web/webgpu'),
);
const server = model(target('large', 'node/cpu', { threads: 2 }), target('edge', 'node/cpu', { threads: 1 }));
const phones = model(
  target('cheap', 'web/wasm', { quality: { metric: 'top1', value: 0.8 }, sizeBytes: 4e5 }),
  target('dear', 'web/wasm', { quality: { metric: 'top1', value: 0.95 }, sizeBytes: 6e7 }),
  target('middle', 'web/wasm', { sizeBytes: 4e7 }),
);

const basic: Device = { webgpu: false, threads: 1 };

interface Case {
  readonly model?: BespokeModel;
  readonly device?: Partial<Device>;
  readonly options?: PickOptions;
  /** `name:provider:threads`, best first. */
  readonly variants: string;
  readonly refused?: string;
}

const cases: Readonly<Record<string, Case>> = {
  'a desktop with a graphics card: WebGPU, then by threads': {
    device: { webgpu: true, threads: 8, memoryGiB: 8 },
    variants: 'desktop:webgpu:1 laptop:wasm:4 tablet:wasm:2 phone:wasm:1',
    refused: 'server',
  },
  'an isolated page without WebGPU: most threads': {
    device: { threads: 4 },
    variants: 'laptop:wasm:4 tablet:wasm:2 phone:wasm:1',
    refused: 'server desktop',
  },
  'two threads: what needs more comes behind, with fewer': {
    device: { threads: 2 },
    variants: 'tablet:wasm:2 phone:wasm:1 laptop:wasm:2',
    refused: 'server desktop',
  },
  'a page that is not isolated: one thread': {
    variants: 'phone:wasm:1 laptop:wasm:1 tablet:wasm:1',
    refused: 'server desktop',
  },
  'WebGPU on a page that is not isolated': {
    device: { webgpu: true },
    variants: 'desktop:webgpu:1 phone:wasm:1 laptop:wasm:1 tablet:wasm:1',
    refused: 'server',
  },
  'measured before, WebGPU slower than allowed: behind the others': {
    device: { webgpu: true, threads: 4, latencyMs: { desktop: 30, laptop: 12 } },
    options: { withinMs: 20 },
    variants: 'laptop:wasm:4 tablet:wasm:2 phone:wasm:1 desktop:webgpu:1',
    refused: 'server',
  },
  'measured before, all slower than allowed: quickest first': {
    device: { webgpu: true, threads: 4, latencyMs: { desktop: 30, laptop: 12, tablet: 25, phone: 40 } },
    options: { withinMs: 5 },
    variants: 'laptop:wasm:4 tablet:wasm:2 desktop:webgpu:1 phone:wasm:1',
    refused: 'server',
  },
  'measured before, nothing asked for: the rule stays': {
    device: { webgpu: true, latencyMs: { desktop: 30, phone: 1 } },
    variants: 'desktop:webgpu:1 phone:wasm:1 laptop:wasm:1 tablet:wasm:1',
    refused: 'server',
  },
  'preferred: first, though another is better': {
    device: { webgpu: true, threads: 8 },
    options: { prefer: 'phone' },
    variants: 'phone:wasm:1 desktop:webgpu:1 laptop:wasm:4 tablet:wasm:2',
    refused: 'server',
  },
  'preferred, made for Node: WebAssembly runs it': {
    device: { threads: 2 },
    options: { prefer: 'server' },
    variants: 'server:wasm:2 tablet:wasm:2 phone:wasm:1 laptop:wasm:2',
    refused: 'desktop',
  },
  'preferred WebGPU without an adapter: WebAssembly runs it, and it is said': {
    device: { threads: 4 },
    options: { prefer: 'desktop' },
    variants: 'desktop:wasm:1 laptop:wasm:4 tablet:wasm:2 phone:wasm:1',
    refused: 'server',
  },
  'nothing made for browsers: everything by WebAssembly': {
    model: server,
    device: { threads: 8 },
    variants: 'large:wasm:2 edge:wasm:1',
  },
  'nothing made for browsers, one thread': { model: server, variants: 'edge:wasm:1 large:wasm:1' },
  'only WebGPU, no adapter: by WebAssembly': {
    model: model(target('desktop', 'web/webgpu')),
    variants: 'desktop:wasm:1',
  },
  'memory unknown: best quality first': {
    model: phones,
    variants: 'dear:wasm:1 middle:wasm:1 cheap:wasm:1',
  },
  'half a GiB: files above 32 MiB last, smallest first': {
    model: phones,
    device: { memoryGiB: 0.5 },
    variants: 'cheap:wasm:1 middle:wasm:1 dear:wasm:1',
  },
  'one GiB: all fit': {
    model: phones,
    device: { memoryGiB: 1 },
    variants: 'dear:wasm:1 middle:wasm:1 cheap:wasm:1',
  },
  'preferred, too large for the memory: first all the same': {
    model: phones,
    device: { memoryGiB: 0.5 },
    options: { prefer: 'dear' },
    variants: 'dear:wasm:1 cheap:wasm:1 middle:wasm:1',
  },
  'mean squared error: the lower the better': {
    model: model(
      target('rough', 'web/wasm', { quality: { metric: 'mse', value: 0.3 } }),
      target('fine', 'web/wasm', { quality: { metric: 'mse', value: 0.1 } }),
    ),
    variants: 'fine:wasm:1 rough:wasm:1',
  },
  'the same quality: the smaller share of its own teacher, whatever the milliseconds': {
    model: model(
      target('old', 'web/wasm', { latencyMs: { teacher: 100, student: 20 } }),
      target('new', 'web/wasm', { latencyMs: { teacher: 10, student: 5 } }),
    ),
    variants: 'old:wasm:1 new:wasm:1',
  },
  'nothing measured: the smaller file, then the name': {
    model: model(
      ...['b', 'a'].map((name) => ({
        name,
        url: name,
        runtime: 'onnxruntime-web/wasm',
        threads: 1,
        sizeBytes: 9,
      })),
      { name: 'c', url: 'c', runtime: 'onnxruntime-web/wasm', threads: 1, sizeBytes: 8 },
    ),
    variants: 'c:wasm:1 a:wasm:1 b:wasm:1',
  },
  'no targets': { model: model(), variants: '' },
};

const choice = suite('choice');

for (const [name, { model = everywhere, device, options, variants, refused = '' }] of Object.entries(cases))
  choice(name, async () => {
    for (const targets of [model.targets, model.targets.toReversed()]) {
      const chosen = await pick({ ...model, targets }, { ...basic, ...device }, options);
      const shown = chosen.variants.map(
        ({ target, provider, threads }) => `${target.name}:${provider}:${threads}`,
      );
      assert.is(shown.join(' '), variants);
      const names = chosen.refused.map(({ target }) => target);
      assert.equal(names.toSorted(), refused.split(' ').filter(Boolean).toSorted());
    }
  });

choice("takes the teacher's stand-ins of development", async () => {
  const targets = (['web/wasm', 'web/webgpu'] as const).map((runtime) => ({
    name: runtime,
    url: 'teacher.onnx',
    runtime: `onnxruntime-${runtime}` as const,
    threads: 1,
    sizeBytes: 9,
    sha256: '00',
    integrity: 'sha256-AA==',
    standIn: true as const,
  }));
  const { variants } = await pick(imported({ name: 'classifier', targets }), { webgpu: true, threads: 1 });
  assert.equal(
    variants.map(({ provider }) => provider),
    ['webgpu', 'wasm'],
  );
});

choice('says why targets are refused', async () => {
  assert.equal((await pick(everywhere, basic)).refused, [
    { target: 'server', reason: 'made for onnxruntime-node/cpu' },
    { target: 'desktop', reason: 'this device has no WebGPU adapter' },
  ]);
});

choice('a preference that is no target is an error that names the targets', async () => {
  const error = await pick(phones, basic, { prefer: 'phone' }).catch((thrown: unknown) => thrown);
  assert.instance(error, ClientError);
  assert.is((error as ClientError).code, 'UNKNOWN_TARGET');
  assert.match(
    (error as ClientError).message,
    "model 'classifier' has no target 'phone'; it has: cheap, dear, middle",
  );
});

choice.run();

const devices: Readonly<Record<string, readonly [Surroundings, Device]>> = {
  'nothing known': [{}, { webgpu: false, threads: 1, memoryGiB: undefined }],
  'processors of a page that is not isolated do not count': [
    { navigator: { hardwareConcurrency: 8, deviceMemory: 4 } },
    { webgpu: false, threads: 1, memoryGiB: 4 },
  ],
  'an isolated page': [
    { crossOriginIsolated: true, navigator: { hardwareConcurrency: 8 } },
    { webgpu: false, threads: 8, memoryGiB: undefined },
  ],
  'an isolated page of a browser that hides its processors': [
    { crossOriginIsolated: true, navigator: {} },
    { webgpu: false, threads: 1, memoryGiB: undefined },
  ],
  'an iPhone, which hides its memory': [
    { navigator: { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' } },
    { webgpu: false, threads: 1, memoryGiB: 2 },
  ],
  'an iPad, which calls itself a Mac': [
    { navigator: { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 5 } },
    { webgpu: false, threads: 1, memoryGiB: 2 },
  ],
  'a Mac': [
    { navigator: { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 0 } },
    { webgpu: false, threads: 1, memoryGiB: undefined },
  ],
  'an adapter': [gpu({}), { webgpu: true, threads: 1, memoryGiB: undefined }],
  'no adapter': [gpu(null), { webgpu: false, threads: 1, memoryGiB: undefined }],
  'an adapter that the processor plays': [
    gpu({ info: { isFallbackAdapter: true } }),
    { webgpu: false, threads: 1, memoryGiB: undefined },
  ],
  'the same, as older browsers say it': [
    gpu({ isFallbackAdapter: true }),
    { webgpu: false, threads: 1, memoryGiB: undefined },
  ],
  'an adapter that cannot be asked for': [
    { navigator: { gpu: { requestAdapter: () => Promise.reject(new Error('lost')) } } },
    { webgpu: false, threads: 1, memoryGiB: undefined },
  ],
};

function gpu(
  adapter: { isFallbackAdapter?: boolean; info?: { isFallbackAdapter?: boolean } } | null,
): Surroundings {
  return { navigator: { gpu: { requestAdapter: () => Promise.resolve(adapter) } } };
}

const description = suite('description of a device');

for (const [name, [surroundings, device]] of Object.entries(devices))
  description(name, async () => assert.equal(await thisDevice(surroundings), device));

description.run();

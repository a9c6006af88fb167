import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BrowserPlan } from '../../../src/config/plan.js';
import type { Runtime } from '../../../src/config/runtimes.js';
import type { BespokeError } from '../../../src/errors.js';
import { browserSource } from '../../../src/measure/browser/browser-source.js';
import type { LatencySource } from '../../../src/measure/latency-source.js';
import { spreadValues } from '../../../src/measure/output-values.js';
import { inputsOf, randomInput } from '../../../src/measure/random-input.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { heavy, light, projectFolder, quick } from './models.js';

const test = suite('latency in a browser of this machine');

interface Setup {
  readonly runtime?: Runtime;
  readonly threads?: number;
  readonly plan?: Partial<BrowserPlan>;
  readonly signal?: AbortSignal;
  readonly hangMs?: number;
}

const open = ({ runtime, threads, plan, signal, hangMs }: Setup = {}): Promise<LatencySource> =>
  browserSource(
    { runtime: runtime ?? 'onnxruntime-web/wasm', threads: threads ?? 1 },
    { executablePath: undefined, args: [], projectFolder, ...plan },
    signal ?? new AbortController().signal,
    hangMs,
  );

const failure = (promise: Promise<unknown>): Promise<BespokeError | undefined> =>
  promise.then(
    () => undefined,
    (error: BespokeError) => error,
  );

const two = [
  { reference: heavy, candidates: [{ key: 'light', ...light }] },
  {
    reference: light,
    candidates: [
      { key: 'heavy', ...heavy },
      { key: 'same', ...light },
    ],
  },
];

test('what a model gives in the browser is what it gives here', async () => {
  const source = await open();
  try {
    const bytes = light.model as Uint8Array;
    const inputs = inputsOf(bytes).map(randomInput);
    const session = await cpuEngine.open(bytes, { threads: 1 });
    const results = await session.run(
      Object.fromEntries(session.inputNames.map((name, at) => [name, inputs[at]!])),
    );
    await session.close();
    const expected = spreadValues([results[session.outputNames[0]!]!.data], 2048);
    const values = await source.outputs!({ model: bytes, inputs });
    assert.is(values.length, expected.length);
    assert.ok(values.length > 100);
    for (const [index, value] of values.entries())
      assert.ok(Math.abs(value! - expected[index]!) < 1e-4, `${value} is not ${expected[index]}`);
    const nothing = inputs.map((input) => ({
      ...input,
      data: new Float32Array(input.data.length).fill(Number.NaN),
    }));
    assert.ok((await source.outputs!({ model: bytes, inputs: nothing })).includes(null));
  } finally {
    await source.close();
  }
});

for (const threads of [1, 2]) {
  test(`WebAssembly, ${threads} thread(s): 8 convolutions take longer than 2`, async () => {
    const source = await open({ threads });
    try {
      assert.match(source.identity, /cores, .*onnxruntime-web \d+\.\d+.*, .*\d+\.\d+\.\d+\.\d+/);
      const results = await source.compare(two, quick);
      assert.equal([...results.keys()].sort(), ['heavy', 'light', 'same']);
      assert.ok(results.get('light')!.ratio < 0.8, `light / heavy is ${results.get('light')!.ratio}`);
      assert.ok(results.get('heavy')!.ratio > 1.25, `heavy / light is ${results.get('heavy')!.ratio}`);
      assert.ok(results.get('same')!.medianMs > 0);
      const later = await source.compare([two[0]], quick);
      assert.equal([...later.keys()], ['light']);
    } finally {
      await source.close();
    }
  });
}

test('a model that the runtime refuses is BROWSER_RUN, and the source works on', async () => {
  const source = await open();
  try {
    const broken = { model: Buffer.from(light.model as Uint8Array), structure: 'broken' };
    // The operator's name in the file.
    broken.model.write('Koot', broken.model.indexOf('Relu'));
    const groups = [{ reference: light, candidates: [{ key: 'broken', ...broken }] }];
    const error = await failure(source.compare(groups, quick));
    assert.is(error?.code, 'BROWSER_RUN');
    assert.ok(error!.message.includes('Koot'), error!.message);
    assert.is((await source.compare([two[0]], quick)).size, 1);
  } finally {
    await source.close();
  }
});

test('an abort rejects at once and leaves nothing that runs', async () => {
  const controller = new AbortController();
  const source = await open({ signal: controller.signal });
  const asked = failure(source.compare([{ reference: heavy, candidates: manyOf(50) }], quick));
  await until(() => browserChildren().length > 0);
  controller.abort();
  assert.is((await asked)?.name, 'AbortError');
  await source.close();
  await until(() => browserChildren().length === 0);
  assert.is((await failure(source.compare([two[0]])))?.name, 'AbortError');
});

test('a browser that is killed is started again once; the work is done all the same', async () => {
  const source = await open();
  try {
    await source.compare([two[0]], quick);
    const [first] = browserChildren();
    const asked = source.compare([{ reference: heavy, candidates: manyOf(3) }], quick);
    process.kill(first, 'SIGKILL');
    assert.is((await asked).size, 3);
    assert.not(browserChildren().includes(first));
  } finally {
    await source.close();
  }
});

test('a page that is lost twice over the same models is BROWSER_CRASHED; the next ones get a new page', async () => {
  const source = await open();
  try {
    const forever = { ...quick, minTimings: 1e6, maxTimings: 1e6, maxSeconds: 1000 };
    const asked = failure(source.compare([two[0]], forever));
    for (let time = 0; time < 2; time++) {
      let busy: number | undefined;
      await until(() => {
        busy = busyRenderer();
        return busy !== undefined;
      });
      process.kill(busy!, 'SIGKILL');
      await until(() => busyRenderer() !== busy);
    }
    assert.is((await asked)?.code, 'BROWSER_CRASHED');
    assert.is((await source.compare([two[0]], quick)).size, 1);
  } finally {
    await source.close();
  }
});

test('a page that hangs is loaded once more, then it is BROWSER_CRASHED', async () => {
  const source = await open({ hangMs: 2000 });
  try {
    const forever = { ...quick, minTimings: 1e6, maxTimings: 1e6, maxSeconds: 1000 };
    const error = await failure(source.compare([two[0]], forever));
    assert.is(error?.code, 'BROWSER_CRASHED');
    assert.match(error!.message, /silent for 2 s twice/);
  } finally {
    await source.close();
  }
  await until(() => browserChildren().length === 0);
});

for (const [name, setup, code] of [
  ['a browser that is not there', { plan: { executablePath: '/no/chrome' } }, 'BROWSER_MISSING'],
  [
    'a program that is no browser',
    { runtime: 'onnxruntime-web/webgpu', plan: { executablePath: '/bin/false' } },
    'BROWSER_START',
  ],
  [
    'WebGPU without an adapter',
    {
      runtime: 'onnxruntime-web/webgpu',
      plan: {
        args: ['--disable-features=WebGPU,WebGPUService', '--disable-gpu', '--disable-software-rasterizer'],
      },
    },
    'WEBGPU_NO_ADAPTER',
  ],
] as const) {
  test(`${name} is ${code}`, async () => {
    const error = await failure(open(setup));
    assert.is(error?.code, code, error?.message);
    assert.is(browserChildren().length, 0);
  });
}

test('WebGPU on a software adapter that is asked for by name', async () => {
  const runtime = 'onnxruntime-web/webgpu' as const;
  const source = await open({ runtime, plan: { args: ['--use-webgpu-adapter=swiftshader'] } });
  try {
    assert.match(source.identity, /swiftshader/i);
    const options = { ...quick, warmUpRuns: 1, minTimings: 6, maxTimings: 6 };
    const results = await source.compare(
      [{ reference: light, candidates: [{ key: 'x', ...light }] }],
      options,
    );
    assert.ok(results.get('x')!.medianMs > 0);
  } finally {
    await source.close();
  }
});

const manyOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `${index}`, ...light }));

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** Seconds of processor time, at 100 ticks a second. */
  readonly seconds: number;
}

function processes(): RunningProcess[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      if (fields[0] === 'Z') return [];
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      return [{ pid: Number(entry), parent: Number(fields[1]), command, seconds: Number(fields[11]) / 100 }];
    } catch {
      return [];
    }
  });
}

/** Process ids of browsers that this process has started. */
const browserChildren = (): number[] =>
  processes()
    .filter(({ parent, command }) => parent === process.pid && command.includes('--remote-debugging-pipe'))
    .map(({ pid }) => pid);

/** A renderer below this process that has worked for longer than it takes to open the page. */
function busyRenderer(): number | undefined {
  const all = new Map(processes().map((each) => [each.pid, each]));
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isOurs(all.get(pid)?.parent));
  return [...all.values()].find(
    ({ pid, command, seconds }) => command.includes('--type=renderer') && seconds > 2 && isOurs(pid),
  )?.pid;
}

async function until(condition: () => boolean): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    assert.ok(performance.now() - start < 30_000, 'waited for half a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test.run();

/**
 * Run as `node --liftoff-only`: opens each model of standard input, [base64, …] in JSON, with the real
 * `onnxruntime-web/webgpu`, and prints for each whether all its nodes stay on the WebGPU provider ('webgpu'), some go
 * to the CPU ('cpu') or there is no such model ('invalid'); what else went wrong, as its message. Placing nodes needs
 * an adapter, but computes nothing: this one is a stand-in.
 */
const stub = (own: object): object =>
  new Proxy(own, {
    get: (target, key) => {
      if (key in target) return target[key as keyof typeof target];
      return key === 'then' || typeof key === 'symbol' ? undefined : () => stub({});
    },
  });

const limits = new Proxy({}, { get: () => 256 });
const createBuffer = ({ size, usage }: { size: number; usage: number }) => {
  const bytes = new ArrayBuffer(size);
  return { size, usage, mapState: 'mapped', getMappedRange: () => bytes, unmap() {}, destroy() {} };
};
const common = { features: new Set(), limits };
const device = stub({ ...common, lost: new Promise(() => {}), queue: stub({}), createBuffer });
const names = { vendor: '', architecture: '', device: '', description: '' };
const adapter = stub({ ...common, info: names, requestDevice: async () => device });
const gpu = { requestAdapter: async () => adapter, wgslLanguageFeatures: new Set() };
Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });

const { env, InferenceSession } = await import('onnxruntime-web/webgpu');
env.wasm.numThreads = 1;
env.logLevel = 'fatal';

async function ask(model: Uint8Array): Promise<string> {
  try {
    const session = await InferenceSession.create(model, {
      executionProviders: ['webgpu'],
      graphOptimizationLevel: 'disabled',
      logSeverityLevel: 4,
      extra: { session: { disable_cpu_ep_fallback: '1' } },
    });
    await session.release();
    return 'webgpu';
  } catch (error) {
    const { message } = error as Error;
    // The second where not even the CPU has a kernel.
    if (/fallback to CPU EP|IsNodeCompatibleWithProvider/.test(message)) return 'cpu';
    if (/invalid model|No Op registered|Unrecognized attribute/i.test(message)) return 'invalid';
    return message;
  }
}

const models: string[] = [];
for await (const chunk of process.stdin) models.push(String(chunk));
const answers: string[] = [];
for (const model of JSON.parse(models.join(''))) answers.push(await ask(Buffer.from(model, 'base64')));
process.stdout.write(JSON.stringify(answers));

import { type Comparison, compareLatency } from '../../compare-latency.js';
import type {
  Adapter,
  AnswerReply,
  CompareTask,
  DeviceReport,
  RunTask,
  Task,
  TaskAnswer,
  Welcome,
} from '../protocol.js';
import { clockStepMs, pageClock, timingMsFor } from './clock.js';
import { page, type WasmMemory } from './globals.js';
import { OpenModels } from './models.js';
import { Presence } from './presence.js';
import { Refused, Talk } from './talk.js';
import { loadRuntime, ModelOpener } from './timed-model.js';
import { view } from './view.js';

const STAY =
  'Keep this page in front and the screen on. It may be loaded again at any time; nothing is lost.';
const SILENCE = 'The computer does not answer. Still trying…';
/** Beyond this much, and what the models need, the page is loaded again. */
const MEMORY_BYTES = 512 * 2 ** 20;

class Measuring {
  readonly #talk = new Talk(() => view.message(SILENCE));
  readonly #presence = new Presence();
  readonly #memoryBytes = watchWasmMemory();
  readonly #timingMs = timingMsFor(clockStepMs());
  #models: OpenModels | undefined;

  /** Works until the server says that it is over. */
  async run(): Promise<void> {
    const welcome = await this.#talk.post<Welcome>('/hello', await describeDevice());
    if (welcome.refusal !== undefined) return view.end('bad', welcome.refusal);
    view.setting(welcome);
    for (;;) {
      const task = await this.#talk.get<Task>(`/task?visit=${welcome.visit}`);
      if (task.kind === 'done') return view.end('done', 'Done. You can close this page.');
      if (task.kind === 'stopped') return view.end('bad', `Stopped: ${task.message}`);
      if (task.kind === 'elsewhere') return view.end('bad', 'Measuring goes on in another tab.');
      view.progress(task.progress);
      if (task.kind === 'wait') {
        view.waiting();
        await this.#presence.letSleep();
        await this.#models?.closeAll();
        continue;
      }
      view.message(STAY);
      view.model(task);
      this.#presence.keepAwake();
      const answer = await this.#outcome(task, welcome);
      if (answer === undefined) continue;
      const { again } = await this.#talk.post<AnswerReply>(`/answer?visit=${welcome.visit}`, answer);
      if (again || this.#isFull(task)) return page.location.reload();
    }
  }

  /** Undefined when the server has dropped the task meanwhile. */
  async #outcome(task: CompareTask | RunTask, welcome: Welcome): Promise<TaskAnswer | undefined> {
    const { id } = task;
    try {
      if (task.kind === 'run') {
        const models = await this.#open(welcome);
        return { id, values: await models.values(task.model, task.most) };
      }
      return { id, comparison: await this.#compare(task, welcome) };
    } catch (error) {
      if (error instanceof Refused) return undefined;
      return { id, failure: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Once more when the page was put away meanwhile. */
  async #compare(task: CompareTask, welcome: Welcome): Promise<Comparison> {
    const models = await this.#open(welcome);
    const options = { ...task.options, timingMs: Math.max(task.options.timingMs, this.#timingMs) };
    await this.#presence.inFront();
    const reference = await models.reference(task.reference);
    const candidate = await models.candidate(task.candidate);
    try {
      for (;;) {
        const { absences } = this.#presence;
        const comparison = await compareLatency(reference.run, candidate.run, options, pageClock);
        if (this.#presence.absences === absences) return comparison;
        await this.#presence.inFront();
      }
    } finally {
      await candidate.close();
    }
  }

  async #open(welcome: Welcome): Promise<OpenModels> {
    this.#models ??= new OpenModels(
      new ModelOpener(await loadRuntime(welcome), welcome.provider, this.#talk),
    );
    return this.#models;
  }

  #isFull(task: CompareTask | RunTask): boolean {
    const models = task.kind === 'run' ? [task.model] : [task.reference, task.candidate];
    return this.#memoryBytes() > MEMORY_BYTES + 4 * models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }
}

new Measuring().run().catch((error: unknown) => {
  view.end('bad', error instanceof Error ? error.message : String(error));
  if (!(error instanceof Refused)) throw error;
});

/** Bytes of all WebAssembly memories that are made from now on. They grow and never shrink. */
function watchWasmMemory(): () => number {
  const memories: WasmMemory[] = [];
  page.WebAssembly.Memory = new Proxy(page.WebAssembly.Memory, {
    construct(target, [descriptor]: [object]) {
      const memory = new target(descriptor);
      memories.push(memory);
      return memory;
    },
  });
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/** What this browser can do. */
async function describeDevice(): Promise<DeviceReport> {
  const { userAgent, hardwareConcurrency } = page.navigator;
  return {
    userAgent,
    processors: hardwareConcurrency ?? 1,
    isolated: page.crossOriginIsolated === true,
    adapter: await findAdapter(),
  };
}

async function findAdapter(): Promise<Adapter | null> {
  const adapter = await page.navigator.gpu?.requestAdapter().catch(() => null);
  if (adapter === null || adapter === undefined) return null;
  const { info } = adapter;
  const words = [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean);
  return {
    description: words.length === 0 ? 'unnamed adapter' : words.join(' '),
    software: info?.isFallbackAdapter === true || adapter.isFallbackAdapter === true,
  };
}

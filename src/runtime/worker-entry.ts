/** Runs inside a worker process: finds the task's function, runs it, answers with its result or its error as data. */
import { toFailure, type WorkerFailure } from './worker-error.js';

export interface WorkerRequest {
  /** URL of the module. */
  readonly file: string;
  /** The exported function. */
  readonly name: string;
  readonly job: unknown;
}

export type WorkerAnswer = { readonly rssBytes: number } & (
  | { readonly result: unknown }
  | { readonly failure: WorkerFailure }
);

// A parent that was killed cannot close us: its end of the channel going away is the only sign.
process.once('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);
// Ctrl-C reaches the whole process group; the parent decides what it means.
process.on('SIGINT', () => {});
// Standard output belongs to the command (`--json`), whatever a user's module prints here.
process.stdout.write = process.stderr.write.bind(process.stderr);

export default async function answer(request: WorkerRequest): Promise<WorkerAnswer> {
  try {
    const module: Record<string, unknown> = await import(request.file);
    const task = module[request.name];
    if (typeof task !== 'function')
      throw new TypeError(`${request.file} exports no function ${request.name}`);
    const result: unknown = await task(request.job);
    structuredClone(result);
    return { result, rssBytes: process.memoryUsage.rss() };
  } catch (error) {
    return { failure: toFailure(error), rssBytes: process.memoryUsage.rss() };
  }
}

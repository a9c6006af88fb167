/** Runs inside a worker process: finds the task's function, runs it, answers with its result or its error as data. */
import { watchPeak } from './peak-memory.js';
import { toFailure, type WorkerFailure } from './worker-error.js';

export interface WorkerRequest {
  /** URL of the module. */
  readonly file: string;
  /** The exported function. */
  readonly name: string;
  readonly job: unknown;
}

export interface WorkerMemory {
  /** That the process holds after the job. */
  readonly heldBytes: number;
  /** That it held at most while it worked on the job. */
  readonly peakBytes: number;
}

export type WorkerAnswer = WorkerMemory &
  ({ readonly result: unknown } | { readonly failure: WorkerFailure });

// A parent that was killed cannot close us: its end of the channel going away is the only sign.
process.once('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);
// Ctrl-C reaches the whole process group; the parent decides what it means.
process.on('SIGINT', () => {});
// Standard output belongs to the command (`--json`), whatever a user's module prints here.
process.stdout.write = process.stderr.write.bind(process.stderr);

export default async function answer(request: WorkerRequest): Promise<WorkerAnswer> {
  const peakBytes = watchPeak();
  const memory = (): WorkerMemory => ({ heldBytes: process.memoryUsage.rss(), peakBytes: peakBytes() });
  try {
    const module: Record<string, unknown> = await import(request.file);
    const task = module[request.name];
    if (typeof task !== 'function')
      throw new TypeError(`${request.file} exports no function ${request.name}`);
    const result: unknown = await task(request.job);
    structuredClone(result);
    return { result, ...memory() };
  } catch (error) {
    return { failure: toFailure(error), ...memory() };
  }
}

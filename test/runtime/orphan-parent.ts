/** Started by workers.test.ts as a process of its own, to be killed with its workers at work. */
import { createWorkers } from '../../src/runtime/workers.js';

const workers = createWorkers({ workers: 2 });
const task = { file: new URL('./worker-tasks.js', import.meta.url), name: 'wait' };
await Promise.all(process.argv.slice(2).map((file) => workers.run(task, { ms: 60_000, file })));

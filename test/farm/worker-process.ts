/** `node worker-process.js QUEUE CACHE FOLDER NAME SLOTS`: a worker of a farm that does the jobs of the tests. */

import { workForFarm } from '../../src/farm/farm-worker.js';
import { createWorkers } from '../../src/runtime/workers.js';
import { queueAt, remoteAt } from './servers.js';
import { testTasks } from './test-tasks.js';

const [queue, cache, folder, name, slots] = process.argv.slice(2) as [string, string, string, string, string];
const controller = new AbortController();
process.on('SIGTERM', () => controller.abort());
process.on('disconnect', () => process.exit());
const { signal } = controller;
const workers = createWorkers({ workers: Number(slots), signal, retries: 0 });
await workForFarm({
  queue: queueAt(queue),
  remote: remoteAt(cache, process.env.TEST_KEY!),
  tasks: testTasks,
  workers,
  name,
  engine: 'cpu',
  folder,
  mostBytes: 2 ** 22,
  signal,
  onEvent: (event) => process.send!(event),
});
await workers.close();
process.exit(0);

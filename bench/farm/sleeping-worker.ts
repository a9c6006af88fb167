/** `node sleeping-worker.ts QUEUE CACHE FOLDER NAME SLOTS`: a worker of the simulated farm. */

import { workForFarm } from '../../src/farm/farm-worker.js';
import { queueAt, remoteAt } from '../../test/farm/servers.js';
import { sleepers, sleepTask } from './sleepers.js';

const [queue, cache, folder, name, slots] = process.argv.slice(2) as [string, string, string, string, string];
const controller = new AbortController();
process.on('disconnect', () => process.exit());
const { signal } = controller;
await workForFarm({
  queue: queueAt(queue),
  remote: remoteAt(cache, process.env.BESPOKE_CACHE_KEY!),
  tasks: [sleepTask],
  workers: sleepers(Number(slots), signal),
  name,
  engine: 'cpu',
  folder,
  mostBytes: 2 ** 30,
  signal,
  onEvent: ({ kind }) => {
    if (kind === 'ready') process.send!('ready');
  },
});

/**
 * `build-in-child.ts DIRECTORY CONFIG [WORKERS] [MS]`: builds, with two workers unless told, and prints a line for
 * every alternative that was trained. With a channel to its parent it waits for a message first, and sends the SHA-256
 * of each file that was built. All clocks jump by so many milliseconds when the first alternative is trained.
 */

import { once } from 'node:events';
import { loadPlan } from '../../src/config/load-plan.js';
import { build } from '../../src/pipeline/build.js';
import type { ProgressEvent } from '../../src/pipeline/result.js';
import { reckonedLatency } from '../support/reckoned-latency.js';
import { artifactHashes } from './tiny-project.js';

const [directory, config, workers = '2', jump = '0'] = process.argv.slice(2);
const plan = await loadPlan({
  cwd: directory,
  inline: JSON.parse(config),
  overrides: { workers: Number(workers) },
});
if (process.send) {
  process.send('ready');
  await once(process, 'message');
}
let shift = 0;
for (const clock of [Date, performance]) {
  const now = clock.now.bind(clock);
  clock.now = () => now() + shift;
}
const context = {
  signal: new AbortController().signal,
  onProgress({ trained }: ProgressEvent) {
    if (trained === undefined) return;
    process.stdout.write(`${trained.alternative}, rung ${trained.rung}\n`);
    shift = Number(jump);
  },
  onWarning: () => {},
  clock: () => performance.now(),
};
const result = await build(plan, context, reckonedLatency());
if (process.send) {
  process.send(artifactHashes(result));
  process.disconnect();
}

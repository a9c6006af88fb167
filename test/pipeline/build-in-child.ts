/**
 * `build-in-child.ts DIRECTORY CONFIG`: builds with two workers and prints a line for every alternative that was
 * trained.
 */

import { loadPlan } from '../../src/config/load-plan.js';
import { build } from '../../src/pipeline/build.js';
import type { ProgressEvent } from '../../src/pipeline/result.js';
import { reckonedLatency } from '../support/reckoned-latency.js';

const [directory, config] = process.argv.slice(2);
const plan = await loadPlan({ cwd: directory, inline: JSON.parse(config), overrides: { workers: 2 } });
const context = {
  signal: new AbortController().signal,
  onProgress({ trained }: ProgressEvent) {
    if (trained !== undefined) process.stdout.write(`${trained.alternative}, rung ${trained.rung}\n`);
  },
  onWarning: () => {},
  clock: () => performance.now(),
};
await build(plan, context, reckonedLatency());

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPlan } from '../../src/config/load-plan.js';
import { build } from '../../src/pipeline/build.js';
import type { BuildResult, ProgressEvent } from '../../src/pipeline/result.js';
import { type CifarData, cifarConfig, cifarData, cifarFolders } from '../cifar.js';
import { type EffortOption, effortOption } from '../effort-option.js';
import { additive } from './additive.js';
import { Peaks } from './peaks.js';

/**
 * `npm run bench -- targets --data DIR [--cache DIR] [--effort E]`: what one more target costs. ResNet-56 on CIFAR-10
 * with ResNet-20 and 32 as pool, one thread. First one target of 50 %, then two more of 40 and 33 %, then another
 * budget for the first; then the additive prediction of latency against random students measured whole. What the cache
 * has is not made again: for a cold run name an empty one.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      cache: { type: 'string', default: 'bench/results/targets' },
      effort: { type: 'string', default: 'balanced' },
    },
  });
  const { data: directory, cache } = cifarFolders(values);
  const data = cifarData(directory, cache);
  const runs = [
    ['one target, 50 %', targetsAt(50)],
    ['two more added, 40 and 33 %', targetsAt(50, 40, 33)],
    ['first at 55 % instead', targetsAt(55, 40, 33)],
  ] as const;
  console.log(
    '| run | house, s | train, s | measure, s | search, s | retrain, s | all, s | memory, MiB | disk, MiB | student/teacher ms | top-1 (teacher) | done |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |');
  const effort = effortOption(values.effort);
  for (const [name, targets] of runs) console.log(await row(name, data, cache, targets, effort));
  console.log(`\n${await additive(cifarConfig(data, join(cache, 'store'), runs[0][1], effort))}`);
}

const targetsAt = (...percents: readonly number[]): Parameters<typeof cifarConfig>[2] =>
  percents.map((percent, index) => ({ name: ['one', 'two', 'three'][index], latency: `${percent}%` }));

async function row(
  name: string,
  data: CifarData,
  cache: string,
  targets: Parameters<typeof cifarConfig>[2],
  effort: EffortOption,
): Promise<string> {
  const plan = await loadPlan({
    cwd: process.cwd(),
    inline: cifarConfig(data, join(cache, 'store'), targets, effort),
  });
  const peaks = new Peaks(process.pid, join(cache, 'store'));
  const events: ProgressEvent[] = [];
  const started = performance.now();
  const result = await build(plan, {
    signal: new AbortController().signal,
    onProgress: (event) => events.push(event),
    onWarning: (message) => console.error(message),
    clock: () => performance.now(),
  });
  const seconds = (performance.now() - started) / 1000;
  peaks.stop();
  return `| ${[name, ...cells(result, seconds), peaks.memoryMiB, peaks.diskMiB, ...students(result), done(result, events)].join(' | ')} |`;
}

function cells({ models: [{ seconds }] }: BuildResult, total: number): string[] {
  const { house, train, measure, search, retrain } = seconds;
  return [house, train, measure, search, retrain, total].map((value) => value.toFixed(1));
}

function students({ models: [{ teacher, artifacts }] }: BuildResult): string[] {
  const latency = artifacts.map(
    ({ entry: { latencyMs } }) =>
      `${latencyMs.student.toFixed(3)}/${latencyMs.teacher.toFixed(3)} = ${((100 * latencyMs.student) / latencyMs.teacher).toFixed(1)} %`,
  );
  const quality = artifacts.map(({ entry }) => `${(100 * entry.quality.value).toFixed(2)} %`);
  return [latency.join('; '), `${quality.join('; ')} (${(100 * teacher.quality.value).toFixed(2)} %)`];
}

/** How many pieces of work were really done, by stage. */
function done({ cached }: BuildResult, events: readonly ProgressEvent[]): string {
  if (cached) return 'nothing, all from the store';
  const count = (stage: string): number =>
    events.filter(
      (event) => event.stage === stage && event.done > 0 && !event.note?.includes('from the store'),
    ).length;
  const trained = count('train');
  const targets = new Set(events.filter(({ stage }) => stage === 'retrain').map(({ target }) => target));
  return `${trained} trained, ${count('measure')} measured, ${targets.size} target(s) searched`;
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listenForInterruption } from '../../src/cli/in-progress.js';
import { fillTable } from './fill-table.js';
import { withBench } from './open-bench.js';
import { qualityOptions } from './options.js';
import { plotOf } from './plot.js';
import type { Row } from './row.js';
import { summaryOf } from './summary.js';
import { tableOf } from './table.js';
import { type Task, tasksOf } from './tasks.js';

/**
 * `npm run bench -- quality --data DIR [--cache DIR] [--effort E] [--small] [--budgets 50,40,33] [--seeds N] [--rows
 * exact,member] [--segments N]`: ResNet-56 on CIFAR-10, ResNet-20 and 32 as pool, one thread. What the searches make of
 * one house is retrained beside what a user gets without them: the same segments, the same number of steps. Every row
 * is kept, so that a call goes on where one before it was interrupted; `--small` is for daily work.
 */
export async function main(args: readonly string[]): Promise<void> {
  const options = qualityOptions(args);
  const { signal, dispose } = listenForInterruption(() => console.error('stopping'));
  let tasks: Task[] = [];
  const rows: Row[] = [];
  try {
    await withBench(options, signal, async (bench) => {
      tasks = await tasksOf(bench, options);
      await fillTable(bench, tasks, options, (row) => rows.push(row));
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    dispose();
  }
  print(rows, options.budgets);
  console.log(
    rows.length === tasks.length && !signal.aborted
      ? `\n${rows.length} rows`
      : `\n${rows.length} of ${tasks.length || 'all'} rows: the same call goes on from here`,
  );
  if (rows.length === 0) return;
  const file = join(options.cache, 'quality.svg');
  writeFileSync(file, plotOf(rows));
  console.log(file);
}

const NOTE = `Networks of one seed had the same samples in the same order, as many steps as their table says, one thread; of the
states after each segment the one with the best top-1 on the validation images is kept. Standard errors are of paired differences over these images, and over seeds
where there are several; with one seed they do not tell how much another order of training would change.`;

function print(rows: readonly Row[], budgets: readonly number[]): void {
  for (const budget of budgets) {
    const here = rows.filter((row) => row.budget === budget);
    if (here.length === 0) continue;
    for (const part of [tableOf(budget, here), summaryOf(budget, here)])
      if (part !== '') console.log(`\n${part}`);
  }
  if (rows.length > 0) console.log(`\n${NOTE}`);
}

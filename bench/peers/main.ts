import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { cifarData, cifarFolders } from '../cifar.js';
import { exportTask } from './export-task.js';
import { findPython } from './find-python.js';
import { type Stage, TABLE_HEAD, tableLine } from './stages.js';

/**
 * `npm run bench -- peers --data DIR [--cache DIR] [--python FILE] [--macs 50] [--samples 100000] [--minutes M]
 * [--threads 1] [--importance group|magnitude] [--ranking global|local] [--channels all|inner] [--rate 0.01]`: the same
 * task for Torch-Pruning. The same teacher with its batch norm, pruned to a percentage of its multiply-accumulates,
 * retrained with the same losses and augmentation on the same number of samples (64 times the steps of a row of
 * `quality`), or for so many minutes when they are over first.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      cache: { type: 'string', default: 'bench/results/peers' },
      python: { type: 'string', default: 'python3' },
      macs: { type: 'string', default: '50' },
      samples: { type: 'string', default: '100000' },
      minutes: { type: 'string' },
      threads: { type: 'string', default: '1' },
      importance: { type: 'string', default: 'group' },
      ranking: { type: 'string', default: 'global' },
      channels: { type: 'string', default: 'all' },
      rate: { type: 'string', default: '0.01' },
    },
  });
  const { data, cache } = cifarFolders(values);
  const found = findPython(values.python);
  if ('missing' in found) {
    console.log(found.missing);
    return;
  }
  const { importance, ranking, channels } = values;
  const how = `${importance} importance, ${ranking} ranking, ${channels} channels`;
  console.log(`${found.versions}; ${how}, ${values.threads} thread(s)\n`);
  const options = {
    ...(await exportTask(cifarData(data, cache), cache)),
    macs: Number(values.macs),
    samples: Number(values.samples),
    minutes: values.minutes === undefined ? null : Number(values.minutes),
    threads: Number(values.threads),
    rate: Number(values.rate),
    importance,
    ranking,
    channels,
  };
  console.log(TABLE_HEAD);
  for await (const stage of stagesOf(values.python, options)) {
    const line = tableLine(stage);
    if (line === undefined) console.error(JSON.stringify(stage));
    else console.log(line);
  }
}

async function* stagesOf(python: string, options: Readonly<Record<string, unknown>>): AsyncGenerator<Stage> {
  const script = join(import.meta.dirname, 'run.py');
  const child = spawn(python, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as Stage;
  const status = await ended;
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
}

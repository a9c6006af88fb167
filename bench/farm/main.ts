import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cifarFolders } from '../cifar.js';
import { compare } from './compare.js';
import { simulate } from './simulate.js';

/**
 * `npm run bench -- farm [--jobs 1000] [--slots 100] [--processes 20] [--seconds 1] [--deaths 20] [--delay MS]`: what
 * the queue and the store cost, with jobs that sleep; so many processes are killed meanwhile, and the store answers so
 * much later.
 * `npm run bench -- farm --data DIR [--rounds 1] [--worker-kills N] [--queue-kills N] [--store-kills N] [--cache DIR]`:
 * a build of ResNet-56 for CIFAR-10, alone and with a farm on this machine. Needs redis-server and nginx.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      jobs: { type: 'string', default: '1000' },
      slots: { type: 'string', default: '100' },
      processes: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '1' },
      deaths: { type: 'string', default: '0' },
      delay: { type: 'string', default: '0' },
      data: { type: 'string' },
      cache: { type: 'string', default: join(import.meta.dirname, '../results/farm') },
      rounds: { type: 'string', default: '1' },
      'worker-kills': { type: 'string', default: '0' },
      'queue-kills': { type: 'string', default: '0' },
      'store-kills': { type: 'string', default: '0' },
    },
  });
  if (values.data !== undefined) {
    await compare({
      ...cifarFolders(values),
      rounds: Number(values.rounds),
      kills: {
        workers: Number(values['worker-kills']),
        queue: Number(values['queue-kills']),
        store: Number(values['store-kills']),
      },
    });
    return;
  }
  await simulate({
    jobs: Number(values.jobs),
    slots: Number(values.slots),
    processes: Number(values.processes),
    seconds: Number(values.seconds),
    deaths: Number(values.deaths),
    delayMs: Number(values.delay),
  });
}

import { parseArgs } from 'node:util';
import type { Contender } from './contender.js';
import { openOnnxruntime } from './onnxruntime.js';
import { openPytorch } from './pytorch.js';
import { type Workload, workloads } from './workloads.js';

/**
 * `npm run bench -- engine [--python FILE] [--threads N] [--rounds N]`: milliseconds of one training step (batch 64, Adam)
 * here and in PyTorch, which take turns of three steps.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      python: { type: 'string', default: 'python3' },
      threads: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '8' },
    },
  });
  const [threads, rounds] = [Number(values.threads), Number(values.rounds)];
  const all = workloads();
  const ours = await openOnnxruntime(all, threads);
  const theirs = await openPytorch(values.python, threads);
  console.log(
    theirs === undefined
      ? `No PyTorch: '${values.python} -c "import torch"' fails. Name a Python that has it with --python FILE. Only this project is timed.`
      : `${ours.name} beside ${theirs.name}, ${threads} threads, batch 64, Adam; median of ${rounds * 3} steps each, in turn`,
  );
  console.log('| workload | here, ms | PyTorch, ms | times PyTorch | at most | |');
  console.log('| --- | ---: | ---: | ---: | ---: | --- |');
  for (const workload of all) console.log(await row(workload, ours, theirs, rounds));
  await ours.close();
  await theirs?.close();
}

async function row(
  { name, what, limit }: Workload,
  ours: Contender,
  theirs: Contender | undefined,
  rounds: number,
): Promise<string> {
  const [here, there]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const [a, b] = [await ours.times(name, 3), (await theirs?.times(name, 3)) ?? []];
    if (round < 0) continue;
    here.push(...a);
    there.push(...b);
  }
  const [left, right] = [median(here), theirs === undefined ? undefined : median(there)];
  const ratio = right === undefined ? undefined : left / right;
  const cells = [
    `${name} ${what}`,
    left.toFixed(1),
    right?.toFixed(1) ?? '-',
    ratio?.toFixed(2) ?? '-',
    limit,
    ratio === undefined ? 'not compared' : ratio <= limit ? 'met' : 'missed',
  ];
  return `| ${cells.join(' | ')} |`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

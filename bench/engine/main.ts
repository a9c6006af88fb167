import { parseArgs } from 'node:util';
import { median } from '../../src/measure/median.js';
import type { Contender } from './contender.js';
import { openOnnxruntime } from './onnxruntime.js';
import { openPytorch } from './pytorch.js';
import { type Workload, workloads } from './workloads.js';

/**
 * `npm run bench -- engine [--python FILE] [--threads N] [--rounds N]`: milliseconds of one training step (batch 64,
 * Adam) here, here without blocks of channels, and in PyTorch, which take turns of three steps.
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
  const ours = await openOnnxruntime(all, threads, 'blocks');
  const plain = await openOnnxruntime(all, threads, 'plain');
  const theirs = await openPytorch(values.python, threads);
  console.log(
    theirs === undefined
      ? `No PyTorch: '${values.python} -c "import torch"' fails. Name a Python that has it with --python FILE. Only this project is timed.`
      : `${ours.name} beside ${theirs.name}, ${threads} threads, batch 64, Adam; median of ${rounds * 3} steps each, in turn`,
  );
  console.log('| workload | here, ms | plain channels, ms | PyTorch, ms | times PyTorch | at most | |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | --- |');
  for (const workload of all) console.log(await row(workload, [ours, plain, theirs], rounds));
  for (const contender of [ours, plain, theirs]) await contender?.close();
}

async function row(
  { name, what, limit }: Workload,
  contenders: readonly (Contender | undefined)[],
  rounds: number,
): Promise<string> {
  const times: number[][] = contenders.map(() => []);
  for (let round = -1; round < rounds; round++)
    for (const [index, contender] of contenders.entries()) {
      const taken = (await contender?.times(name, 3)) ?? [];
      if (round >= 0) times[index]!.push(...taken);
    }
  const [here, plain, there] = times.map((each) => (each.length === 0 ? undefined : median(each)));
  const ratio = there === undefined ? undefined : here! / there;
  const cells = [
    `${name} ${what}`,
    here!.toFixed(1),
    plain!.toFixed(1),
    there?.toFixed(1) ?? '-',
    ratio?.toFixed(2) ?? '-',
    limit,
    ratio === undefined ? 'not compared' : ratio <= limit ? 'met' : 'missed',
  ];
  return `| ${cells.join(' | ')} |`;
}

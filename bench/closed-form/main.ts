import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPlan } from '../../src/config/load-plan.js';
import { median } from '../../src/measure/median.js';
import { collectAlternatives, measureMembers } from '../../src/pipeline/alternatives/collect-alternatives.js';
import {
  type ImitationContext,
  type ImitationRung,
  imitationRungs,
  jobOf,
} from '../../src/pipeline/alternatives/imitation-rungs.js';
import { ActivationFiles } from '../../src/pipeline/inputs/activation-files.js';
import { loadMembers } from '../../src/pipeline/inputs/members.js';
import { readInputs } from '../../src/pipeline/inputs/model-inputs.js';
import { loadSamples } from '../../src/pipeline/inputs/sample-split.js';
import { rngOf } from '../../src/random.js';
import { benchSession } from '../bench-session.js';
import { cifarConfig, cifarData, cifarFolders } from '../cifar.js';
import { compareStarts, type StartComparison } from './compare-starts.js';

/** Kinds that have inner work to learn. */
const KINDS = ['import', 'prune', 'shorten'];

/**
 * `npm run bench -- closed-form --data DIR [--cache DIR] [--count 30] [--samples 2048] [--steps 150]`: alternatives of
 * the house of ResNet-56 on CIFAR-10, drawn at random. Each is trained twice to imitate what it replaces, from the same
 * weights: by Adam alone, and solved by least squares first. A fifth of the steps is what the second may take to reach
 * where the first ends. Effort 'balanced' but for samples and steps, one thread; what the cache has of data is not made
 * again.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      cache: { type: 'string', default: 'bench/results/closed-form' },
      count: { type: 'string', default: '30' },
      samples: { type: 'string', default: '2048' },
      steps: { type: 'string', default: '150' },
    },
  });
  const { data, cache } = cifarFolders(values);
  const config = cifarConfig(cifarData(data, cache), join(cache, 'store'), TARGETS, 'balanced');
  const effort = { samples: Number(values.samples), steps: Number(values.steps) };
  const comparisons = await run({ ...config, effort, workers: 1 }, Number(values.count));
  print(comparisons);
}

const TARGETS = [{ name: 'one', latency: '50%' }];

async function run(config: Record<string, unknown>, count: number): Promise<StartComparison[]> {
  const plan = await loadPlan({ cwd: process.cwd(), inline: config });
  const session = benchSession(plan);
  try {
    const [model] = plan.models;
    const inputs = await readInputs(plan, model, session.context.signal);
    const members = await loadMembers(session, model, inputs.members);
    const train = await loadSamples(session, model, 'train', inputs.train, members[0]);
    const house = await collectAlternatives(session, await measureMembers(session, model, members, train));
    const imitation: ImitationContext = { session, engine: 'cpu', members, train, input: model.input };
    const works = house.alternatives
      .filter(({ kind, solve }) => KINDS.includes(kind) && solve.length > 0)
      .map((each) => wholeWork(imitationRungs(imitation, each)))
      .filter(({ steps }) => steps > 0);
    const drawn = rngOf(plan.seed, 'closed form').shuffle(works).slice(0, count);
    console.log(`${drawn.length} of ${works.length} alternatives that are trained`);
    console.log(`| alternative | ${COLUMNS.join(' | ')} |`);
    console.log(`| --- |${COLUMNS.map(() => ' ---: |').join('')}`);
    const files = new ActivationFiles(session, model.input);
    const comparisons: StartComparison[] = [];
    for (const each of drawn) {
      comparisons.push(await measured(each, files, imitation));
      console.log(rowOf(each, comparisons.at(-1)!));
    }
    await files.keepOnly([]);
    return comparisons;
  } finally {
    await session.close();
  }
}

async function measured(
  each: ImitationRung,
  files: ActivationFiles,
  imitation: ImitationContext,
): Promise<StartComparison> {
  await files.keepOnly(each.wanted);
  await files.ensure(each.wanted);
  return compareStarts(jobOf(each, each.alternative.graph, files, imitation));
}

/** All rungs as one: solved on all samples, all steps. */
function wholeWork(rungs: readonly ImitationRung[]): ImitationRung {
  const solving = rungs.findLast(({ solveSamples }) => solveSamples > 0)!;
  return { ...solving, steps: rungs.reduce((sum, { steps }) => sum + steps, 0) };
}

const COLUMNS = [
  'steps',
  'error at start',
  'Adam at its end',
  'closed form',
  'Adam reaches closed form after',
  'closed form reaches Adam after',
  'solving, s',
  'Adam, s',
];

const after = (steps: number | undefined): string => (steps === undefined ? 'never' : `${steps}`);

function rowOf({ alternative, steps }: ImitationRung, comparison: StartComparison): string {
  const { start, adam, closed, adamReaches, closedReaches, solveSeconds, adamSeconds } = comparison;
  const errors = [start, adam, closed].map((error) => error.toFixed(4));
  const seconds = [solveSeconds, adamSeconds].map((value) => value.toFixed(1));
  return `| ${[alternative.id, steps, ...errors, after(adamReaches), after(closedReaches), ...seconds].join(' | ')} |`;
}

function print(comparisons: readonly StartComparison[]): void {
  const share = ({ steps, closedReaches }: StartComparison): number => (closedReaches ?? Infinity) / steps;
  const middle = median(comparisons.map(share));
  const within = comparisons.filter((comparison) => share(comparison) <= 0.2).length;
  const atOnce = comparisons.filter(({ closedReaches }) => closedReaches === 0).length;
  const gain = median(comparisons.map(({ adam, closed }) => closed / adam));
  console.log(
    [
      '',
      `Steps from the closed form to where Adam alone ends, as a share of Adam's steps: median ${middle.toFixed(3)} (wanted: at most 0.2)`,
      `Without a step: ${atOnce} of ${comparisons.length}; within a fifth: ${within} of ${comparisons.length}`,
      `Error of the closed form over that of Adam at its end: median ${gain.toFixed(2)}`,
    ].join('\n'),
  );
}

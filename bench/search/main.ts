import { parseArgs } from 'node:util';
import { rngOf } from '../../src/random.js';
import { searchAnneal } from '../../src/search/anneal.js';
import { searchExact } from '../../src/search/exact.js';
import { searchPaper } from '../../src/search/paper.js';
import type { Assignment, SearchProblem } from '../../src/search/problem.js';
import { searchSeveral } from '../../src/search/several.js';
import { tradeOffCurve } from '../../src/search/trade-off-curve.js';
import { resNet56House } from './house.js';

const budgets = {
  'latency 50%': { latency: 0.5 },
  'latency 33%': { latency: 0.33 },
  'latency 50%, size 60%, MACs 50%': { latency: 0.5, size: 0.6, macs: 0.5 },
};

const strategies: Record<string, (problem: SearchProblem, seed: number) => Assignment | Promise<Assignment>> =
  {
    exact: (problem) => searchExact(problem),
    anneal: (problem, seed) => searchAnneal(problem, rngOf(seed, 'anneal')),
    paper: (problem, seed) => searchPaper(problem, rngOf(seed, 'paper')),
  };

interface Run {
  readonly ms: number;
  readonly assignment: Assignment;
}

/**
 * `npm run bench -- search [--candidates N] [--seeds N] [--measured N]`: quality and processor time of the three
 * searches on generated houses for ResNet-56, additive and with the interactions of N measured sets; 100,000 annealing
 * steps; a trade-off curve of 24 limits.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      candidates: { type: 'string', default: '300' },
      seeds: { type: 'string', default: '3' },
      measured: { type: 'string', default: '8' },
    },
  });
  const [candidates, seeds, measured] = [values.candidates, values.seeds, values.measured].map(Number);
  await searchExact(resNet56House(0, 5, { macs: 0.9 }));
  console.log(
    `${candidates} alternatives on ResNet-56, ${seeds} seeds; processor time; loss in points of 100`,
  );
  console.log(
    '| budgets | sets measured | search | median ms | longest ms | mean loss | feasible | proven |',
  );
  console.log('| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |');
  const verdict = { worse: 0, unproven: 0, longestMs: 0, annealingMs: 0 };
  for (const [name, limits] of Object.entries(budgets)) {
    for (const sets of [0, measured]) {
      const runs = new Map<string, Run[]>();
      for (const [strategy, solve] of Object.entries(strategies)) {
        const all: Run[] = [];
        for (let seed = 0; seed < seeds; seed++) {
          const problem = resNet56House(seed, candidates, limits, sets);
          all.push(await timed(() => solve(problem, seed)));
        }
        runs.set(strategy, all);
        console.log(row([name, sets, strategy], all));
      }
      const exact = runs.get('exact')!;
      for (const other of ['paper', 'anneal'])
        verdict.worse += exact.filter((run, seed) => isWorse(run, runs.get(other)![seed])).length;
      verdict.unproven += exact.filter(({ assignment }) => !assignment.optimal).length;
      verdict.longestMs = Math.max(verdict.longestMs, ...exact.map(({ ms }) => ms));
      verdict.annealingMs = Math.max(verdict.annealingMs, ...runs.get('anneal')!.map(({ ms }) => ms));
    }
  }
  const say = (row: string, holds: boolean, what: string) =>
    console.log(`${row}: ${holds ? 'yes' : 'NO'}, ${what}`);
  say('exact never worse than paper and anneal', verdict.worse === 0, `${verdict.worse} worse`);
  say(
    'proven optimal in under 10 s',
    verdict.unproven === 0 && verdict.longestMs < 10_000,
    `${verdict.unproven} unproven, longest ${(verdict.longestMs / 1000).toFixed(1)} s`,
  );
  say(
    '100,000 annealing steps in under 1 s',
    verdict.annealingMs < 1000,
    `longest ${verdict.annealingMs.toFixed(0)} ms`,
  );

  const problem = resNet56House(0, candidates, budgets['latency 50%'], measured);
  const started = process.cpuUsage();
  const several = await searchSeveral(problem, 4);
  const severalMs = millisecondsSince(started);
  const losses = several.map(({ qualityLoss }) => (100 * qualityLoss).toFixed(2));
  console.log(`4 answers, each 0.3 apart: losses ${losses.join(', ')}; ${(severalMs / 1000).toFixed(1)} s`);
  const curveStarted = process.cpuUsage();
  const curve = await tradeOffCurve(problem, 'latency');
  console.log(
    `curve of 24 limits: ${curve.length} points, ${curve.filter(({ optimal }) => optimal).length} proven, ` +
      `${(millisecondsSince(curveStarted) / 1000).toFixed(1)} s`,
  );
  for (const { predicted, qualityLoss, chosen } of curve)
    console.log(
      `  ${predicted.latency.toFixed(3)} ms, ${(100 * qualityLoss).toFixed(2)} points, ${chosen.length} replaced`,
    );
}

/** Processor time: other processes on the machine do not count. */
async function timed(solve: () => Assignment | Promise<Assignment>): Promise<Run> {
  const started = process.cpuUsage();
  const assignment = await solve();
  return { assignment, ms: millisecondsSince(started) };
}

function millisecondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** A set that misses a limit is worse than any that does not. */
function isWorse(first: Run, second: Run): boolean {
  if (first.assignment.feasible !== second.assignment.feasible) return !first.assignment.feasible;
  return first.assignment.feasible && first.assignment.qualityLoss > second.assignment.qualityLoss + 1e-7;
}

function row(names: readonly (string | number)[], runs: readonly Run[]): string {
  const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  const mean = runs.reduce((sum, { assignment }) => sum + assignment.qualityLoss, 0) / runs.length;
  const cells = [
    ...names,
    times[Math.floor(runs.length / 2)].toFixed(0),
    times.at(-1)!.toFixed(0),
    (100 * mean).toFixed(2),
    runs.filter(({ assignment }) => assignment.feasible).length,
    runs.filter(({ assignment }) => assignment.optimal).length,
  ];
  return `| ${cells.join(' | ')} |`;
}

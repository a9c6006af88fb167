import { parseArgs } from 'node:util';
import { rngOf } from '../../src/random.js';
import { searchAnneal } from '../../src/search/anneal.js';
import { searchExact } from '../../src/search/exact.js';
import { searchPaper } from '../../src/search/paper.js';
import type { Assignment, SearchProblem } from '../../src/search/problem.js';
import { randomProblem } from '../../test/search/random-problem.js';

const budgets = {
  'latency 50%': { latency: 0.5 },
  'latency 50%, size 60%': { latency: 0.5, size: 0.6 },
  'latency 60%, size 60%, MACs 50%': { latency: 0.6, size: 0.6, macs: 0.5 },
};

const strategies: Record<string, (problem: SearchProblem, seed: number) => Assignment | Promise<Assignment>> =
  {
    exact: (problem) => searchExact(problem),
    anneal: (problem, seed) => searchAnneal(problem, rngOf(seed, 'anneal')),
    paper: (problem, seed) => searchPaper(problem, rngOf(seed, 'paper')),
  };

/**
 * `npm run bench -- search [--candidates N] [--nodes N] [--problems N]`: quality and time of the three searches on random
 * problems like those of a house: intervals of a chain, cheaper ones lose more.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      candidates: { type: 'string', default: '300' },
      nodes: { type: 'string', default: '150' },
      problems: { type: 'string', default: '5' },
    },
  });
  const [candidates, nodes, problems] = [values.candidates, values.nodes, values.problems].map(Number);
  console.log(
    `${candidates} candidates over ${nodes} nodes, ${problems} problems a row; loss in points of 100`,
  );
  console.log(
    '| budgets | search | median ms | longest ms | median loss | worst over exact | feasible | proven |',
  );
  console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  await searchExact(randomProblem(rngOf(0, 'warm'), { candidates: 5, nodes: 5, limits: { macs: 0.9 } }));
  for (const [name, limits] of Object.entries(budgets)) {
    const optima: number[] = [];
    for (const [strategy, solve] of Object.entries(strategies)) {
      const runs: { ms: number; assignment: Assignment }[] = [];
      for (let seed = 0; seed < problems!; seed++) {
        const problem = randomProblem(rngOf(seed, 'bench'), {
          candidates: candidates!,
          nodes: nodes!,
          limits,
        });
        const started = performance.now();
        const assignment = await solve(problem, seed);
        runs.push({ ms: performance.now() - started, assignment });
      }
      if (strategy === 'exact') optima.push(...runs.map(({ assignment }) => assignment.qualityLoss));
      console.log(row(name, strategy, runs, optima));
    }
  }
}

function row(
  name: string,
  strategy: string,
  runs: readonly { readonly ms: number; readonly assignment: Assignment }[],
  optima: readonly number[],
): string {
  const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  const losses = runs.map(({ assignment }) => 100 * assignment.qualityLoss).sort((a, b) => a - b);
  const over = runs.map(({ assignment }, index) => 100 * (assignment.qualityLoss - optima[index]!));
  const middle = Math.floor(runs.length / 2);
  const cells = [
    name,
    strategy,
    times[middle]!.toFixed(0),
    times.at(-1)!.toFixed(0),
    losses[middle]!.toFixed(2),
    Math.max(...over).toFixed(2),
    runs.filter(({ assignment }) => assignment.feasible).length,
    runs.filter(({ assignment }) => assignment.optimal).length,
  ];
  return `| ${cells.join(' | ')} |`;
}

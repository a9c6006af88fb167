import type { TargetPlan } from '../../src/config/plan.js';
import { prepareTarget } from '../../src/pipeline/build-target.js';
import { assemble } from '../../src/pipeline/costs/student.js';
import { Stopwatch } from '../../src/pipeline/stopwatch.js';
import { type Candidate, measured } from './candidate.js';
import { drawn, idsOf } from './drawn.js';
import type { Method } from './methods.js';
import { type Bench, reseeded } from './open-bench.js';
import type { QualityOptions } from './options.js';
import { uniform } from './uniform.js';

/** The networks of one method for one target, measured whole; nothing else may run on the machine. */
export async function candidatesOf(
  bench: Bench,
  target: TargetPlan,
  method: Method,
  { seeds, draws }: Pick<QualityOptions, 'seeds' | 'draws'>,
): Promise<Candidate[]> {
  const { teacher, alternatives } = bench.trained;
  const everySeed = <T>(each: T): (T & { readonly seed: number })[] =>
    upTo(seeds).map((seed) => ({ ...each, seed }));
  switch (method) {
    case 'teacher': {
      const student = await measured(bench, target, teacher.graph);
      return everySeed({ method, name: 'teacher', detail: 'as given', chosen: [], ...student });
    }
    case 'member': {
      const candidates: Candidate[] = [];
      for (const each of alternatives.filter(({ alternative: { kind } }) => kind === 'member')) {
        const student = await measured(bench, target, assemble(teacher.graph, [each]));
        const name = each.alternative.id.replace(/^member:|\.onnx$/g, '');
        candidates.push(...everySeed({ method, name, detail: 'as given', chosen: [], ...student }));
      }
      return candidates;
    }
    case 'uniform':
      return everySeed(await uniform(bench, target));
    case 'random':
      return inTurn(upTo(draws), async (seed) => ({ ...(await drawn(bench, target, seed)), seed }));
    case 'paper':
    case 'anneal':
    case 'exact':
    case 'halving':
      return inTurn(upTo(seeds), (seed) => searched(bench, target, method, seed));
  }
}

/** What a build with this strategy finds best before it retrains anything. */
async function searched(
  bench: Bench,
  target: TargetPlan,
  method: 'paper' | 'anneal' | 'exact' | 'halving',
  seed: number,
): Promise<Candidate> {
  const { session, trained } = reseeded(bench, seed, method === 'halving' ? 'exact' : method);
  const watch = new Stopwatch(session.context.clock);
  const found = await prepareTarget(session, trained, target, watch);
  const [{ chosen, student }] = found.search.finalists;
  const costs = await measured(bench, target, student);
  const candidate = { method, name: method, seed, detail: idsOf(chosen), chosen, ...costs };
  return method === 'halving' ? { ...candidate, searched: found } : candidate;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}

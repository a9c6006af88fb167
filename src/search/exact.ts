import type { Highs, Model } from 'highs';
import { assignmentOf } from './assignment.js';
import { ForbiddenSets } from './forbidden.js';
import { greedy } from './greedy.js';
import { polish } from './polish.js';
import { type PreparedProblem, prepare } from './prepared.js';
import type { Assignment, SearchProblem } from './problem.js';
import { type Aim, lossScale, programme } from './programme.js';
import { isBetter, standing } from './standing.js';
import { violation } from './violation.js';
import { worthwhile } from './worthwhile.js';

export interface ExactOptions {
  /** Losses are not taken for less than this: gains of single alternatives are mostly noise of the sample. */
  readonly minLoss?: number;
  /** Sets of candidate ids that may not be the answer, each exactly: give the answers so far for the next best. */
  readonly forbidden?: readonly (readonly string[])[];
  /** Branch-and-bound nodes until the best so far is taken, with its gap. A count, so that the answer depends on no clock. */
  readonly maxNodes?: number;
}

/**
 * Minimises the quality loss under the requirements by integer programming (HiGHS): the proven optimum (to 2e-6 of the
 * largest loss, below which fewer and cheaper replacements decide). Without a feasible set, the one with the
 * smallest violation; when every set is forbidden, the teacher, infeasible. Holds its thread while it solves.
 */
export async function searchExact(problem: SearchProblem, options: ExactOptions = {}): Promise<Assignment> {
  const { minLoss = 0, forbidden = [], maxNodes = 20_000 } = options;
  const prepared = prepare(worthwhile(problem, minLoss), minLoss);
  const excluded = new ForbiddenSets(prepared, forbidden);
  if (prepared.count === 0) {
    const teacher = assignmentOf(prepared, []);
    if (excluded.has([])) return { ...teacher, feasible: false };
    return { ...teacher, optimal: true, gap: 0 };
  }
  const solver = new Solver(await loadHighs(), prepared, excluded, maxNodes);
  return solver.withinLimits() ?? solver.nearest();
}

/** The package's types describe its CommonJS side, whose `default` is one level deeper. */
async function loadHighs(): Promise<Highs> {
  const { default: load } = (await import('highs')) as unknown as { default: () => Promise<Highs> };
  return await load();
}

interface Solution {
  /** Undefined: there is none, or none was found in `maxNodes`. */
  readonly chosen: readonly number[] | undefined;
  readonly objective: number;
  readonly complete: boolean;
  /** In units of the objective. */
  readonly bound: number;
}

class Solver {
  constructor(
    private readonly highs: Highs,
    private readonly prepared: PreparedProblem,
    private readonly excluded: ForbiddenSets,
    private readonly maxNodes: number,
  ) {}

  /** The best feasible assignment; undefined when it is proven that there is none. */
  withinLimits(): Assignment | undefined {
    // The solver allows for its own rounding: a set that passes a limit by more than ours is cut off and the rest solved again.
    const cut: (readonly number[])[] = [...this.excluded.sets];
    for (;;) {
      const solution = this.solve({ minimise: 'loss' }, cut);
      if (solution.chosen && violation(this.prepared, solution.chosen) > 0) cut.push(solution.chosen);
      else if (solution.chosen || !solution.complete) return this.assignment(solution);
      else return undefined;
    }
  }

  /** The assignment with the smallest violation, and of those the one with the smallest loss. */
  nearest(): Assignment {
    const smallest = this.solve({ minimise: 'violation' }, this.excluded.sets);
    if (!smallest.chosen && smallest.complete) return { ...assignmentOf(this.prepared, []), feasible: false };
    if (!smallest.chosen) return this.assignment(smallest);
    const violationAtMost = violation(this.prepared, smallest.chosen) * (1 + 1e-9) + 1e-9;
    const solution = this.solve({ minimise: 'loss', violationAtMost }, this.excluded.sets);
    return this.assignment({
      ...solution,
      chosen: solution.chosen ?? smallest.chosen,
      complete: solution.complete && smallest.complete,
    });
  }

  private assignment({ chosen, complete, objective, bound }: Solution): Assignment {
    if (chosen && complete) return assignmentOf(this.prepared, chosen, { optimal: true, gap: 0 });
    const local = polish(this.prepared, chosen ?? greedy(this.prepared, 0.1), this.excluded);
    const useLocal = !chosen || isBetter(standing(this.prepared, local), standing(this.prepared, chosen));
    const gap =
      chosen && Number.isFinite(bound)
        ? Math.max(objective - bound, 0) / lossScale(this.prepared)
        : undefined;
    return assignmentOf(this.prepared, useLocal ? local : chosen, { optimal: false, gap });
  }

  private solve(aim: Aim, forbidden: readonly (readonly number[])[]): Solution {
    const { highs, prepared } = this;
    return highs.withModel(programme(prepared, forbidden, aim), (model: Model) => {
      model.options.set({
        output_flag: false,
        random_seed: 0,
        mip_rel_gap: 0,
        mip_abs_gap: 1e-6,
        mip_feasibility_tolerance: 1e-9,
        primal_feasibility_tolerance: 1e-9,
        mip_max_nodes: this.maxNodes,
      });
      model.run();
      const status = model.getModelStatus();
      const { infeasible, optimal } = highs.constants.modelStatus;
      const bound = Number(model.info.get('mip_dual_bound'));
      if (status === infeasible) return { chosen: undefined, objective: 0, complete: true, bound };
      const found = model.info.get('primal_solution_status') === 2;
      const { colValue } = model.getSolution();
      const chosen = Array.from({ length: prepared.count }, (_, index) => index).filter(
        (index) => colValue[index] > 0.5,
      );
      return {
        chosen: found ? chosen : undefined,
        objective: model.getObjectiveValue(),
        complete: status === optimal,
        bound,
      };
    });
  }
}

import type { Highs, Model } from 'highs';
import type { ForbiddenSets } from './forbidden.js';
import { integerProgram, type ProgramGoal } from './integer-program.js';
import type { PreparedProblem } from './prepared.js';
import { violation } from './violation.js';

export interface Solution {
  /** Undefined: there is none, or none was found in `maxNodes`. */
  readonly chosen: readonly number[] | undefined;
  /** In units of the objective, as is `bound`. */
  readonly objective: number;
  /** Proven: the optimum, or that there is none. */
  readonly complete: boolean;
  readonly bound: number;
}

/** Once a process: to load it takes longer than most searches. */
let loaded: Promise<Highs> | undefined;

async function load(): Promise<Highs> {
  // The package's types describe its CommonJS side, whose `default` is one level deeper.
  const { default: highs } = (await import('highs')) as unknown as { default: () => Promise<Highs> };
  return await highs();
}

/** HiGHS on the program of one problem. Holds its thread while it solves. */
export class Solver {
  private constructor(
    private readonly highs: Highs,
    private readonly prepared: PreparedProblem,
    private readonly excluded: ForbiddenSets,
    private readonly maxNodes: number,
  ) {}

  static async open(prepared: PreparedProblem, excluded: ForbiddenSets, maxNodes: number): Promise<Solver> {
    loaded ??= load();
    return new Solver(await loaded, prepared, excluded, maxNodes);
  }

  /**
   * Within the limits. The solver allows for its own rounding: a set that passes a limit by more than ours is cut off
   * and the rest solved again.
   */
  solveWithin(aim: ProgramGoal, start?: readonly number[]): Solution {
    const cut: (readonly number[])[] = [];
    for (;;) {
      const solution = this.solve(aim, start, cut);
      if (!solution.chosen || violation(this.prepared, solution.chosen) === 0) return solution;
      cut.push(solution.chosen);
    }
  }

  /** @param start a set within the program, from which the solver knows what to beat. */
  solve(aim: ProgramGoal, start?: readonly number[], cut: readonly (readonly number[])[] = []): Solution {
    try {
      return this.run(aim, start, cut);
    } catch (error) {
      // Whatever it was, its memory may be damaged.
      loaded = undefined;
      throw error;
    }
  }

  private run(
    aim: ProgramGoal,
    start: readonly number[] | undefined,
    cut: readonly (readonly number[])[],
  ): Solution {
    const { highs, prepared } = this;
    return highs.withModel(integerProgram(prepared, this.excluded, cut, aim), (model: Model) => {
      model.options.set({
        output_flag: false,
        random_seed: 0,
        mip_rel_gap: 0,
        mip_abs_gap: 1e-6,
        mip_feasibility_tolerance: 1e-9,
        primal_feasibility_tolerance: 1e-9,
        mip_max_nodes: this.maxNodes,
      });
      if (start !== undefined) model.setSolution({ colValue: this.columnsOf(start) });
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

  private columnsOf(chosen: readonly number[]): Float64Array {
    const { count, pairLosses } = this.prepared;
    const columns = new Float64Array(count + pairLosses.pairs.length);
    for (const index of chosen) columns[index] = 1;
    pairLosses.pairs.forEach(({ first, second }, at) => {
      columns[count + at] = columns[first] * columns[second];
    });
    return columns;
  }
}

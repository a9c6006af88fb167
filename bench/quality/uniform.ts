import type { TargetPlan } from '../../src/config/plan.js';
import type { Draft } from '../../src/house/drafts/draft.js';
import { type PruneOptions, pruneDraft } from '../../src/house/drafts/prune-draft.js';
import type { Graph } from '../../src/onnx/graph.js';
import { structureKey } from '../../src/onnx/structure-key.js';
import { type Candidate, mayBeTaken, measured } from './candidate.js';
import type { Bench } from './open-bench.js';

type Unseeded = Omit<Candidate, 'seed'>;

/**
 * What a user gets for nothing: the teacher with the same share of the channels of every layer, those with the largest
 * L1 norm, nothing solved. The widest that is within the budget as measured: of the inner channels of blocks, and where
 * these alone do not save enough, of all channels.
 */
export async function uniform(bench: Bench, target: TargetPlan): Promise<Unseeded> {
  const { graph } = bench.trained.teacher;
  const measure = async ({ words, graph }: Width): Promise<Unseeded> => ({
    method: 'uniform',
    name: 'uniform',
    detail: words,
    chosen: [],
    ...(await measured(bench, target, graph)),
  });
  const [inner, all] = [widthsOf(graph, 'inner'), widthsOf(graph, 'all')];
  return (
    (await widest(inner, target, measure)) ?? (await widest(all, target, measure)) ?? (await measure(all[0]))
  );
}

/** By bisection, since latency rises with width. */
async function widest(
  widths: readonly Width[],
  target: TargetPlan,
  measure: (width: Width) => Promise<Unseeded>,
): Promise<Unseeded | undefined> {
  let found: Unseeded | undefined;
  let [from, to] = [0, widths.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const each = await measure(widths[middle]);
    if (mayBeTaken(target, each.share)) [from, found] = [middle + 1, each];
    else to = middle;
  }
  return found;
}

interface Width {
  readonly words: string;
  readonly graph: Graph;
}

/** Widths that are made, as parts of a whole. */
const PARTS = 64;

/** Narrowest first; those that rounding makes alike once. */
function widthsOf(teacher: Graph, scope: PruneOptions['scope']): Width[] {
  const [aims, layers, means, ranks] = [new Map(), new Set<string>(), new Map(), new Map()];
  const draft: Draft = { member: teacher.name, graph: teacher, aims, layers, means, ranks };
  const widths = new Map<string, Width>();
  for (let part = 1; part < PARTS; part++) {
    const factor = part / PARTS;
    const graph = pruneDraft(draft, { factor, by: 'norm', scope, slope: 0 })?.graph;
    if (graph === undefined) continue;
    const key = structureKey(graph);
    if (!widths.has(key)) widths.set(key, { words: `${scope} channels, ${factor.toFixed(2)}`, graph });
  }
  return [...widths.values()];
}

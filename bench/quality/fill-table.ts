import { join } from 'node:path';
import type { RetrainingContext } from '../../src/pipeline/retrain/retraining-context.js';
import { digestOf } from '../../src/pipeline/session.js';
import { allowedShare } from './candidate.js';
import { halveCandidates } from './halve-candidates.js';
import { inPool } from './in-pool.js';
import { JsonLines } from './json-lines.js';
import { type Bench, reseeded, SIDE_BY_SIDE } from './open-bench.js';
import type { QualityOptions } from './options.js';
import { type Kept, type Outcome, retrainCandidate } from './retrain-candidate.js';
import { RetrainingClock } from './retraining-clock.js';
import type { Row } from './row.js';
import type { Task } from './tasks.js';

/**
 * Retrains all, two side by side, and tells every finished row; rows of one and the same network are retrained once.
 */
export async function fillTable(
  bench: Bench,
  tasks: readonly Task[],
  { cache, seeds }: Pick<QualityOptions, 'cache' | 'seeds'>,
  onRow: (row: Row) => void,
): Promise<void> {
  const kept: Kept = {
    rows: new JsonLines<Row>(join(cache, 'rows.jsonl')),
    clock: new RetrainingClock(join(cache, 'clock.jsonl')),
  };
  const retrainings = new Map<number, RetrainingContext>();
  // The draws of `random` share the seeds of retraining that there are.
  const retrainingOf = ({ candidate }: Task): RetrainingContext => {
    const seed = ((candidate.seed - 1) % seeds) + 1;
    const retraining = retrainings.get(seed) ?? reseeded(bench, seed).trained.retraining;
    retrainings.set(seed, retraining);
    return retraining;
  };
  await teach(tasks.map((task) => [retrainingOf(task), task.segments] as const));

  const outcomes = new Map<string, Promise<Outcome>>();
  const fill = async (task: Task): Promise<void> => {
    const { candidate, segments } = task;
    const { searched, graph, chosen } = candidate;
    const retraining = retrainingOf(task);
    const students = (searched?.search.finalists ?? []).map(({ student }) => digestOf(student));
    const key = JSON.stringify([
      digestOf(graph),
      students,
      chosen.length,
      segments,
      retraining.identity.seed,
    ]);
    const outcome =
      outcomes.get(key) ??
      (searched === undefined
        ? retrainCandidate(bench, retraining, candidate, segments, kept)
        : halveCandidates(bench, retraining, searched, kept));
    outcomes.set(key, outcome);
    const row = rowOf(task, await outcome);
    if (!kept.rows.all.some((other) => isSame(other, row))) kept.rows.append(row);
    onRow(row);
  };
  const isHalving = ({ candidate }: Task): boolean => candidate.searched !== undefined;
  await inPool(
    tasks.filter((task) => !isHalving(task)),
    SIDE_BY_SIDE,
    fill,
  );
  await inPool(tasks.filter(isHalving), SIDE_BY_SIDE, fill);
}

/**
 * The teacher's answers for all segments, so that no row waits for them and its clock is that of its own retraining.
 */
async function teach(cycles: readonly (readonly [RetrainingContext, number])[]): Promise<void> {
  const segments = new Map<RetrainingContext, number>();
  for (const [retraining, count] of cycles)
    segments.set(retraining, Math.max(count, segments.get(retraining) ?? 0));
  const all = [...segments].flatMap(([retraining, count]) =>
    Array.from({ length: count }, (_, segment) => ({ retraining, segment })),
  );
  console.error(`the teacher's answers for ${all.length} segments`);
  await inPool(all, SIDE_BY_SIDE, async ({ retraining, segment }) => {
    await retraining.answers(segment);
  });
}

function rowOf({ candidate, target, budget }: Task, { selected, ...outcome }: Outcome): Row {
  const { method, name, seed } = candidate;
  const { detail, costs, share } = selected ?? candidate;
  return {
    ...outcome,
    method,
    name,
    seed,
    budget,
    detail,
    latencyMs: costs.latency,
    share,
    isWithin: share <= allowedShare(target),
    macs: costs.macs,
    parameters: costs.parameters,
  };
}

const isSame = (one: Row, other: Row): boolean =>
  one.key === other.key && one.name === other.name && one.seed === other.seed && one.budget === other.budget;

import { join } from 'node:path';
import type { RetrainingContext } from '../../src/pipeline/retrain/retraining-context.js';
import { digestOf } from '../../src/pipeline/session.js';
import { CourseClock } from './course-clock.js';
import { allowedShare } from './entrant.js';
import { inPool } from './in-pool.js';
import { JsonLines } from './json-lines.js';
import { type Bench, reseeded, SIDE_BY_SIDE } from './open-bench.js';
import type { QualityOptions } from './options.js';
import { raceEntrant } from './race-entrant.js';
import { type Kept, type Outcome, retrainEntrant } from './retrain-entrant.js';
import type { Row } from './row.js';
import type { Task } from './tasks.js';

/** Retrains all, two side by side, and tells every finished row; rows of one and the same network are retrained once. */
export async function fillTable(
  bench: Bench,
  tasks: readonly Task[],
  { cache, seeds }: Pick<QualityOptions, 'cache' | 'seeds'>,
  onRow: (row: Row) => void,
): Promise<void> {
  const kept: Kept = {
    rows: new JsonLines<Row>(join(cache, 'rows.jsonl')),
    clock: new CourseClock(join(cache, 'clock.jsonl')),
  };
  const classrooms = new Map<number, RetrainingContext>();
  // The draws of `random` share the seeds of retraining that there are.
  const classroomOf = ({ entrant }: Task): RetrainingContext => {
    const seed = ((entrant.seed - 1) % seeds) + 1;
    const classroom = classrooms.get(seed) ?? reseeded(bench, seed).trained.classroom;
    classrooms.set(seed, classroom);
    return classroom;
  };
  await teach(tasks.map((task) => [classroomOf(task), task.lessons] as const));

  const outcomes = new Map<string, Promise<Outcome>>();
  const fill = async (task: Task): Promise<void> => {
    const { entrant, lessons } = task;
    const { contest, graph, chosen } = entrant;
    const classroom = classroomOf(task);
    const students = (contest?.search.finalists ?? []).map(({ student }) => digestOf(student));
    const key = JSON.stringify([digestOf(graph), students, chosen.length, lessons, classroom.identity.seed]);
    const outcome =
      outcomes.get(key) ??
      (contest === undefined
        ? retrainEntrant(bench, classroom, entrant, lessons, kept)
        : raceEntrant(bench, classroom, contest, kept));
    outcomes.set(key, outcome);
    const row = rowOf(task, await outcome);
    if (!kept.rows.all.some((other) => isSame(other, row))) kept.rows.append(row);
    onRow(row);
  };
  const isRace = ({ entrant }: Task): boolean => entrant.contest !== undefined;
  await inPool(
    tasks.filter((task) => !isRace(task)),
    SIDE_BY_SIDE,
    fill,
  );
  await inPool(tasks.filter(isRace), SIDE_BY_SIDE, fill);
}

/** The teacher's answers for all lessons, so that no row waits for them and its clock is that of its own retraining. */
async function teach(courses: readonly (readonly [RetrainingContext, number])[]): Promise<void> {
  const lessons = new Map<RetrainingContext, number>();
  for (const [classroom, count] of courses)
    lessons.set(classroom, Math.max(count, lessons.get(classroom) ?? 0));
  const all = [...lessons].flatMap(([classroom, count]) =>
    Array.from({ length: count }, (_, lesson) => ({ classroom, lesson })),
  );
  console.error(`the teacher's answers for ${all.length} lessons`);
  await inPool(all, SIDE_BY_SIDE, async ({ classroom, lesson }) => {
    await classroom.answers(lesson);
  });
}

function rowOf({ entrant, target, budget }: Task, { winner, ...outcome }: Outcome): Row {
  const { method, name, seed } = entrant;
  const { detail, costs, share } = winner ?? entrant;
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

import { WHY_ALONE } from '../config/farm-plan.js';
import type { BuildPlan } from '../config/plan.js';
import { queueState } from '../farm/queue-state.js';
import type { Finding } from './finding.js';

const NOT_KEPT =
  'without an append-only file (appendonly yes): after a crash, waiting jobs are given out again';

/** Whether the queue of the farm does what builds ask of it, and who works there; nothing where none is configured. */
export async function farmFindings({ farm, engine }: Pick<BuildPlan, 'farm' | 'engine'>): Promise<Finding[]> {
  if (farm === undefined) return [];
  if (typeof farm === 'string')
    return [{ state: 'absent', subject: 'farm', detail: `${WHY_ALONE[farm]}, so it is not used` }];
  const queue = (state: Finding['state'], detail: string): Finding => ({
    state,
    subject: 'farm queue',
    detail,
  });
  const worker = (state: Finding['state'], detail: string): Finding => ({
    state,
    subject: 'farm worker',
    detail,
  });
  try {
    const found = await queueState(farm, engine === 'auto' ? 'cpu' : engine);
    const { version, eviction, isKept, members, waiting } = found;
    const server = `${farm.shown}: Redis ${version}`;
    const isOld = Number.parseInt(version, 10) < 5;
    return [
      isOld
        ? queue('bad', `${server}, but 5 or newer is needed`)
        : queue('good', `${server}, ${waiting} jobs wait`),
      ...(eviction === 'noeviction'
        ? []
        : [queue('bad', `maxmemory-policy is '${eviction}', which may lose jobs: set it to noeviction`)]),
      ...(isKept ? [] : [queue('absent', NOT_KEPT)]),
      ...members.map(({ name, slots, difference }) =>
        difference === undefined
          ? worker('good', `${name}: ${slots} at a time`)
          : worker('absent', `${name}: takes no jobs of this machine, since it has ${difference}`),
      ),
      ...(members.length > 0 ? [] : [worker('absent', 'none is there: bespoke worker')]),
    ];
  } catch (error) {
    return [queue('bad', `${farm.shown}: ${(error as Error).message}`)];
  }
}

import type { BuildPlan } from '../config/plan.js';
import { queueState } from '../farm/queue-state.js';
import type { Finding } from './finding.js';

/** Whether the queue of the farm does what builds ask of it, and who works there; nothing where none is configured. */
export async function farmFindings({ farm, engine }: Pick<BuildPlan, 'farm' | 'engine'>): Promise<Finding[]> {
  if (farm === undefined) return [];
  const subject = 'farm';
  if (farm === 'no key')
    return [{ state: 'absent', subject, detail: 'BESPOKE_CACHE_KEY is not set, so it is not used' }];
  if (farm === 'no writing')
    return [
      { state: 'absent', subject, detail: 'this machine does not write to cache.remote, so it is not used' },
    ];
  try {
    const { version, eviction, isKept, members, waiting } = await queueState(
      farm,
      engine === 'auto' ? 'cpu' : engine,
    );
    const findings: Finding[] = [];
    const [major] = version.split('.').map(Number);
    findings.push(
      major! < 5
        ? {
            state: 'bad',
            subject: 'farm queue',
            detail: `${farm.shown}: Redis ${version}, but 5 or newer is needed`,
          }
        : {
            state: 'good',
            subject: 'farm queue',
            detail: `${farm.shown}: Redis ${version}, ${waiting} jobs wait`,
          },
    );
    if (eviction !== 'noeviction')
      findings.push({
        state: 'bad',
        subject: 'farm queue',
        detail: `maxmemory-policy is '${eviction}', which may lose jobs: set it to noeviction`,
      });
    if (!isKept)
      findings.push({
        state: 'absent',
        subject: 'farm queue',
        detail:
          'without an append-only file (appendonly yes): after a crash, waiting jobs are given out again',
      });
    for (const { name, slots, difference } of members)
      findings.push({
        state: difference === undefined ? 'good' : 'absent',
        subject: 'farm worker',
        detail:
          difference === undefined
            ? `${name}: ${slots} at a time`
            : `${name}: takes no jobs of this machine, since it has ${difference}`,
      });
    if (members.length === 0)
      findings.push({ state: 'absent', subject: 'farm worker', detail: 'none is there: bespoke worker' });
    return findings;
  } catch (error) {
    return [{ state: 'bad', subject: 'farm queue', detail: `${farm.shown}: ${(error as Error).message}` }];
  }
}

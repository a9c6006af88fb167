import { type RemoteTraffic, trafficText } from '../store/remote-traffic.js';

/** What a build had from other machines, and gave to them. */
export interface Elsewhere {
  /** Undefined where no remote cache is used. */
  readonly remote?: RemoteTraffic | undefined;
  /** Undefined where there is no farm. */
  readonly farm?: readonly FarmWork[] | undefined;
}

/** What a worker of the farm did for a build. */
export interface FarmWork {
  readonly machine: string;
  readonly jobs: number;
  /** Of work, all jobs together. */
  readonly seconds: number;
}

/** Sentences for people; undefined where there was nobody else. */
export function elsewhereText({ remote, farm }: Elsewhere): string | undefined {
  const parts = [remote && trafficText(remote), farm && farmText(farm)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

function farmText(work: readonly FarmWork[]): string {
  if (work.length === 0) return 'No job of it ran on the farm.';
  const each = work.map(({ machine, jobs, seconds }) => `${machine} ${jobs} (${Math.round(seconds)} s)`);
  return `Jobs of it that ran on the farm: ${each.join(', ')}.`;
}

import { BROWSER_RUNTIMES, type BrowserRuntime, type Provider } from './browser-runtimes.js';
import { ClientError, type Refusal } from './client-error.js';
import type { Device } from './device.js';
import type { BespokeModel, BespokeTarget } from './model.js';
import { thisDevice } from './this-device.js';

/** A target and what runs it on the device at hand. */
export interface Variant {
  readonly target: BespokeTarget;
  readonly provider: Provider;
  readonly threads: number;
}

export interface PickOptions {
  /** Name of a target that comes first, whatever the rule says. */
  readonly prefer?: string | undefined;
  /** Targets that `device.latencyMs` knows to take longer than this come behind the others. Milliseconds. */
  readonly withinMs?: number | undefined;
}

export interface Choice {
  /** Best first; the others are to fall back to. */
  readonly variants: readonly Variant[];
  readonly refused: readonly Refusal[];
}

/**
 * Chooses among a model's variants by what the device can do; for the same device always the same. First come those
 * that run as they were measured, WebGPU before WebAssembly, more threads before fewer, better quality before worse,
 * then what takes the smaller share of the teacher's latency. Behind them come those that have to do with fewer
 * threads, behind these what is known to take longer than `withinMs`, quickest first, and last files above a sixteenth
 * of the memory, smallest first. Where nothing is made for this device, everything is run by WebAssembly.
 *
 * @throws ClientError UNKNOWN_TARGET when there is no target with the name in `prefer`
 */
export async function pick(
  { name, targets }: BespokeModel,
  device?: Device,
  { prefer, withinMs = Infinity }: PickOptions = {},
): Promise<Choice> {
  const { webgpu, threads, memoryGiB = Infinity, latencyMs = {} } = device ?? (await thisDevice());
  if (prefer !== undefined && !targets.some((target) => target.name === prefer)) {
    const names = targets.map((target) => target.name).join(', ');
    throw new ClientError('UNKNOWN_TARGET', `model '${name}' has no target '${prefer}'; it has: ${names}`);
  }
  const fits = targets.map((target) => ({ target, ...fitOf(target.runtime, webgpu) }));
  const none = fits.every(({ reason }) => reason);
  const refused: Refusal[] = [];
  const ranked: { readonly variant: Variant; readonly rank: Rank }[] = [];
  for (const { target, reason, runtime } of fits) {
    if (reason && !none && target.name !== prefer) {
      refused.push({ target: target.name, reason });
      continue;
    }
    const used = Math.max(1, Math.min(target.threads, threads));
    const large = target.sizeBytes * 16 > memoryGiB * 2 ** 30;
    const measured = latencyMs[target.name] ?? 0;
    const { student = 0, teacher = 1 } = target.latencyMs ?? {};
    ranked.push({
      variant: { target, provider: runtime.provider, threads: used },
      rank: [
        target.name === prefer ? 0 : 1,
        large ? target.sizeBytes : 0,
        measured > withinMs ? measured : 0,
        used < target.threads ? 1 : 0,
        BROWSER_RUNTIMES.indexOf(runtime),
        -used,
        loss(target),
        student / teacher,
        target.sizeBytes,
        target.name,
      ],
    });
  }
  ranked.sort((left, right) => compare(left.rank, right.rank));
  return { variants: ranked.map(({ variant }) => variant), refused };
}

type Rank = readonly (number | string)[];

/** What runs a target's model on the device, and with `reason` why that is not what it was made for. */
interface Fit {
  readonly runtime: BrowserRuntime;
  readonly reason?: string;
}

function fitOf(name: string, webgpu: boolean): Fit {
  const own = BROWSER_RUNTIMES.find(({ runtime }) => runtime === name);
  if (own && (webgpu || !own.needsAdapter)) return { runtime: own };
  return {
    runtime: BROWSER_RUNTIMES.at(-1)!,
    reason: own ? 'this device has no WebGPU adapter' : `made for ${name}`,
  };
}

const loss = ({ quality: { metric, value } = { metric: 'mse', value: 0 } }: BespokeTarget): number =>
  metric === 'mse' ? value : -value;

function compare(left: Rank, right: Rank): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
}

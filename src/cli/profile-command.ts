import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { readProfile } from '../config/device-profile.js';
import type { DeviceProfile } from '../config/gen/profile-schema.js';
import { loadPlan } from '../config/load-plan.js';
import { didYouMean } from '../config/nearest.js';
import type { BuildPlan, TargetPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import { LatencyPredictor } from '../measure/profile/latency-predictor.js';
import { assertOutputDirectory } from '../output/emit.js';
import type { profileTarget } from '../pipeline/profile-target.js';
import { shareText } from '../quantity.js';
import { atomicFile } from '../store/atomic-file.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';
import { inProgress } from './in-progress.js';
import { type ServeOptions, serveDevice } from './served-device.js';

export interface ProfileOptions {
  readonly cwd: string;
  readonly config: string | undefined;
  readonly target: string | undefined;
  /** From `cwd`. */
  readonly out: string | undefined;
  readonly workers: number | undefined;
  /** Set where a page measures the device that it is opened on. */
  readonly serve?: ServeOptions | undefined;
}

type Profile = typeof profileTarget;

/** Loaded when it is needed, so that a mistake in the configuration is told at once. */
const loadProfile = async (): Promise<Profile> =>
  (await import('../pipeline/profile-target.js')).profileTarget;

/** `bespoke profile`: measures one target and writes its device profile. Gives the exit status. */
export async function profileCommand(
  options: ProfileOptions,
  console: Console,
  load: () => Promise<Profile> = loadProfile,
): Promise<number> {
  const { cwd, config, workers } = options;
  const plan = await loadPlan({ config, cwd, overrides: { workers }, profiles: 'ignored' });
  const target = targetOf(plan, options.target);
  const base = dirname(plan.configFile!);
  const path =
    options.out === undefined
      ? (target.profile ?? resolve(base, 'profiles', `${target.name}.json`))
      : resolve(cwd, options.out);
  await assertOutputDirectory(dirname(path));
  const before = await profileBefore(path, target, console);

  const served = options.serve && (await serveDevice(options.serve, target.runtime, cwd, console));
  const kept = 'what was measured is in the cache, the next run goes on there';
  return inProgress(console, kept, async (context) => {
    try {
      const profile = await load();
      const measured = await profile(plan, target, context, before, served?.open);
      context.endLine();
      context.signal.throwIfAborted();
      const { profileText } = await import('../measure/profile/profile-text.js');
      await atomicFile(path, (temporary) => writeFile(temporary, profileText(measured)));
      await served?.finish();
      if (before !== undefined && before.device.identity !== measured.device.identity)
        console.note(`bespoke: ${before.device.identity} was measured before; its entries are left out\n`);
      const written = relative(cwd, path) || path;
      const line = path === target.profile ? undefined : `profile: '${fromFolder(base, path)}',`;
      console.out(await profileSummary(measured, written));
      if (line !== undefined)
        console.out(`Add to the target '${target.name}' in ${basename(plan.configFile!)}: ${line}\n`);
      return exitStatus.done;
    } finally {
      await served?.close();
    }
  });
}

function targetOf({ targets }: BuildPlan, name: string | undefined): TargetPlan {
  const found = targets.find((target) => target.name === name);
  if (found !== undefined) return found;
  const names = targets.map((target) => target.name);
  throw new BespokeError({
    code: name === undefined ? 'OPTION_MISSING' : 'TARGET_UNKNOWN',
    what:
      name === undefined
        ? 'the target to measure is not given'
        : 'no target of the configuration has this name',
    where: '--target',
    value: name,
    accepted: names.map((each) => `'${each}'`).join(', '),
    next: name === undefined ? undefined : didYouMean(name, names),
  });
}

/** The profile that is there, to be added to; none where it is of another runtime or other threads. */
async function profileBefore(
  path: string,
  target: TargetPlan,
  console: Console,
): Promise<DeviceProfile | undefined> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  try {
    return await readProfile(path, target);
  } catch (error) {
    if (!(error instanceof BespokeError) || error.code !== 'PROFILE_MISMATCH') throw error;
    console.note(`bespoke: ${error.message}; the profile is made anew\n`);
    return undefined;
  }
}

function fromFolder(folder: string, path: string): string {
  const text = relative(folder, path).split(sep).join('/');
  return text.startsWith('..') ? text : `./${text}`;
}

/** What a profile holds, for people. */
async function profileSummary(profile: DeviceProfile, written: string): Promise<string> {
  const structures = Object.keys(profile.structures).length;
  const comparisons = Object.values(profile.comparisons).reduce((sum, of) => sum + Object.keys(of).length, 0);
  const { error } = new LatencyPredictor(profile);
  const prediction =
    error === undefined
      ? 'Too few to predict others from.'
      : `Others would be predicted with a median error of ${shareText(error.error)} (${error.heldOut} held out).`;
  return `${profile.device.description}: ${structures} structures in ${comparisons} comparisons, written to ${written}\n${prediction}\n`;
}

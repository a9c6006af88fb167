import { basename, dirname } from 'node:path';
import { BespokeError, type Problem } from '../errors.js';
import { assertFilesExist } from './assert-files-exist.js';
import { readProfile } from './device-profile.js';
import type { BespokeConfig } from './gen/config-schema.js';
import { validate } from './gen/config-validator.js';
import type { BuildPlan } from './plan.js';
import { type PlanOverrides, planOf } from './plan-of.js';
import { withPoolFolders } from './pool-folders.js';
import { type RawConfig, readConfig } from './read-config.js';
import { schemaProblems } from './schema-problems.js';
import { schemaErrors } from './validator.js';

export interface LoadOptions {
  /** Path of the config file, from `cwd`; without it the file is searched for. */
  readonly config?: string | undefined;
  readonly cwd: string;
  /** The configuration itself, in place of a file; its paths are relative to `cwd`. */
  readonly inline?: unknown;
  readonly overrides?: PlanOverrides | undefined;
  /** 'ignored': device profiles need not be there, since they are to be measured. */
  readonly profiles?: 'read' | 'ignored' | undefined;
}

/**
 * Finds, loads, checks and completes the configuration.
 * @throws BespokeError with the code of the first mistake; its message tells every mistake.
 */
export async function loadPlan(options: LoadOptions): Promise<BuildPlan> {
  const raw =
    options.inline === undefined
      ? await readConfig(options.config, options.cwd)
      : { value: options.inline, file: undefined, dependencies: [] };
  refuse(schemaProblems(schemaErrors(validate, raw.value)), raw);

  const base = raw.file === undefined ? options.cwd : dirname(raw.file);
  const { config, problems: folders } = await withPoolFolders(raw.value as BespokeConfig, base);
  const { plan, problems } = planOf(config, {
    cwd: options.cwd,
    base,
    file: raw.file,
    dependencies: raw.dependencies,
    overrides: options.overrides ?? {},
  });
  const readsProfiles = options.profiles !== 'ignored';
  refuse([...folders, ...problems, ...(await assertFilesExist(config, plan, base, readsProfiles))], raw);
  for (const target of plan.targets)
    if (target.profile !== undefined && readsProfiles) await readProfile(target.profile, target);
  return plan;
}

/** Throws when there are problems: the first one's code and parts, and a sentence for each of the others. */
function refuse(
  problems: readonly Problem[],
  raw: Pick<RawConfig, 'file'> | { readonly file: undefined },
): void {
  if (problems.length === 0) return;
  const prefix = raw.file === undefined ? '' : `${basename(raw.file)}: `;
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: `${prefix}${problem.where}` }));
  const also = others.map((problem) => `\n  ${new BespokeError(problem).message}`).join('');
  const count = others.length === 1 ? 'one more mistake' : `${others.length} more mistakes`;
  const next =
    others.length === 0 ? first!.next : [first!.next, `And ${count}:${also}`].filter(Boolean).join(' ');
  throw new BespokeError({ ...first!, next });
}

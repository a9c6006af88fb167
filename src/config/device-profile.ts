import { readFile } from 'node:fs/promises';
import { BespokeError } from '../errors.js';
import type { DeviceProfile } from './gen/profile-schema.js';
import { validate } from './gen/profile-validator.js';
import type { TargetPlan } from './plan.js';
import { schemaProblems } from './schema-problems.js';
import { schemaErrors } from './validator.js';

/**
 * Reads a device profile and checks that it is of this target.
 * @throws BespokeError PROFILE_INVALID when it is not as profile.schema.json says, PROFILE_MISMATCH for another runtime
 * or other threads than the target's.
 */
export async function readProfile(
  path: string,
  target: Pick<TargetPlan, 'name' | 'runtime' | 'threads'>,
): Promise<DeviceProfile> {
  const profile = parse(await readFile(path, 'utf8'), path);
  const [problem] = schemaProblems(schemaErrors(validate, profile));
  if (problem !== undefined) {
    const next = `Restore the file, or move it away and measure again: bespoke profile --target ${target.name}`;
    throw new BespokeError({ ...problem, code: 'PROFILE_INVALID', where: `${path}: ${problem.where}`, next });
  }
  const valid = profile as DeviceProfile;
  for (const key of ['runtime', 'threads'] as const) {
    if (valid[key] === target[key]) continue;
    throw new BespokeError({
      code: 'PROFILE_MISMATCH',
      what: `${key} is not that of the target '${target.name}'`,
      where: `${path}: ${key}`,
      value: valid[key],
      accepted: String(target[key]),
    });
  }
  return valid;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new BespokeError({ code: 'PROFILE_INVALID', what, where: path, cause });
  }
}

import type { TargetPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';

/**
 * Refuses a target that cannot be measured where it runs: no other runtime's numbers are put in their place.
 * @throws BespokeError TARGET_PROFILE
 */
export function refuseTarget({ name, profile }: TargetPlan): void {
  const where = `targets.${name}`;
  if (profile !== undefined) {
    throw new BespokeError({
      code: 'TARGET_PROFILE',
      what: 'latencies cannot be taken from a device profile yet',
      where: `${where}.profile`,
      accepted: 'no profile: the target is measured on this machine',
    });
  }
}

import type { TargetPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';

/**
 * Refuses a target that cannot be measured where it runs: no other runtime's numbers are put in their place.
 * @throws BespokeError TARGET_RUNTIME
 */
export function refuseTarget({ name, runtime, profile }: TargetPlan): void {
  const where = `targets.${name}`;
  if (profile === undefined && runtime !== 'onnxruntime-node/cpu') {
    throw new BespokeError({
      code: 'TARGET_RUNTIME',
      what: 'this runtime cannot be measured yet',
      where: `${where}.runtime`,
      value: runtime,
      accepted: 'onnxruntime-node/cpu, or a device profile',
    });
  }
}

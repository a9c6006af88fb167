import type { Problem } from '../errors.js';
import { machineMemory } from '../machine-memory.js';
import { amountOf, BYTE_FACTORS, factorOf } from './amount.js';

/** One process that trains and the one that directs it, with batches of the largest size that there are. */
const LEAST_MEMORY = 2 * 2 ** 30;

const ACCEPTED = "a size with a unit ('4GiB', '3GB'), 2 GiB or more, or a share of the machine's ('50%')";

/** Bytes that a build may take; what is wrong with the configured ones is added to `problems`. */
export function memoryOf(value: string | undefined, problems: Problem[]): number {
  const machine = machineMemory();
  if (value === undefined) return Math.max(LEAST_MEMORY, machine / 2);
  const problem = (what: string): number => {
    problems.push({ code: 'CONFIG_MEMORY', what, where: 'memory', value, accepted: ACCEPTED });
    return LEAST_MEMORY;
  };
  const { amount, unit } = amountOf(value);
  if (amount === undefined) return problem('not an amount of memory');
  if (unit === '%' && amount > 100) return problem('more than the machine has');
  const factor = unit === '%' ? machine / 100 : factorOf(BYTE_FACTORS, unit);
  if (factor === undefined)
    return problem(unit === '' ? 'an amount of memory needs a unit' : `unknown unit '${unit}'`);
  const bytes = Math.floor(amount * factor);
  return bytes < LEAST_MEMORY
    ? problem('too little for a process that trains and one that directs it')
    : bytes;
}

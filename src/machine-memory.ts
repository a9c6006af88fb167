import { totalmem } from 'node:os';

/** Bytes of memory of this machine, or of what its container may have. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory() ?? 0;
  const total = totalmem();
  // Without a limit, the system gives a number beyond all memory.
  return constrained > 0 && constrained < total ? constrained : total;
}

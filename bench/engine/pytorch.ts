import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contender } from './contender.js';

/** Starts pytorch.py beside this file; undefined when this Python does not start or has no torch. */
export async function openPytorch(python: string, threads: number): Promise<Contender | undefined> {
  const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));
  const child = spawn(python, [script, String(threads)], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => undefined);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await answers.next();
  if (first.done) return undefined;
  const { version } = JSON.parse(first.value) as { version: string };
  return {
    name: `PyTorch ${version}`,
    async times(workload, steps) {
      child.stdin.write(`${workload} ${steps}\n`);
      const answer = await answers.next();
      if (answer.done) throw new Error(`pytorch.py ended while it ran ${workload}`);
      return JSON.parse(answer.value) as readonly number[];
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

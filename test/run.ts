/** `npm test [-- PATTERN]`: runs test/**\/*.test.ts whose path matches. Fails where uvu alone would exit 0: no test ran, or a file forgot `.run()`. */
import { parse } from 'uvu/parse';

interface UvuGlobals {
  UVU_DEFER: number;
  UVU_INDEX: number;
  UVU_QUEUE: unknown[][];
}

const pattern = new RegExp(process.argv[2] ?? '');
const { suites } = await parse(import.meta.dirname, '\\.test\\.ts$');
const globals = globalThis as unknown as UvuGlobals;
globals.UVU_DEFER = 1;
const uvu = await import('uvu');

const silent: string[] = [];
for (const [index, suite] of suites.filter(({ name }) => pattern.test(name)).entries()) {
  globals.UVU_INDEX = index;
  const group: unknown[] = [suite.name];
  globals.UVU_QUEUE.push(group);
  await import(suite.file);
  if (group.length === 1) silent.push(suite.name);
}

const counts = { Total: 0, Passed: 0, Skipped: 0 };
const write = process.stdout.write;
process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: uvu colours its summary.
  const line = /^\s+(Total|Passed|Skipped):\s+(\d+)/.exec(String(chunk).replace(/\u001b\[\d+m/g, ''));
  if (line) counts[line[1] as keyof typeof counts] = Number(line[2]);
  return write.call(process.stdout, chunk, ...rest);
}) as typeof write;
await uvu.exec(false);
process.stdout.write = write;

for (const name of silent) console.error(`${name}: registers no test; is .run() missing?`);
const failed = counts.Total - counts.Passed + silent.length;
console.log(`${counts.Passed} passed, ${failed} failed, ${counts.Skipped} skipped`);
process.exit(counts.Total === 0 || failed > 0 ? 1 : 0);

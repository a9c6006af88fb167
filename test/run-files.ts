/** A process of test/run.ts: runs the files that it is sent, and says after each what came of it. */
interface UvuGlobals {
  UVU_DEFER: number;
  UVU_INDEX: number;
  UVU_QUEUE: unknown[][];
}

export interface FileResult {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: uvu colours its summary.
const colour = /\u001b\[\d+m/g;
const summaryLine = /^\s+(Total|Passed|Skipped|Duration):\s+(\d+)/;

const globals = globalThis as unknown as UvuGlobals;
globals.UVU_DEFER = 1;
globals.UVU_INDEX = 0;
globals.UVU_QUEUE = [];
// Stacks name lines of the TypeScript sources.
process.setSourceMapsEnabled(true);
const uvu = await import('uvu');

process.on('message', ({ name, file }: { name: string; file: string }) => void run(name, file));
process.on('disconnect', () => process.exit());

async function run(name: string, file: string): Promise<void> {
  globals.UVU_QUEUE = [[name]];
  const { measureQuickly } = await import('./support/quick-measuring.js');
  measureQuickly(!name.startsWith('measure/'));
  await import(file);
  const counts = { Total: 0, Passed: 0, Skipped: 0 };
  const write = process.stdout.write;
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
    const line = summaryLine.exec(String(chunk).replace(colour, ''));
    if (line === null) return write.call(process.stdout, chunk, ...rest);
    if (line[1] in counts) counts[line[1] as keyof typeof counts] = Number(line[2]);
    return true;
  }) as typeof write;
  await uvu.exec(false);
  process.stdout.write = write;
  const result: FileResult = { total: counts.Total, passed: counts.Passed, skipped: counts.Skipped };
  process.send!(result);
}

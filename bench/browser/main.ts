import { parseArgs } from 'node:util';
import { browserSource } from '../../src/measure/browser/browser-source.js';
import type { Comparison } from '../../src/measure/compare-latency.js';
import { median } from '../../src/measure/median.js';
import { resNetGroups } from './house.js';
import { RendererMemory } from './renderer-memory.js';

/**
 * `npm run bench -- browser [--count N] [--threads N]`: N alternatives (100) of one WebAssembly target, twice, each
 * time in a new browser: seconds, memory of the page, and how far the second measurement is from the first. Needs `npm
 * run build` before.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { count: { type: 'string', default: '100' }, threads: { type: 'string', default: '1' } },
  });
  const groups = resNetGroups(Number(values.count));
  const runs: ReadonlyMap<string, Comparison>[] = [];
  console.log(`${values.count} alternatives, ${values.threads} thread(s)`);
  console.log('| run | seconds | memory of the page, MiB | converged |');
  console.log('| ---: | ---: | ---: | ---: |');
  for (const run of [1, 2]) {
    const memory = new RendererMemory();
    const source = await browserSource(
      { runtime: 'onnxruntime-web/wasm', threads: Number(values.threads) },
      { executablePath: undefined, args: [], projectFolder: process.cwd() },
      new AbortController().signal,
    );
    const start = performance.now();
    try {
      runs.push(await source.compare(groups));
    } finally {
      await source.close();
      memory.stop();
    }
    const seconds = (performance.now() - start) / 1000;
    const converged = [...runs.at(-1)!.values()].filter((each) => each.converged).length;
    console.log(
      `| ${run} | ${seconds.toFixed(0)} | ${memory.peakMiB} | ${converged} of ${runs.at(-1)!.size} |`,
    );
  }
  for (const [what, of] of [
    ['share of the original', ({ ratio }: Comparison) => ratio],
    ['milliseconds', ({ medianMs }: Comparison) => medianMs],
  ] as const) {
    const differences = [...runs[0]].map(([key, first]) => {
      const [a, b] = [of(first), of(runs[1].get(key)!)];
      return (200 * Math.abs(a - b)) / (a + b);
    });
    console.log(
      `${what}: median difference ${median(differences).toFixed(1)} %, largest ${Math.max(...differences).toFixed(1)} %`,
    );
  }
}

/** Run by the tests as a process of its own: `store-process.ts COMMAND DIRECTORY [ARGUMENT]`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicFile } from '../../src/store/atomic-file.js';
import { withLock } from '../../src/store/lock.js';
import { openStore } from '../../src/store/open-store.js';

const [command, directory, argument] = process.argv.slice(2);

switch (command) {
  case 'put': {
    const store = openStore(directory);
    for (let round = 0; round < 20; round++) {
      await store.put('shared', new Uint8Array(50_000).fill(7));
      await store.put(`own-${argument}-${round}`, new Uint8Array(1000).fill(Number(argument)));
    }
    break;
  }
  case 'fill':
    await report(
      withLock(directory, () => openStore(directory).put('large', new Uint8Array(Number(argument)).fill(1))),
    );
    break;
  case 'fill-file':
    await report(
      withLock(directory, () =>
        atomicFile(join(directory, 'large.bin'), (path) => writeFile(path, new Uint8Array(Number(argument)))),
      ),
    );
    break;
  case 'hold':
    await withLock(directory, async () => {
      console.log('locked');
      await new Promise((resolve) => setTimeout(resolve, Number(argument)));
    });
    break;
  case 'hang-in-file':
    await atomicFile(join(directory, 'hanging.bin'), async (path) => {
      await writeFile(path, 'half');
      console.log('writing');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });
}

/** Prints the problem of a rejected promise, as JSON. */
async function report(work: Promise<void>): Promise<void> {
  const problem = await work.then(
    () => ({ code: 'NONE' }),
    (error) => error.problem ?? { code: `unexpected ${error}` },
  );
  console.log(JSON.stringify({ code: problem.code, where: problem.where, next: problem.next }));
}

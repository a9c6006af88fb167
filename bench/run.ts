/** `npm run bench -- NAME [options]`: runs bench/NAME/main.ts. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const names = readdirSync(import.meta.dirname)
  .filter((name) => existsSync(join(import.meta.dirname, name, 'main.ts')))
  .sort();
const [name, ...args] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`npm run bench -- NAME [options], where NAME is ${names.join(', ')}`);
  process.exit(1);
}
const { main } = (await import(`./${name}/main.ts`)) as { main: (args: readonly string[]) => Promise<void> };
await main(args);

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runCommandLine } from '../../src/cli/command-line.js';
import { processConsole } from '../../src/cli/console.js';
import { readPages } from './pages.js';

const test = suite('commands in the documentation');
const root = new URL('../../', import.meta.url);
const pages = await readPages();

/** What `bespoke COMMAND --help` prints, which the parser of options does by itself. */
async function helpOf(command: string): Promise<string> {
  const lines: string[] = [];
  const { info } = globalThis.console;
  globalThis.console.info = (text: string) => void lines.push(text);
  try {
    await runCommandLine(['node', 'bespoke', command, '--help'], '0.0.0', processConsole());
  } finally {
    globalThis.console.info = info;
  }
  return lines.join('\n');
}

interface Use {
  readonly path: string;
  readonly text: string;
}

/** Each way in which `form` occurs, once. */
function usesOf(form: RegExp): readonly Use[] {
  const uses = pages.flatMap(({ path, text }) =>
    [...text.matchAll(form)].map(([use]) => ({ path, text: use })),
  );
  return uses.filter(({ text }, index) => uses.findIndex((other) => other.text === text) === index);
}

const bespoke = usesOf(/(?<=`|npx |: |^)bespoke (?:build|inspect|profile|report|doctor)\b[^`\n|;#&)]*/gm);

test('every command is in the README', () => {
  const { text } = pages[0]!;
  for (const command of ['build', 'inspect', 'profile', 'report', 'doctor'])
    assert.match(text, new RegExp(`^\\| \`bespoke ${command} ?`, 'm'));
  assert.ok(bespoke.length > 10, `${bespoke.length}`);
});

for (const { path, text } of bespoke) {
  test(`${path}: ${text}`, async () => {
    const [, command] = text.split(' ');
    const help = await helpOf(command!);
    assert.match(help, new RegExp(`\\$ bespoke ${command}`));
    for (const [option] of text.matchAll(/--[a-z]+/g)) assert.match(help, new RegExp(`${option}\\b`));
  });
}

for (const { path, text } of usesOf(/npm run [a-z-]+/g)) {
  test(`${path}: ${text}`, async () => {
    const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
    assert.type(scripts[text.slice('npm run '.length)], 'string');
  });
}

test('every benchmark in bench/README.md is there', () => {
  const rows = [...pages.find(({ path }) => path === 'bench/README.md')!.text.matchAll(/^\| `([a-z-]+)/gm)];
  assert.ok(rows.length > 5);
  for (const [, name] of rows) assert.ok(existsSync(new URL(`bench/${name}/main.ts`, root)), name);
});

test.run();

/**
 * `npm run generate`: makes src/config/gen/ from schema/. For each schema its types, and a validator that needs neither
 * ajv nor a bundler. A test checks that what is committed is what this makes.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
// ajv's main entry has no export for it, and its subpath is CommonJS.
import standalone from 'ajv/dist/standalone/index.js';
import type { JSONSchema4 } from 'json-schema';
import { compile } from 'json-schema-to-typescript';

const root = new URL('..', import.meta.url);
const banner = '// Made by `npm run generate` from schema/. Do not edit.\n';

/** The text of each file in src/config/gen/, by file name. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const names = (await readdir(new URL('schema/', root))).filter((name) => name.endsWith('.schema.json'));
  for (const name of names.sort()) {
    const schema: unknown = JSON.parse(await readFile(new URL(`schema/${name}`, root), 'utf8'));
    const stem = name.replace('.schema.json', '');
    files.set(`${stem}-schema.ts`, await types(schema as JSONSchema4));
    files.set(`${stem}-validator.ts`, validator(schema as object));
  }
  return files;
}

function types(schema: JSONSchema4): Promise<string> {
  return compile(schema, schema.title ?? '', {
    bannerComment: banner.trim(),
    cwd: fileURLToPath(new URL('schema/', root)),
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 110 },
  });
}

function validator(schema: object): string {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addVocabulary(['accepted', 'tsType']);
  const code = standalone.default(ajv, ajv.compile(schema));
  if (/\brequire\(/.test(code)) {
    throw new Error('the validator would need require(): leave out the keyword that brings it in');
  }
  return `${banner}// @ts-nocheck\n${code.replace(/^"use strict";\n?/, '')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const directory = fileURLToPath(new URL('src/config/gen/', root));
  for (const [name, text] of await generated()) await writeFile(join(directory, name), text);
}

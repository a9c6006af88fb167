import { createHash } from 'node:crypto';
import type { KeyPart } from './store.js';

/**
 * The key of a step's result: sha256 (hex) of the step's name, its version and `parts` in canonical JSON.
 * Raise `version` whenever the step's code gives other bytes for the same parts.
 * @throws TypeError for numbers that JSON cannot hold, and for undefined.
 */
export function keyOf(step: string, version: number, parts: Readonly<Record<string, KeyPart>>): string {
  return sha256(canonicalJson([step, version, parts]));
}

/** In hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** JSON with sorted names and no spaces: one text for one value. */
export function canonicalJson(value: KeyPart, path = '$'): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${path}: ${value} has no JSON`);
  if (value === null || typeof value !== 'object') {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) throw new TypeError(`${path}: ${typeof value} has no JSON`);
    return text;
  }
  if (isList(value))
    return `[${value.map((item, index) => canonicalJson(item, `${path}[${index}]`)).join()}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] as KeyPart, `${path}.${name}`)}`).join()}}`;
}

const isList = (value: object): value is readonly KeyPart[] => Array.isArray(value);

import type { Problem } from '../errors.js';
import { didYouMean, nearest } from './nearest.js';
import type { SchemaError } from './validator.js';

/** Errors of a validator in words, unknown keys first; those that only follow from another are left out. */
export function schemaProblems(errors: readonly SchemaError[]): Problem[] {
  const misspelt = new Set(errors.filter(isUnknownKey).map((error) => meantKey(error)));
  const unknownFirst = [...errors].sort((a, b) => Number(isUnknownKey(b)) - Number(isUnknownKey(a)));
  return unknownFirst.flatMap((error) => {
    if (error.keyword === 'required' && misspelt.has(missingKey(error))) return [];
    const problem = problemOf(error);
    return problem === undefined ? [] : [problem];
  });
}

/** `/models/0/data` as `models[0].data`. */
export function configPath(pointer: string, key?: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (key !== undefined) parts.push(key);
  const path = parts.map((part) => {
    if (/^\d+$/.test(part)) return `[${part}]`;
    return /^[\w$-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return path.join('').replace(/^\./, '');
}

function problemOf(error: SchemaError): Problem | undefined {
  const where = configPath(error.instancePath) || 'the configuration';
  const value = valueIn(error);
  const accepted = textOf(error.parentSchema.accepted);
  const wrong = { code: 'CONFIG_VALUE', where, value };
  const limit = String(error.params.limit);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error);
    case 'required': {
      const key = String(error.params.missingProperty);
      const description = textOf(schemaOf(error, key)?.description);
      return {
        code: 'CONFIG_MISSING_KEY',
        what: `'${key}' is missing`,
        where,
        accepted: description?.replace(/\. No default\.$/, '') ?? accepted,
      };
    }
    case 'type':
      return {
        ...wrong,
        code: 'CONFIG_TYPE',
        what: 'wrong type',
        accepted: accepted ?? typeNames(error.params.type),
      };
    case 'enum':
      return choice(error, (error.schema as readonly unknown[]).map(String), accepted);
    case 'const':
      return choice(error, [String(error.schema)], accepted);
    case 'discriminator': {
      if (error.params.tagValue === undefined) return undefined;
      const key = String(error.params.tag);
      const kinds = [...(accepted ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]!);
      const tag = { ...error, data: error.params.tagValue, instancePath: `${error.instancePath}/${key}` };
      return choice(tag, kinds, accepted);
    }
    case 'pattern':
      return { ...wrong, what: 'not accepted', accepted: accepted ?? `a text that matches ${error.schema}` };
    case 'minItems':
    case 'maxItems': {
      const bound = error.keyword === 'minItems' ? 'at least' : 'at most';
      const what = error.keyword === 'minItems' ? 'too few entries' : 'too many entries';
      return { ...wrong, what, accepted: accepted ?? `${bound} ${limit}` };
    }
    case 'minProperties':
      return { ...wrong, what: 'it is empty', accepted: `at least ${limit} of ${quoted(keysOf(error))}` };
    case 'minimum':
      return { ...wrong, what: 'too small', accepted: `at least ${limit}` };
    case 'exclusiveMinimum':
      return { ...wrong, what: 'too small', accepted: `above ${limit}` };
    case 'maximum':
      return { ...wrong, what: 'too large', accepted: `at most ${limit}` };
    case 'if':
    case 'oneOf':
      return undefined;
    default:
      return { ...wrong, what: error.message ?? `breaks the rule '${error.keyword}'`, accepted };
  }
}

function unknownKey(error: SchemaError): Problem {
  const key = String(error.params.additionalProperty);
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    what: `unknown key '${key}', probably a typo`,
    where: configPath(error.instancePath, key),
    value: isSecret(error) ? undefined : shown((error.data as Readonly<Record<string, unknown>>)[key]),
    accepted: quoted(keysOf(error)),
    next: didYouMean(key, free(error)),
  };
}

function choice(error: SchemaError, choices: readonly string[], accepted: string | undefined): Problem {
  return {
    code: 'CONFIG_VALUE',
    what: 'not one of the choices',
    where: configPath(error.instancePath),
    value: valueIn(error),
    accepted: accepted ?? quoted(choices),
    next: typeof error.data === 'string' ? didYouMean(error.data, choices) : undefined,
  };
}

/** What stands at or beside the address of a remote cache may hold a token. */
const isSecret = ({ instancePath }: SchemaError): boolean => /^\/cache(\/remote|$)/.test(instancePath);

const valueIn = (error: SchemaError): unknown => (isSecret(error) ? undefined : shown(error.data));

const isUnknownKey = (error: SchemaError): boolean => error.keyword === 'additionalProperties';
const missingKey = (error: SchemaError): string =>
  configPath(error.instancePath, String(error.params.missingProperty));

/** The path of the key that an unknown key was most likely meant to be. */
function meantKey(error: SchemaError): string | undefined {
  const meant = nearest(String(error.params.additionalProperty), free(error));
  return meant === undefined ? undefined : configPath(error.instancePath, meant);
}

/** Accepted keys that the object does not have yet; '$schema' is never what was meant. */
function free(error: SchemaError): string[] {
  return keysOf(error).filter((key) => !Object.hasOwn(error.data as object, key));
}

function keysOf(error: SchemaError): string[] {
  return Object.keys((error.parentSchema.properties as object | undefined) ?? {}).filter(
    (key) => key !== '$schema',
  );
}

function schemaOf(error: SchemaError, key: string): Readonly<Record<string, unknown>> | undefined {
  const properties = error.parentSchema.properties as Readonly<Record<string, object>> | undefined;
  return properties?.[key] as Readonly<Record<string, unknown>> | undefined;
}

function typeNames(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : [String(type)];
  return types.map((name) => (/^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`)).join(' or ');
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A value that a message can show: functions, big integers and circular objects are not JSON. */
function shown(value: unknown): unknown {
  try {
    return JSON.stringify(value) === undefined ? String(value) : value;
  } catch {
    return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  }
}

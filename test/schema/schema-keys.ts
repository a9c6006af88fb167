export type Schema = Readonly<Record<string, unknown>>;

/** Every property of every object in a schema, with the schema that it refers to where it says nothing itself. */
export function keysOf(schema: Schema): [string, Schema][] {
  const definitions = (schema.definitions ?? {}) as Record<string, Schema>;
  const keys: [string, Schema][] = [];
  for (const holder of objectsOf(schema)) {
    for (const [key, value] of Object.entries((holder.properties ?? {}) as Record<string, Schema>)) {
      const target = typeof value.$ref === 'string' ? definitions[value.$ref.split('/').at(-1)!]! : value;
      keys.push([`${holder.title}.${key}`, target]);
    }
  }
  return keys;
}

/** Every object that a schema describes. */
export function objectsOf(schema: unknown): Schema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inner = Object.values(schema).flatMap(objectsOf);
  const isObject = 'type' in schema && schema.type === 'object' && !('if' in schema);
  return isObject && ('title' in schema || 'properties' in schema) ? [schema as Schema, ...inner] : inner;
}

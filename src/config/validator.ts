/** What the validators in gen/ report: ajv's error object with the schema that holds the failed keyword. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly schema: unknown;
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

export interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** All that `validate` finds wrong with `data`. */
export function schemaErrors(validate: Validator, data: unknown): readonly SchemaError[] {
  return validate(data) ? [] : (validate.errors ?? []);
}

/** What went wrong, in parts; {@link BespokeError} makes the sentence. */
export interface Problem {
  /** Stable, upper-case, for programs: `MODEL_TRUNCATED`, `CONFIG_UNKNOWN_KEY`, … */
  readonly code: string;
  /** A noun phrase or short sentence: "unsupported operator NonMaxSuppression". */
  readonly what: string;
  /** File, node or path in the config. */
  readonly where?: string | undefined;
  /** The offending value as it was given. */
  readonly value?: unknown;
  /** What would be accepted. */
  readonly accepted?: string | undefined;
  /** What to do next. */
  readonly next?: string | undefined;
  readonly cause?: unknown;
}

/** The only error class that leaves this package; anything else that escapes is a bug. */
export class BespokeError extends Error {
  override readonly name = 'BespokeError';
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(sentence(problem), problem.cause === undefined ? undefined : { cause: problem.cause });
    this.code = problem.code;
    this.problem = problem;
  }
}

function sentence(problem: Problem): string {
  const parts = [problem.where === undefined ? problem.what : `${problem.where}: ${problem.what}`];
  if (problem.value !== undefined) parts.push(`got ${show(problem.value)}`);
  if (problem.accepted !== undefined) parts.push(`accepted: ${problem.accepted}`);
  const first = parts.join('; ');
  return problem.next === undefined ? first : `${first}. ${problem.next}`;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

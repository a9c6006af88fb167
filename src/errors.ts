import { printable, shortened, withoutControls } from './printable.js';

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

/** Characters of a message; more is not read. */
const MOST = 400;

function sentence(problem: Problem): string {
  const whole = composed(problem, 300, 200);
  if (whole.length <= MOST) return whole;
  const short = composed(problem, 160, 60);
  const { accepted } = problem;
  if (short.length <= MOST || accepted === undefined) return short;
  const room = Math.max(60, accepted.length - (short.length - MOST));
  return composed({ ...problem, accepted: shortened(accepted, room) }, 160, 60);
}

function composed(problem: Problem, mostWords: number, mostValue: number): string {
  const what = shortened(withoutControls(problem.what), mostWords);
  const parts = [problem.where === undefined ? what : `${printable(problem.where)}: ${what}`];
  if (problem.value !== undefined) parts.push(`got ${show(problem.value, mostValue)}`);
  if (problem.accepted !== undefined) parts.push(`accepted: ${withoutControls(problem.accepted)}`);
  const first = parts.join('; ');
  return problem.next === undefined ? first : `${first}. ${withoutControls(problem.next)}`;
}

function show(value: unknown, most: number): string {
  const text = typeof value === 'string' ? `'${printable(value)}'` : (JSON.stringify(value) ?? String(value));
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** Why a variant does not run. */
export interface Refusal {
  /** Name of the target. */
  readonly target: string;
  readonly reason: string;
}

/** `code` is 'NO_VARIANT' (none of them opened; `tried` says why) or 'UNKNOWN_TARGET'. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: 'NO_VARIANT' | 'UNKNOWN_TARGET';
  readonly tried: readonly Refusal[];

  constructor(code: ClientError['code'], message: string, tried: readonly Refusal[] = []) {
    super([message, ...tried.map(({ target, reason }) => `${target}: ${reason}`)].join('; '));
    this.code = code;
    this.tried = tried;
  }
}

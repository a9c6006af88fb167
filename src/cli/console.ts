/** Where a command writes: results to `out`, everything else to `note`. */
export interface Console {
  out(text: string): void;
  note(text: string): void;
  /** Whether `note` reaches a terminal that can rewrite a line. */
  readonly isTerminal: boolean;
}

export const processConsole = (): Console => ({
  out: (text) => {
    process.stdout.write(text);
  },
  note: (text) => {
    process.stderr.write(text);
  },
  isTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb' && process.env.CI === undefined,
});

/** What `import model from 'bespoke:name'` gives, as far as the client reads it. */
export interface BespokeModel {
  readonly name: string;
  readonly targets: readonly BespokeTarget[];
}

/** One variant of the model and what was measured of it on its target. */
export interface BespokeTarget {
  readonly name: string;
  readonly url: string;
  readonly runtime: string;
  /** Threads of one inference, as it was measured. */
  readonly threads: number;
  readonly sizeBytes: number;
  readonly latencyMs?: { readonly teacher: number; readonly student: number };
  /** Higher is better, but for the metric 'mse'. */
  readonly quality?: { readonly metric: string; readonly value: number };
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256?: string;
  /** The same as `sha256-` and base64; one of the two is enough for the check. */
  readonly integrity?: string;
}

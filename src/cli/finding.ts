/** One line of what `bespoke doctor` says. */
export interface Finding {
  /** 'bad' stands in the way of a build or of what is configured; 'absent' is what can be done without. */
  readonly state: 'good' | 'absent' | 'bad';
  readonly subject: string;
  readonly detail: string;
}

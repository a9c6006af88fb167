/** Something that takes training steps, to be timed in turn with others. */
export interface Contender {
  readonly name: string;
  /** Milliseconds of each of `steps` training steps of a workload. */
  times(workload: string, steps: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

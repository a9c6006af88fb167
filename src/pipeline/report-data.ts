/** Parts of a build that are timed. */
export type TimedPart = 'house' | 'train' | 'measure' | 'search' | 'retrain';

/** What the report shows of a model beside what the manifest says. */
export interface ReportData {
  /** Nodes of the teacher in normal form, in topological order. */
  readonly outline: readonly OutlineNode[];
  /** In normal form: teacher first, then the pool in the order of the config. */
  readonly members: readonly MemberCost[];
  /** One a target, in their order. */
  readonly targets: readonly TargetReport[];
  /** Results that each part of the build found in the store, and those that it had to make. */
  readonly results: Readonly<Record<TimedPart, { readonly found: number; readonly made: number }>>;
}

export interface OutlineNode {
  readonly op: string;
  /** Name of its first output. */
  readonly output: string;
  readonly macs: number;
  readonly parameters: number;
}

export interface MemberCost {
  readonly name: string;
  readonly macs: number;
  readonly parameters: number;
}

export interface TargetReport {
  readonly target: string;
  /** Latency of the teacher in the student's precision; null where no budget limits latency. */
  readonly teacherMs: number | null;
  /** In the topological order of their places. */
  readonly replacements: readonly ReplacedStretch[];
  /** Of the emitted student, measured in the unit of the curve's losses: as assembled and as retrained. */
  readonly loss: { readonly assembled: number; readonly retrained: number };
}

/** A stretch of the teacher and what stands in for it. */
export interface ReplacedStretch {
  /** Id of the alternative. */
  readonly alternative: string;
  /** Name of the member whose weights it began with. */
  readonly member: string;
  /** Positions in the outline. */
  readonly nodes: readonly number[];
  readonly original: PartCost;
  readonly own: PartCost;
}

/** In the student's precision. */
export interface PartCost {
  /** Alone on the target; null where no budget limits latency, so that it was not measured. */
  readonly latencyMs: number | null;
  readonly macs: number;
  readonly parameters: number;
  readonly sizeBytes: number;
}

import type { Alternative } from '../house/alternative.js';
import type { Graph } from '../onnx/graph.js';
import type { BlockError } from '../train/imitate/imitation-job.js';
import type { NormalMember } from './inputs/members.js';

/** An alternative that was trained to imitate what it replaces. */
export interface TrainedAlternative {
  readonly alternative: Alternative;
  /** With trained weights, adapters and batch norm folded. */
  readonly graph: Graph;
  readonly digest: string;
  readonly nmse: BlockError;
}

/** Whether it stands for the whole teacher, so that alone it is a student. */
export const isForAll = ({ graph }: NormalMember, { replaces }: Pick<Alternative, 'replaces'>): boolean =>
  replaces.nodes.length === graph.nodes.length;

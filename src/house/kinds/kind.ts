import type { Effort } from '../../config/effort.js';
import type { KindName } from '../../config/kinds.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import type { Rng } from '../../random.js';
import type { Alternative, Member } from '../alternative.js';
import type { Donors } from '../donors.js';
import type { Subspaces } from '../low-rank/subspaces.js';
import type { Places } from '../sub-networks/places.js';

export type HouseEffort = Pick<
  Effort,
  'subNetworks' | 'maxSpan' | 'wholeCuts' | 'import' | 'prune' | 'shorten' | 'decompose'
>;

/** What alternatives are made from: one member at a time. */
export interface HouseContext {
  readonly teacher: Member;
  /** The whole teacher as a place; undefined when it has several inputs or outputs. */
  readonly whole: SubNetwork | undefined;
  readonly places: Places;
  /** The member to draw from; the teacher itself counts. */
  readonly member: Member;
  readonly donors: Donors;
  /** Shared by all members. */
  readonly subspaces: Subspaces;
}

/** One way to make alternatives. */
export interface Kind {
  readonly name: KindName;
  /** Share of the draws that are from the teacher when the pool has other members, 0 to 1. */
  readonly teacherShare: number;
  /** Finds out, with pauses, what all cuts of a whole network need and share, where that takes long. */
  prepare?(context: HouseContext): Iterable<void>;
  /**
   * What is there without a draw: whole members of the pool, and cuts of whole networks, from mild to hard. Each is
   * made when it is asked for; undefined where it is of no use.
   */
  always(context: HouseContext): readonly (() => Alternative | undefined)[];
  /** One at random; undefined when this draw gives nothing of use. */
  draw(context: HouseContext, rng: Rng): Alternative | undefined;
}

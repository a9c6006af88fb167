/**
 * A connected part of a network with one input tensor and one output tensor: every activation that its nodes read is
 * `from`, made inside or a side value (see {@link sideValues}), and nothing made inside but `to` is read outside or is
 * a graph output.
 */
export interface SubNetwork {
  /** The input tensor: any activation, or a graph input. */
  readonly from: string;
  /** The output tensor: any activation, or a graph output. */
  readonly to: string;
  /**
   * Ids (see `nodeId`) of the nodes inside, in topological order. Two sub-networks are compatible when these are
   * disjoint.
   */
  readonly nodes: readonly string[];
}

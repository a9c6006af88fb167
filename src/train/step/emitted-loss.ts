/** What a loss adds to the graph. */
export interface EmittedLoss {
  /** Scalar: the loss before its weight. */
  readonly value: string;
  /** Gradient of weight times loss at the loss's tensor. */
  readonly seed: string;
}

/** A model open on a target, ready to be timed. */
export interface TimedModel {
  /** One inference of one sample, input and output transfer included, as an app would do it. */
  run(): Promise<unknown>;
  close(): Promise<void>;
}

/** One kind of target that can be timed on this machine. */
export interface LatencyTarget {
  /** @param model an .onnx file with a batch of one */
  open(model: Uint8Array): Promise<TimedModel>;
}

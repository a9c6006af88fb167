/** One output of a model over many samples, one sample after the other. */
export interface Output {
  readonly name: string;
  /** Shape of one sample, without the batch. */
  readonly dims: readonly number[];
  readonly data: Float32Array;
  /** What the data are where they are not what the network gave: see {@link OutputForm}. */
  readonly form?: Exclude<OutputForm, 'scores'> | undefined;
}

/**
 * What is kept of outputs: all that the network gave; the class with the largest score in place of scores; the boxes of
 * a detector.
 */
export type OutputForm = 'scores' | 'classes' | 'boxes';

/** In the order of the graph's outputs. */
export type Outputs = readonly Output[];

/** The outputs of consecutive ranges of samples as one. */
export function concatOutputs(parts: readonly Outputs[]): Outputs {
  if (parts.length === 1) return parts[0];
  return (parts[0] ?? []).map((first, index) => {
    const pieces = parts.map((part) => part[index].data);
    const data = new Float32Array(pieces.reduce((total, piece) => total + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      data.set(piece, at);
      at += piece.length;
    }
    return { ...first, data };
  });
}

/** The teacher's outputs with those that a suffix computed anew in their place: what the whole student would give. */
export const withChangedOutputs = (teacher: Outputs, changed: Outputs): Outputs =>
  teacher.map((output) => changed.find(({ name }) => name === output.name) ?? output);

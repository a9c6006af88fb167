/** What the weights of a student are stored in, and where the runtime can, what it is computed in. */
export type Precision = 'float32' | 'float16' | 'int8';

/** In the order in which they are preferred. */
const ORDER: readonly Precision[] = ['float32', 'float16', 'int8'];
/** int8 has to be asked for: its answers differ visibly, and measuring it takes as long again. */
const DEFAULT: readonly Precision[] = ['float32', 'float16'];

/** The precisions that a target may take, from the one that loses least. */
export const precisionOf = (config: readonly Precision[] = DEFAULT): readonly Precision[] =>
  ORDER.filter((precision) => config.includes(precision));

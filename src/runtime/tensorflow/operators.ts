import { convolution } from './convolution.js';
import { elementwise } from './elementwise.js';
import { indexing } from './indexing.js';
import { matrix } from './matrix.js';
import { normalization } from './normalization.js';
import type { OperatorTable } from './operator.js';
import { pooling } from './pooling.js';
import { reductions } from './reduction.js';
import { resize } from './resize.js';
import { shaping } from './shaping.js';

/** Every operator that the TensorFlow engine runs, by ONNX name; FusedMatMul is of the domain com.microsoft. */
export const operators: OperatorTable = {
  ...elementwise,
  ...reductions,
  ...shaping,
  ...indexing,
  ...matrix,
  ...convolution,
  ...pooling,
  ...normalization,
  ...resize,
};

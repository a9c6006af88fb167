import type { Graph } from '../../onnx/graph.js';
import type { MeasuredStudent } from '../choose/measured-students.js';
import type { AloneQuality } from '../quality/measure-quality.js';
import type { QualitySteps } from '../result.js';

/** The student that was selected for a target. */
export interface SelectedStudent {
  readonly choice: MeasuredStudent;
  /** Retrained. */
  readonly student: Graph;
  readonly steps: QualitySteps;
  /** Of the alternatives alone, as they were trained for the target that it was retrained for. */
  readonly qualities: ReadonlyMap<string, AloneQuality>;
}

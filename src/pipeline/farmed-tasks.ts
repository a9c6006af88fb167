import { RUN_MODEL } from '../measure/run-model.js';
import { RUN_SUFFIX } from '../measure/run-suffix.js';
import type { WorkerTask } from '../runtime/workers.js';
import { imitateTask } from '../train/imitate/imitate.js';
import { retrainTask } from '../train/retrain/retrain.js';
import { teacherOutputsTask } from '../train/retrain/teacher-outputs.js';

/**
 * What a farm may do: tasks whose result depends on nothing but the job, and on data sets and activations that it names
 * by their path in the scratch folder.
 */
export const farmedTasks: readonly WorkerTask[] = [
  imitateTask,
  RUN_MODEL,
  RUN_SUFFIX,
  retrainTask,
  teacherOutputsTask,
];

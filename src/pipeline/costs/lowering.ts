import type { ModelPlan } from '../../config/plan.js';
import type { Precision } from '../../config/precision-plan.js';
import { type Runtime, traitsOf } from '../../config/runtimes.js';
import type { Graph } from '../../onnx/graph.js';
import { halfCompute } from '../../precision/half-compute.js';
import { halfWeights } from '../../precision/half-weights.js';
import { type CalibrationJob, calibrateTask } from '../../precision/int8/calibrate.js';
import type { Calibration } from '../../precision/int8/calibration.js';
import { toInt8 } from '../../precision/int8/to-int8.js';
import { keyOf } from '../../store/key.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import { type BuildSession, digestOf } from '../session.js';

/** How a float32 network becomes the one that is emitted and measured. */
export interface Lowering {
  readonly precision: Precision;
  /** A whole network. */
  network(graph: Graph): Promise<Graph>;
  /**
   * A part as it is inside a lowered network: same structure and size, so same cost, though its numbers may mean
   * nothing.
   * @param isEnd its output is one of the network's
   */
  part(graph: Graph, isEnd: boolean): Graph;
  /** Whether a part takes another time than in float32. */
  readonly changesLatency: boolean;
}

export const FLOAT32: Lowering = {
  precision: 'float32',
  network: async (graph) => graph,
  part: (graph) => graph,
  changesLatency: false,
};

/** Whether a tensor is an output of a network. */
export const isEnd = ({ outputs }: Graph, tensor: string): boolean =>
  outputs.some(({ name }) => name === tensor);

const HALF_WEIGHTS: Lowering = {
  precision: 'float16',
  network: async (graph) => halfWeights(graph),
  part: (graph) => halfWeights(graph),
  changesLatency: false,
};

const HALF_COMPUTE: Lowering = {
  precision: 'float16',
  network: async (graph) => halfCompute(graph),
  part: halfCompute,
  changesLatency: true,
};

/** What says which samples int8 is calibrated on. */
export interface Calibrated {
  readonly model: ModelPlan;
  readonly train: SampleSplit;
}

/** Samples that int8 ranges are found on. */
const CALIBRATION_SAMPLES = 256;

function int8(session: BuildSession, { model, train }: Calibrated): Lowering {
  const indices = train.order.slice(0, CALIBRATION_SAMPLES);
  return {
    precision: 'int8',
    network(graph) {
      const key = keyOf('int8', 1, {
        graph: digestOf(graph),
        data: train.digest,
        input: preprocessingOf(model.input),
        order: indices,
      });
      return session.graph(key, async () => {
        const job: CalibrationJob = { graph, dataset: train.path, input: model.input, indices };
        return toInt8(graph, await session.workers.run<Calibration>(calibrateTask, job));
      });
    },
    part: (graph, isEnd) => toInt8(graph, undefined, { isPart: !isEnd }),
    changesLatency: true,
  };
}

/**
 * Forms of a precision; the first that the target can run is taken. float16 is only stored where there is no computing
 * in it.
 */
export function loweringsTo(
  precision: Precision,
  session: BuildSession,
  trained: Calibrated,
  runtime: Runtime,
): readonly Lowering[] {
  switch (precision) {
    case 'float32':
      return [FLOAT32];
    case 'float16':
      return traitsOf(runtime).computesIn.includes(precision) ? [HALF_COMPUTE, HALF_WEIGHTS] : [HALF_WEIGHTS];
    case 'int8':
      return [int8(session, trained)];
  }
}

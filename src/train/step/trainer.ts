import { float32, type Tensor } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine, Feeds } from '../../runtime/engine.js';
import type { StateVector } from './state-vector.js';
import type { TrainingGraph } from './training-graph.js';

/**
 * What came of a step. `diverged`: a loss or the gradient is NaN or infinite; the step is not taken and the state is
 * that before it, so the caller may lower the rate and go on.
 */
export interface StepOutcome {
  readonly kind: 'stepped' | 'diverged';
  /** Weighted sum of the terms, before the update. */
  readonly loss: number;
  /** Every loss without its weight, by name. */
  readonly terms: ReadonlyMap<string, number>;
  /** Of the gradient before clipping. */
  readonly gradientNorm: number;
}

export interface Trainer {
  /** One step on one batch; `feeds` has what `TrainingGraph.feeds` names. */
  step(feeds: Feeds, learningRate: number): Promise<StepOutcome>;
  /** Copies of the parameters and of the running statistics, by initializer name. */
  parameters(): ReadonlyMap<string, Tensor>;
  /** Copies of the averages of the parameters, by initializer name; empty where the graph keeps none. */
  averages(): ReadonlyMap<string, Tensor>;
  /** Copies of all vectors and the number of steps taken: what {@link TrainerOptions.resume} goes on from. */
  state(): TrainerState;
  close(): Promise<void>;
}

/** Everything that training changes, in the order of `TrainingGraph.state`. */
export interface TrainerState {
  readonly vectors: readonly Float32Array[];
  readonly steps: number;
}

export interface TrainerOptions {
  readonly threads: number;
  /** State of a trainer of the same training graph; the graph's initial one by default. */
  readonly resume?: TrainerState | undefined;
}

/** Opens a training graph on an engine. State is handed from one step to the next without copying. */
export async function openTrainer(
  engine: Engine,
  training: TrainingGraph,
  { threads, resume }: TrainerOptions,
): Promise<Trainer> {
  const session = await engine.open(writeGraph(training.graph), { threads, optimization: 'all' });
  let state: Readonly<Record<string, Tensor>> = Object.fromEntries(
    training.state.map(({ input, initial }, index) => {
      const vector = resume?.vectors[index] ?? initial;
      return [input, float32(vector, [vector.length])];
    }),
  );
  let taken = resume?.steps ?? 0;

  return {
    async step(feeds, learningRate) {
      const scalars = Object.entries(training.scalarsAt(learningRate, taken + 1)).map(
        ([name, value]) => [name, float32(Float32Array.of(value), [])] as const,
      );
      const results = await session.run({ ...feeds, ...state, ...Object.fromEntries(scalars) });
      const scalar = (output: string): number => Number(results[output]!.data[0]);
      const terms = new Map(training.terms.map(({ name, output }) => [name, scalar(output)]));
      const loss = training.terms.reduce((sum, { output, weight }) => sum + weight * scalar(output), 0);
      const gradientNorm = Math.sqrt(scalar(training.gradientNorm));
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
        return { kind: 'diverged', loss, terms, gradientNorm };
      state = Object.fromEntries(training.state.map(({ input, output }) => [input, results[output]!]));
      taken++;
      return { kind: 'stepped', loss, terms, gradientNorm };
    },
    parameters: () => new Map(training.state.flatMap(tensorsIn)),
    averages: () => new Map(training.average === undefined ? [] : tensorsIn(training.average)),
    state: () => ({
      vectors: training.state.map(({ input }) => (state[input]!.data as Float32Array).slice()),
      steps: taken,
    }),
    close: () => session.close(),
  };

  function tensorsIn({ input, slots }: Pick<StateVector, 'input' | 'slots'>): (readonly [string, Tensor])[] {
    const flat = state[input]!.data as Float32Array;
    return slots.map(({ name, dims, offset, size }) => [
      name,
      float32(flat.slice(offset, offset + size), dims),
    ]);
  }
}

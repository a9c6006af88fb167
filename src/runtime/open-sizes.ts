import { BespokeError } from '../errors.js';
import type { Graph } from '../onnx/graph.js';
import { type OpenAxis, type OpenSizes, openedSizes } from '../onnx/open-sizes.js';
import type { DataType, Tensor } from '../onnx/tensor.js';
import { assertSameOutputs } from './assert-same-outputs.js';

/** What a file gives at another size than that of its normal form, for one sample of random values. */
export interface OtherSize {
  /** Shape of the input. */
  readonly input: readonly number[];
  /** Shape of each output. */
  readonly outputs: readonly (readonly number[])[];
  /** Whether they are numbers. */
  readonly finite: boolean;
}

/** Sizes that a graph takes besides its own; `others` are those that it was tried at. */
export interface TriedSizes extends OpenSizes {
  readonly others: readonly OtherSize[];
}

/** Why a graph in normal form takes one size only, although its file leaves it open. */
export interface TiedSize {
  /** The operator that is tied to it, or what went wrong at another. */
  readonly reason: string;
  /** Whether the file itself runs at no other size. */
  readonly inFile: boolean;
}

/** A model file, run at shapes of its input that it leaves open. */
export interface FileAtSizes {
  /** @throws BespokeError where it does not run */
  outputs(input: Tensor): Promise<Readonly<Record<string, Tensor>>>;
  normalForm(dims: readonly number[]): Promise<Graph>;
  /** The outputs of the graph, written with open sizes. */
  outputsOfGraph(graph: Graph, sizes: OpenSizes, input: Tensor): Promise<Readonly<Record<string, Tensor>>>;
  /** @throws BespokeError MODEL_BATCH where two samples at once give other than each alone */
  assertBatchable(graph: Graph): Promise<void>;
  readonly probeInput: (dims: readonly number[], dtype: DataType) => Tensor;
}

/** A graph that takes other sizes, as far as that was tried, or why it does not. */
export type OpenedGraph = { readonly graph: Graph; readonly sizes: TriedSizes } | { readonly tied: TiedSize };

const TRIED = 2;

/**
 * Makes the normal form of a file take the sizes that the file takes, and compares it with the file at its own size and
 * at two others: shape arithmetic that normal form has frozen shows there.
 */
export async function openSizes(
  graph: Graph,
  open: readonly OpenAxis[],
  file: FileAtSizes,
): Promise<OpenedGraph> {
  const [{ dims, dtype }] = graph.inputs;
  const runs: { input: Tensor; outputs: Readonly<Record<string, Tensor>> }[] = [];
  let refused: BespokeError | undefined;
  for (const other of otherShapes(dims, open)) {
    if (runs.length === TRIED) break;
    const input = file.probeInput(other, dtype);
    try {
      runs.push({ input, outputs: await file.outputs(input) });
    } catch (error) {
      refused ??= expected(error);
    }
  }
  if (runs.length < TRIED) return { tied: { reason: refused!.problem.what, inFile: true } };
  try {
    const made = openedSizes(graph, await file.normalForm(runs[0]!.input.dims), open);
    if ('tied' in made) return { tied: { reason: made.tied, inFile: false } };
    if (made.graph !== graph) await file.assertBatchable(made.graph);
    const own = file.probeInput(dims, dtype);
    for (const { input, outputs } of [{ input: own, outputs: await file.outputs(own) }, ...runs]) {
      const got = await file.outputsOfGraph(made.graph, made.sizes, input);
      assertSameOutputs(
        made.graph,
        new Map(Object.entries(got)),
        outputs,
        `input [${input.dims.join(', ')}]`,
      );
    }
    const others = runs.map(({ input, outputs }): OtherSize => {
      const tensors = graph.outputs.map(({ name }) => outputs[name]!);
      return {
        input: input.dims,
        outputs: tensors.map((each) => each.dims),
        finite: tensors.every(isNumbers),
      };
    });
    return { graph: made.graph, sizes: { ...made.sizes, others } };
  } catch (error) {
    return { tied: { reason: expected(error).problem.what, inFile: false } };
  }
}

/** A problem of the model at another size; bugs and full disks go on. */
function expected(error: unknown): BespokeError {
  if (error instanceof BespokeError && error.code !== 'TEMPORARY_FOLDER') return error;
  throw error;
}

/** Steps by which networks halve the size. */
const LARGEST_STEP = 32;

/**
 * Shapes at which a file with open axes is tried, each of them with other lengths of all these: a near one and a larger
 * one; another near one for files that do not fit into memory there; multiples, which most networks take. Lengths are
 * multiples of the largest power of two, up to 32, that the length of the graph is a multiple of.
 */
function otherShapes(dims: readonly number[], open: readonly OpenAxis[]): number[][] {
  const lengths: readonly ((length: number, step: number, at: number) => number)[] = [
    (length, step, at) => length + (at + 1) * step,
    (length, step, at) => (at === 0 ? 2 * length : Math.ceil((1.5 * length) / step) * step),
    (length, step, at) => length + (3 - at) * step,
    (length, _, at) => (2 + at) * length,
    (length, _, at) => (3 + at) * length,
  ];
  return lengths.map((lengthOf) => {
    const shape = [...dims];
    for (const [at, { axis }] of open.entries()) {
      let step = LARGEST_STEP;
      while (dims[axis]! % step !== 0) step /= 2;
      shape[axis] = lengthOf(dims[axis]!, step, at);
    }
    return shape;
  });
}

/** Whether all its values are numbers. */
export const isNumbers = ({ dtype, data }: Tensor): boolean =>
  !dtype.includes('float') || (data as Float32Array).every(Number.isFinite);

import type { ActivationRef, SolveStep } from '../../house/alternative.js';
import { type BatchPlace, batchPlaces, isBatchFirst } from '../../onnx/batch-place.js';
import { between } from '../../onnx/between.js';
import { type Graph, type GraphNode, isFloat, nodeId, type ValueInfo } from '../../onnx/graph.js';
import { sampleDims } from '../../onnx/sample-dims.js';
import { dimsAt } from '../../onnx/shapes-at.js';
import { sideValues } from '../../onnx/side-values.js';
import { float32 } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine } from '../../runtime/engine.js';
import { solveLeastSquares } from './least-squares.js';
import { type LinearLayer, linearLayer, readCoefficients, withCoefficients } from './linear-layer.js';
import { type MatrixProduct, openMatrixProduct } from './matrix-product.js';
import { accumulateMoments, type MomentBatch } from './moments.js';
import { pickChannels } from './pick-channels.js';
import { positionGrid } from './position-grid.js';
import { rescale } from './rescale.js';

/** Activations of one batch of samples, by tensor. */
type Batch = Map<string, Float32Array>;

export interface SolveOptions {
  readonly engine: Engine;
  readonly batch: number;
  /** Values at the graph's input, or at each of its inputs, one entry a batch. */
  readonly inputs: readonly (Float32Array | readonly Float32Array[])[];
  /** The reference activation of a batch, NCHW or rows. */
  readonly reference: (ref: ActivationRef, batchIndex: number) => Float32Array;
  /** Positions (samples x height x width) that one layer is fitted on at most, about; they are taken on a grid. */
  readonly maxPositions: number;
  /** Widest Gram matrix that is factored; of wider layers only scale and shift of the outputs are solved. */
  readonly maxColumns: number;
}

/**
 * Solves the layers named by `steps`, in topological order, by least squares on the activations that the graph itself
 * produces with everything before already solved: where a layer is too wide, or nothing better is found on held-out
 * batches, only scale and shift of its outputs are, and where that does not help either it keeps its weights.
 */
export async function solveInOrder(
  graph: Graph,
  steps: readonly SolveStep[],
  options: SolveOptions,
): Promise<Graph> {
  const product = await openMatrixProduct();
  try {
    return await solveWith(product, graph, steps, options);
  } finally {
    await product.close();
  }
}

async function solveWith(
  product: MatrixProduct,
  graph: Graph,
  steps: readonly SolveStep[],
  options: SolveOptions,
): Promise<Graph> {
  let current = graph;
  const batches: Batch[] = options.inputs.map((values) => {
    const each = values instanceof Float32Array ? [values] : values;
    return new Map(each.map((one, index) => [graph.inputs[index]!.name, one]));
  });
  const places = batchPlaces(graph);
  const done = new Set<string>();
  const order = new Map(graph.nodes.map((node, index) => [nodeId(node), index]));
  const sorted = [...steps].sort((a, b) => order.get(a.layer)! - order.get(b.layer)!);

  for (const step of sorted) {
    const index = order.get(step.layer);
    if (index === undefined) throw new Error(`solve step names a node that is not there: ${step.layer}`);
    const node = current.nodes[index];
    const layer = linearLayer(node, current);
    if (layer === undefined || !isSampleMajor(places, node)) continue;
    const other = otherOperand(current, step);
    await advance(current, places, batches, done, index, other, options);

    const inputDims = sampleDims(current.values.get(node.inputs[0])!.dims);
    const outputDims = sampleDims(current.values.get(node.outputs[0])!.dims);
    const grid = positionGrid(
      layer,
      outputDims,
      positionsFor(layer, options) / (batches.length * options.batch),
    );
    const coefficients =
      (layer.columns + 1 > options.maxColumns ? undefined : await solved(layer, current)) ??
      (await rescaled(layer, current));
    if (coefficients !== undefined) current = withCoefficients(current, layer, coefficients);

    async function solved(of: LinearLayer, from: Graph): Promise<Float64Array | undefined> {
      const { engine, batch } = options;
      const parts = partsOf(batch, batches.length);
      const moments = await accumulateMoments(
        engine,
        of,
        batch / parts,
        inputDims,
        outputDims,
        grid,
        inParts(wantedBatches(), parts),
      );
      const best = await solveLeastSquares(product, of, readCoefficients(of, from), moments);
      return best.errorAfter < best.errorBefore ? best.coefficients : undefined;
    }

    function rescaled(of: LinearLayer, from: Graph): Promise<Float64Array | undefined> {
      const { engine, batch } = options;
      return rescale({ engine, layer: of, graph: from, batch, batches: wantedBatches() });
    }

    async function* wantedBatches(): AsyncGenerator<MomentBatch> {
      for (let i = 0; i < batches.length; i++) {
        const reference = pickChannels(
          options.reference(step.reference, i),
          step.channels,
          options.batch,
          outputDims,
        );
        const rest = other === undefined ? undefined : batches[i].get(other);
        const wanted = rest === undefined ? reference : minus(reference, rest);
        yield { input: batches[i].get(node.inputs[0])!, wanted };
      }
    }
  }
  return current;
}

/** Of the batches one in so many is held out. */
const HELD_OUT = 4;

/** Equal parts of a batch, as few as give a part to hold out. */
function partsOf(batch: number, batches: number): number {
  for (let parts = 1; parts <= batch; parts++)
    if (batch % parts === 0 && parts * batches >= HELD_OUT) return parts;
  return batch;
}

async function* inParts(batches: AsyncIterable<MomentBatch>, parts: number): AsyncGenerator<MomentBatch> {
  for await (const { input, wanted } of batches)
    for (let part = 0; part < parts; part++) {
      const of = (all: Float32Array): Float32Array => {
        const size = all.length / parts;
        return all.subarray(part * size, (part + 1) * size);
      };
      yield { input: of(input), wanted: of(wanted) };
    }
}

/**
 * Positions for each column of a Gram matrix: least squares add about one part in so many to the error that is left,
 * if positions tell different things.
 */
const POSITIONS_OF_COLUMN = 128;
const LEAST_POSITIONS = 2 ** 12;

const positionsFor = ({ columns }: LinearLayer, { maxPositions }: SolveOptions): number =>
  Math.min(maxPositions, Math.max(LEAST_POSITIONS, POSITIONS_OF_COLUMN * columns));

/** Whether a sample's rows lie together on both sides of the layer; in attention they may lie apart. */
const isSampleMajor = (places: ReadonlyMap<string, BatchPlace>, node: GraphNode): boolean =>
  [node.inputs[0], node.outputs[0]].every((name) => isBatchFirst(places.get(name)!));

/**
 * The operand of the Add `step.at` that does not come from the layer; undefined when `at` is the layer's own output.
 */
function otherOperand(graph: Graph, step: SolveStep): string | undefined {
  const add = graph.nodes.find((node) => node.outputs.includes(step.at));
  if (add === undefined) throw new Error(`solve step names a tensor that is not there: ${step.at}`);
  if (nodeId(add) === step.layer) return undefined;
  const layer = graph.nodes.find((node) => nodeId(node) === step.layer)!;
  const reshaped = graph.nodes.filter(
    ({ opType, inputs }) => opType === 'Reshape' && layer.outputs.includes(inputs[0]),
  );
  const own = new Set([layer, ...reshaped].flatMap(({ outputs }) => outputs));
  const other = add.inputs.find((name) => !own.has(name));
  if (add.opType !== 'Add' || other === undefined)
    throw new Error(`solve step is fitted at ${step.at}, which is no Add of the layer`);
  return graph.initializers.has(other) ? undefined : other;
}

/** Runs every node in front of `index`, and what `other` needs, on all batches; keeps only what later nodes read. */
async function advance(
  graph: Graph,
  places: ReadonlyMap<string, BatchPlace>,
  batches: Batch[],
  done: Set<string>,
  index: number,
  other: string | undefined,
  { engine, batch }: SolveOptions,
): Promise<void> {
  const next = new Set(graph.nodes.slice(0, index).map(nodeId));
  if (other !== undefined) for (const id of ancestors(graph, other)) next.add(id);
  // Integers and what they decide are made of the input again, where they are read.
  const side = sideValues(graph);
  const asked = [graph.nodes[index]!.inputs[0], other];
  const isMadeAgain = (name: string): boolean =>
    name === '' || ((side.has(name) || !isFloat(graph, name)) && !asked.includes(name));
  for (const node of graph.nodes) if (node.outputs.every(isMadeAgain)) next.delete(nodeId(node));
  const isNew = (node: GraphNode): boolean => next.has(nodeId(node)) && !done.has(nodeId(node));
  const made = new Set([...batches[0].keys(), ...graph.nodes.filter(isNew).flatMap((node) => node.outputs)]);
  for (const id of next) done.add(id);
  const readLater = new Set(
    graph.nodes.filter((node) => !done.has(nodeId(node))).flatMap((node) => node.inputs),
  );
  if (other !== undefined) readLater.add(other);
  const frontier = [...made].filter((name) => readLater.has(name));
  const fresh = frontier.filter((name) => !batches[0].has(name));
  const sized = <T extends ValueInfo>(ends: readonly T[]): T[] =>
    ends.map((end) => ({ ...end, dims: dimsAt(end, batch, places.get(end.name)) }));
  const atBatchOne = between(graph, [...batches[0].keys()], fresh);
  const part = { ...atBatchOne, inputs: sized(atBatchOne.inputs), outputs: sized(atBatchOne.outputs) };
  const session =
    fresh.length === 0 ? undefined : await engine.open(writeGraph(part), { threads: 1, optimization: 'all' });
  try {
    for (const values of batches) {
      if (session) {
        const feeds = part.inputs.map(({ name, dims }) => [name, float32(values.get(name)!, dims)] as const);
        const results = await session.run(Object.fromEntries(feeds), fresh);
        for (const name of fresh) values.set(name, results[name].data as Float32Array);
      }
      for (const name of [...values.keys()]) if (!readLater.has(name)) values.delete(name);
    }
  } finally {
    await session?.close();
  }
}

function ancestors(graph: Graph, tensor: string): Set<string> {
  const found = new Set<string>();
  const wanted = new Set([tensor]);
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    found.add(nodeId(node));
    for (const name of node.inputs) wanted.add(name);
  }
  return found;
}

function minus(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
  return out;
}

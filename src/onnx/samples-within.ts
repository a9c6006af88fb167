import type { Graph } from './graph.js';
import { sizeOf } from './tensor.js';

/** Bytes of some activations of one sample, as float32. */
export const activationBytes = ({ values }: Graph, tensors: Iterable<string>): number =>
  [...tensors].reduce((sum, name) => sum + 4 * sizeOf(values.get(name)?.dims ?? []), 0);

/** Bytes of all activations of one sample, as float32. */
export const allActivationBytes = (graph: Graph): number =>
  activationBytes(
    graph,
    graph.nodes.flatMap(({ outputs }) => outputs),
  );

/** Bytes of one sample at the largest activation, as float32. */
export const largestActivationBytes = (graph: Graph): number =>
  Math.max(...[...graph.values.keys()].map((name) => activationBytes(graph, [name])));

/** Activations that a process holds at a time when it runs a network without training it. */
const RUN_BYTES = 2 ** 29;
/** Of them, where all that is made is read: the engine and this process hold them at the same time. */
const READ_BYTES = 2 ** 28;
/** Activations of about the size of the largest that are alive at the same time, and the copy that is read. */
const ALIVE = 4;

/** Samples that are run together, `most` or fewer, when these activations are read. At least one. */
export const samplesReading = (graph: Graph, tensors: Iterable<string>, most: number): number =>
  samplesWithin(READ_BYTES, activationBytes(graph, tensors), most);

/** Samples that are run together, `most` or fewer, when only the outputs are read. At least one. */
export const samplesRunning = (graph: Graph, most: number): number =>
  samplesWithin(RUN_BYTES, ALIVE * largestActivationBytes(graph), most);

/** Samples, `most` or fewer, that together take so many bytes. At least one. */
export const samplesWithin = (bytes: number, sampleBytes: number, most: number): number =>
  Math.max(1, Math.min(most, Math.floor(bytes / Math.max(1, sampleBytes))));

import { cutPoints } from '../house/sub-networks/cut-points.js';
import { enumerateSubNetworks } from '../house/sub-networks/enumerate.js';
import { decodeModel } from '../onnx/codec.js';
import { macsOf, parametersOf } from '../onnx/cost.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { inShell, unshelled } from '../onnx/shell.js';
import type { DataType } from '../onnx/tensor.js';
import { type WebgpuPlaces, webgpuPlaces } from '../onnx/webgpu-kernels.js';
import { type Wiring, wiringOf } from '../onnx/wiring.js';
import type { ModelFile } from '../runtime/model-file.js';
import { normalForm } from '../runtime/normal-form.js';
import { type Blocker, blockers } from '../train/gradient/blockers.js';

/** What `bespoke inspect` tells of a model. Shapes at batch 1. */
export interface Inspection {
  readonly name: string;
  readonly sizeBytes: number;
  /** In the order of the file. */
  readonly inputs: readonly TypedShape[];
  readonly outputs: readonly TensorShape[];
  readonly dynamicBatch: boolean;
  /** Whether students take other heights or widths than that of the input, as the file does. */
  readonly takesOtherSizes: boolean;
  /** What stands out in the export. */
  readonly warnings: readonly string[];
  /** Of ai.onnx in normal form. */
  readonly opset: number;
  /** Nodes in the file and in normal form. */
  readonly nodes: { readonly before: number; readonly after: number };
  /** Nodes by operator in normal form, sorted. */
  readonly operators: Readonly<Record<string, number>>;
  /** What leaves the graphics card in a browser. */
  readonly webgpu: WebgpuPlaces;
  readonly macs: number;
  readonly parameters: number;
  /** Activations that every path from input to output passes, in order, both included. */
  readonly cutPoints: readonly string[];
  readonly subNetworks: {
    readonly count: number;
    /** Those without a blocker inside. */
    readonly trainable: number;
  };
  /** The stretches between cut points. */
  readonly blocks: readonly Block[];
  /** Nodes around what is trained, which stay as they are: a Cast of bytes, a Softmax, an ArgMax. */
  readonly kept: readonly Blocker[];
  /** Nodes that gradients do not pass. */
  readonly blockers: readonly Blocker[];
}

export interface TensorShape {
  readonly name: string;
  readonly dims: readonly number[];
}

export interface TypedShape extends TensorShape {
  readonly dtype: DataType;
  /** Of indices of an embedding: how many rows it has. */
  readonly below?: number | undefined;
}

export interface Block {
  readonly from: string;
  readonly to: string;
  readonly nodes: number;
  /** Of `to`. */
  readonly dims: readonly number[];
  readonly macs: number;
  readonly parameters: number;
}

/** What a model leaves open. */
export interface InspectSizes {
  /** [height, width] */
  readonly size?: readonly [number, number] | undefined;
  /** Of sequences. */
  readonly length?: number | undefined;
}

/**
 * Brings a model into normal form and describes it. Holds its thread.
 * @throws BespokeError of `normalForm`, naming the node that stands in the way.
 */
export async function inspectModel(
  file: ModelFile,
  { size: inputSize, length }: InspectSizes = {},
): Promise<Inspection> {
  const { name, bytes, readExternal } = file;
  const before = decodeModel(bytes, name).graph?.node.length ?? 0;
  const {
    graph: whole,
    dynamicBatch,
    sizes,
    packing,
    warnings,
  } = await normalForm(bytes, { where: name, inputSize, length, sizeOption: '--size', readExternal });
  const { core: graph, shell } = unshelled(whole, { packing });
  // As it is emitted.
  const shown = packing === undefined ? whole : inShell(graph, shell);
  const wiring = wiringOf(graph);
  const points = cutPoints(graph, wiring);
  const subNetworks = enumerateSubNetworks(graph);
  const blocked = blockers(graph);
  const stops = new Set(blocked.map(({ node }) => node));
  const shape = ({ name, dims }: TensorShape): TensorShape => ({ name, dims });
  const [macs, parameters] = [macsOf(graph), parametersOf(graph)];
  return {
    name,
    sizeBytes: bytes.length,
    inputs: (packing ?? whole.inputs).map(({ dtype, ...info }: TypedShape) => ({
      ...shape(info),
      dtype,
      ...(info.below === undefined ? {} : { below: info.below }),
    })),
    outputs: whole.outputs.map(shape),
    dynamicBatch,
    takesOtherSizes: sizes !== undefined && 'input' in sizes,
    warnings:
      sizes !== undefined && 'reason' in sizes
        ? [...warnings, `students take this size only: ${sizes.reason}`]
        : warnings,
    opset: graph.opsets.get('') ?? 0,
    nodes: { before, after: shown.nodes.length },
    operators: operatorsOf(shown),
    webgpu: webgpuPlaces(shown),
    kept: [...(shell?.head ?? []), ...(shell?.tail ?? [])].map((node) => ({
      node: nodeId(node),
      opType: node.opType,
    })),
    macs,
    parameters,
    cutPoints: points,
    subNetworks: {
      count: subNetworks.length,
      trainable: subNetworks.filter(({ nodes }) => !nodes.some((node) => stops.has(node))).length,
    },
    blocks: points.slice(1).map((to, index) => blockOf(graph, wiring, points[index]!, to)),
    blockers: blocked,
  };
}

/** What lies between two cut points next to each other. */
function blockOf(graph: Graph, wiring: Wiring, from: string, to: string): Block {
  const found = new Set<number>();
  const pending = [to];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const index = name === from ? undefined : wiring.maker.get(name);
    if (index === undefined || found.has(index)) continue;
    found.add(index);
    pending.push(...wiring.reads[index]!);
  }
  const nodes = [...found].map((index) => graph.nodes[index]!);
  const weights = new Set(nodes.flatMap(({ inputs }) => inputs));
  const part = {
    ...graph,
    nodes,
    initializers: new Map(
      [...weights].flatMap((name) => {
        const tensor = graph.initializers.get(name);
        return tensor === undefined ? [] : [[name, tensor] as const];
      }),
    ),
  };
  const [macs, parameters] = [macsOf(part), parametersOf(part)];
  return { from, to, nodes: nodes.length, dims: graph.values.get(to)?.dims ?? [], macs, parameters };
}

function operatorsOf(graph: Graph): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { domain, opType } of graph.nodes) {
    const name = domain === '' ? opType : `${domain}.${opType}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

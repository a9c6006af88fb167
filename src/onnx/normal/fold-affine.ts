import { freeName } from '../free-name.js';
import { type Graph, type GraphNode, nodeId } from '../graph.js';
import { hasTrait } from '../operators.js';
import { pruneUnused } from '../prune-unused.js';
import { float32, type Tensor } from '../tensor.js';
import { consumersOf, producersOf } from '../topology.js';
import { type Affine, affineNode, behind, zip } from './affine.js';
import { type FoldableLayer, foldableLayer, foldedWeights } from './foldable-layer.js';

/** A shift larger than this many times the scale would lose digits where it is divided by it. */
const LARGEST_RATIO = 1e3;

/**
 * Batch norm, and arithmetic with constants by channel, folded into the layer in front of it, where nothing else reads
 * that one's output, or into all layers behind it. In front of padding, which is 0 whatever was added, a single Add
 * stays. What prepares the input, in front of all layers, stays too: weights for inputs of 0 to 255 train badly. Needs
 * `values`.
 */
export const foldAffine = (graph: Graph): Graph => intoLayersBehind(intoLayersInFront(graph));

/** Batch norm folded into the layer in front of it, and nothing else: runtimes do that when they open a model. */
export const foldBatchNorm = (graph: Graph): Graph =>
  intoLayersInFront(graph, ({ opType }) => opType === 'BatchNormalization');

function intoLayersInFront(graph: Graph, takes: (node: GraphNode) => boolean = () => true): Graph {
  const { isReadOnce } = readersOf(graph);
  const layers = new Map<string, { readonly layer: FoldableLayer; readonly outer?: Affine }>();
  const folded = new Set<GraphNode>();
  for (const node of graph.nodes) {
    const affine = takes(node) ? affineNode(graph, node) : undefined;
    const found = affine && layers.get(affine.input);
    if (affine && found && isReadOnce(affine.input) && fits(affine, found.layer.outputs)) {
      layers.delete(affine.input);
      const outer = found.outer === undefined ? affine : behind(found.outer, affine);
      layers.set(node.outputs[0], { layer: found.layer, outer });
      folded.add(node);
      continue;
    }
    const layer = foldableLayer(graph, node);
    if (layer !== undefined) layers.set(node.outputs[0], { layer });
  }
  if (folded.size === 0) return graph;
  const rewriting = rewritingOf(graph);
  for (const [output, { layer, outer }] of layers)
    if (outer !== undefined) rewriting.fold(layer, { outer, output });
  for (const node of folded) rewriting.replace(node, undefined);
  return rewriting.done();
}

function intoLayersBehind(graph: Graph): Graph {
  const { isReadOnce, consumers, outputs } = readersOf(graph);
  const producers = producersOf(graph);
  const isBehindLayer = behindLayers(graph);
  const rewriting = rewritingOf(graph);
  for (const last of graph.nodes) {
    let affine = affineNode(graph, last);
    const [end] = last.outputs;
    const layers = layersThatRead(graph, end, outputs.has(end) ? [] : (consumers.get(end) ?? []));
    if (affine === undefined || layers === undefined) continue;
    const chain = [last];
    for (;;) {
      const before = producers.get(affine.input);
      const more = before && affineNode(graph, before);
      if (!more || !isReadOnce(affine.input)) break;
      chain.push(before);
      affine = { ...behind(more, affine), input: more.input };
    }
    const { input, scale, shift } = affine;
    if (!isBehindLayer(input)) continue;
    if (!layers.every((layer) => fits({ scale, shift }, layer.inputs))) continue;
    if (shift.every((value) => value === 0) || layers.every(({ takesShift }) => takesShift)) {
      for (const layer of layers) rewriting.fold(layer, { inner: { scale, shift }, input });
      for (const node of chain) rewriting.replace(node, undefined);
      continue;
    }
    const added = zip(shift, scale, (a, b) => a / b);
    if (chain.length === 1 || !added.every((value) => Math.abs(value) <= LARGEST_RATIO)) continue;
    for (const layer of layers)
      rewriting.fold(layer, { inner: { scale, shift: Float64Array.of(0) }, input: end });
    for (const node of chain) rewriting.replace(node, undefined);
    const rank = graph.values.get(end)!.dims.length;
    const dims = added.length === 1 ? [] : [added.length, ...Array<number>(rank - 2).fill(1)];
    const name = rewriting.weight(`${end}.shift`, float32(Float32Array.from(added), dims));
    rewriting.replace(last, {
      opType: 'Add',
      domain: '',
      inputs: [input, name],
      outputs: [end],
      attributes: {},
    });
  }
  return rewriting.done();
}

function behindLayers(graph: Graph): (tensor: string) => boolean {
  const reached = new Set<string>();
  for (const node of graph.nodes) {
    if (!hasTrait(node, 'layer') && !node.inputs.some((name) => reached.has(name))) continue;
    for (const output of node.outputs) reached.add(output);
  }
  return (tensor) => reached.has(tensor);
}

/** The layers that read a tensor, if nothing else does and no layer reads it as a weight. */
function layersThatRead(
  graph: Graph,
  tensor: string,
  readers: readonly GraphNode[],
): FoldableLayer[] | undefined {
  const layers = readers.map((node) =>
    node.inputs.indexOf(tensor) === 0 && node.inputs.lastIndexOf(tensor) === 0
      ? foldableLayer(graph, node)
      : undefined,
  );
  return layers.length > 0 && layers.every((layer) => layer !== undefined) ? layers : undefined;
}

const fits = ({ scale, shift }: Affine, channels: number): boolean =>
  [scale, shift].every(({ length }) => length === 1 || length === channels);

function readersOf(graph: Graph) {
  const consumers = consumersOf(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  return {
    consumers,
    outputs,
    isReadOnce: (tensor: string): boolean => consumers.get(tensor)?.length === 1 && !outputs.has(tensor),
  };
}

/** Collects changes of a graph; {@link done} gives the graph with them. */
function rewritingOf(graph: Graph) {
  const nodes = new Map<string, GraphNode | undefined>();
  const initializers = new Map(graph.initializers);
  const weight = (name: string, tensor: Tensor): string => {
    const free = freeName(name, initializers);
    initializers.set(free, tensor);
    return free;
  };
  return {
    weight,
    replace(node: GraphNode, by: GraphNode | undefined): void {
      nodes.set(nodeId(node), by);
    },
    fold(
      layer: FoldableLayer,
      {
        input = layer.node.inputs[0],
        output = layer.node.outputs[0],
        ...affine
      }: {
        readonly input?: string;
        readonly output?: string;
        readonly inner?: Affine;
        readonly outer?: Affine;
      },
    ): void {
      const { weight: product, bias } = foldedWeights(graph, layer, affine);
      const inputs = [input, weight(`${output}.weight`, product)];
      if (bias !== undefined) inputs.push(weight(`${output}.bias`, bias));
      nodes.set(nodeId(layer.node), { ...layer.node, inputs, outputs: [output] });
    },
    done(): Graph {
      if (nodes.size === 0) return graph;
      const kept = graph.nodes.flatMap((node): GraphNode[] => {
        const id = nodeId(node);
        if (!nodes.has(id)) return [node];
        const other = nodes.get(id);
        return other === undefined ? [] : [other];
      });
      return pruneUnused({ ...graph, nodes: kept, initializers });
    },
  };
}

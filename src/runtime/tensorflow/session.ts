import { BespokeError } from '../../errors.js';
import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { sizeOf, type Tensor } from '../../onnx/tensor.js';
import type { EngineSession, Feeds } from '../engine.js';
import { fromTensorflow, toTensorflow } from './convert.js';
import type { Tf, TfTensor } from './operator.js';
import { operators } from './operators.js';

/** An open graph: weights stay on the device, activations go as soon as their last reader has run. */
export class TensorflowSession implements EngineSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly #tf: Tf;
  readonly #graph: Graph;
  readonly #weights = new Map<string, TfTensor>();

  constructor(tf: Tf, graph: Graph) {
    this.#tf = tf;
    this.#graph = graph;
    this.inputNames = graph.inputs.map(({ name }) => name);
    this.outputNames = graph.outputs.map(({ name }) => name);
    for (const [name, tensor] of graph.initializers)
      this.#weights.set(name, tf.keep(toTensorflow(tf, tensor)));
  }

  async run(feeds: Feeds, outputs: readonly string[] = this.outputNames): Promise<Record<string, Tensor>> {
    this.#refuseOther(feeds, outputs);
    const found = this.#tf.tidy(() => this.#execute(feeds, outputs));
    const results: Record<string, Tensor> = {};
    try {
      for (const { name, dtype } of this.#graph.outputs)
        if (name in found) results[name] = await fromTensorflow(found[name], dtype);
    } finally {
      for (const tensor of Object.values(found)) tensor.dispose();
    }
    return results;
  }

  async close(): Promise<void> {
    for (const tensor of this.#weights.values()) tensor.dispose();
    this.#weights.clear();
  }

  #execute(feeds: Feeds, outputs: readonly string[]): Record<string, TfTensor> {
    const values = new Map(this.#weights);
    for (const name of this.inputNames) values.set(name, this.#upload(name, feeds[name]));
    const kept = new Set([...this.#weights.keys(), ...outputs]);
    const lastReader = lastReaders(this.#graph.nodes);
    for (const node of this.#graph.nodes) {
      this.#runNode(node, values);
      for (const name of new Set(node.inputs)) {
        if (lastReader.get(name) !== node || kept.has(name)) continue;
        values.get(name)?.dispose();
        values.delete(name);
      }
    }
    return Object.fromEntries(outputs.map((name) => [name, (values.get(name) as TfTensor).clone()]));
  }

  #upload(name: string, feed: Tensor): TfTensor {
    const size = sizeOf(feed.dims);
    if (feed.data.length !== size) throw runError('size', name, feed.data.length, `${size} values`);
    return toTensorflow(this.#tf, feed);
  }

  #runNode(node: GraphNode, values: Map<string, TfTensor>): void {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
    const opset = this.#graph.opsets.get('') ?? 18;
    try {
      const made = this.#tf.tidy(() => {
        const result = operators[node.opType]({ tf: this.#tf, node, inputs, opset });
        return Array.isArray(result) ? (result as TfTensor[]) : [result as TfTensor];
      });
      node.outputs.forEach((name, index) => {
        if (name !== '') values.set(name, made[index]);
      });
    } catch (cause) {
      throw new BespokeError({
        code: 'ENGINE_RUN',
        what: `the tensorflow engine cannot run ${node.opType}: ${(cause as Error).message}`,
        where: node.label ?? nodeId(node),
        cause,
      });
    }
  }

  #refuseOther(feeds: Feeds, outputs: readonly string[]): void {
    for (const { name, dtype, dims } of this.#graph.inputs) {
      const feed = feeds[name];
      const fits = feed?.dtype === dtype && feed.dims.length === dims.length;
      if (!fits)
        throw runError(
          'input',
          name,
          feed && `${feed.dtype} [${feed.dims}]`,
          `${dtype} of rank ${dims.length}`,
        );
    }
    for (const name of [...Object.keys(feeds), ...outputs]) {
      if (this.inputNames.includes(name) || this.outputNames.includes(name)) continue;
      throw runError('name', name, name, [...this.inputNames, ...this.outputNames].join(', '));
    }
  }
}

const runError = (what: string, where: string, value: unknown, accepted: string): BespokeError =>
  new BespokeError({
    code: 'ENGINE_RUN',
    what: `the tensorflow engine cannot run the model: wrong ${what}`,
    where,
    value,
    accepted,
  });

function lastReaders(nodes: readonly GraphNode[]): ReadonlyMap<string, GraphNode> {
  const last = new Map<string, GraphNode>();
  for (const node of nodes) for (const name of node.inputs) last.set(name, node);
  return last;
}

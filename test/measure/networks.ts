import type { Attribute, Graph, GraphNode, ValueInfo, ValueType } from '../../src/onnx/graph.js';
import type { SubNetwork } from '../../src/onnx/sub-network.js';
import { float32, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { rngOf } from '../../src/random.js';

const ints = (...value: number[]): Attribute => ({ type: 'ints', value });

/** Graphs of plain operators, written one line an operator, with random weights. */
export class NetworkWriter {
  readonly #rng = rngOf(1, 'network');
  readonly #nodes: GraphNode[] = [];
  readonly #weights = new Map<string, Tensor>();
  readonly #values = new Map<string, ValueType>();

  constructor(readonly input: ValueInfo) {
    this.#values.set(input.name, input);
  }

  weight(name: string, dims: readonly number[], scale: number): string {
    const data = Float32Array.from({ length: sizeOf(dims) }, () => scale * this.#rng.normal());
    this.#weights.set(name, float32(data, dims));
    return name;
  }

  /** Makes a weight 0.5 everywhere and above, as variances are. */
  positive(name: string): void {
    const { data, dims } = this.#weights.get(name)!;
    this.#weights.set(
      name,
      float32(
        (data as Float32Array).map((value) => 0.5 + Math.abs(value)),
        dims,
      ),
    );
  }

  node(
    opType: string,
    inputs: readonly string[],
    output: string,
    dims: readonly number[],
    attributes: Record<string, Attribute> = {},
  ): string {
    this.#nodes.push({ opType, domain: '', inputs, outputs: [output], attributes });
    this.#values.set(output, { dtype: 'float32', dims });
    return output;
  }

  conv(input: string, output: string, channels: number, kernel = 3): string {
    const [, inner, height, width] = this.#values.get(input)!.dims;
    const weight = this.weight(
      `${output}.w`,
      [channels, inner, kernel, kernel],
      (inner * kernel * kernel) ** -0.5,
    );
    const bias = this.weight(`${output}.b`, [channels], 0.1);
    const pad = kernel >> 1;
    return this.node('Conv', [input, weight, bias], output, [1, channels, height, width], {
      kernel_shape: ints(kernel, kernel),
      pads: ints(pad, pad, pad, pad),
    });
  }

  unary(opType: string, input: string, output: string): string {
    return this.node(opType, [input], output, this.#values.get(input)!.dims);
  }

  add(left: string, right: string, output: string): string {
    return this.node('Add', [left, right], output, this.#values.get(left)!.dims);
  }

  graph(outputs: readonly string[]): Graph {
    return {
      name: 'network',
      opsets: new Map([['', 18]]),
      inputs: [this.input],
      outputs: outputs.map((name) => ({ name, ...this.#values.get(name)! })),
      nodes: this.#nodes,
      initializers: this.#weights,
      values: this.#values,
    };
  }
}

export const image: ValueInfo = { name: 'image', dtype: 'float32', dims: [1, 3, 8, 8] };

/** `layers` convolutions of `channels` channels with Relu. */
export function convolutionChain(channels: number, layers: number, size = 16): Graph {
  const writer = new NetworkWriter({ name: 'x', dtype: 'float32', dims: [1, channels, size, size] });
  let last = 'x';
  for (let layer = 0; layer < layers; layer++) {
    const output = layer === layers - 1 ? 'y' : `relu${layer}`;
    last = writer.unary('Relu', writer.conv(last, `conv${layer}`, channels), output);
  }
  return writer.graph([last]);
}

/**
 * A residual network with a long skip that jumps over everything, an auxiliary output before the blocks and one behind:
 * stem -> a -> block1 (b) -> block2 (c) -> c + skip -> pool -> logits, with `aux` made from a and `map` from c.
 */
export function residualNetwork(): Graph {
  const writer = new NetworkWriter(image);
  const stem = writer.unary('Relu', writer.conv('image', 'stem', 8), 'a');
  const aux = writer.node('GlobalAveragePool', [stem], 'aux', [1, 8, 1, 1]);
  const block = (input: string, name: string): string => {
    const inner = writer.unary('Relu', writer.conv(input, `${name}.1`, 8), `${name}.relu`);
    const sum = writer.add(writer.conv(inner, `${name}.2`, 8), input, `${name}.sum`);
    return writer.unary('Relu', sum, name);
  };
  const c = block(block(stem, 'b'), 'c');
  const skip = writer.conv('image', 'skip', 8, 1);
  const sum = writer.add(c, skip, 'sum');
  const map = writer.unary('Sigmoid', c, 'map');
  const pooled = writer.node('GlobalAveragePool', [sum], 'pooled', [1, 8, 1, 1]);
  const flat = writer.node('Flatten', [pooled], 'flat', [1, 8]);
  const weight = writer.weight('fc.w', [8, 5], 1);
  const bias = writer.weight('fc.b', [5], 0.1);
  const logits = writer.node('Gemm', [flat, weight, bias], 'logits', [1, 5]);
  return writer.graph([aux, logits, map]);
}

export const blockB: SubNetwork = { from: 'a', to: 'b', nodes: ['b.1', 'b.relu', 'b.2', 'b.sum', 'b'] };
export const blockC: SubNetwork = { from: 'b', to: 'c', nodes: ['c.1', 'c.relu', 'c.2', 'c.sum', 'c'] };
export const head: SubNetwork = { from: 'sum', to: 'logits', nodes: ['pooled', 'flat', 'logits'] };

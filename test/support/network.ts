import type { Attribute, Graph, GraphNode, ValueType } from '../../src/onnx/graph.js';
import { float32, int64, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { rngOf } from '../../src/random.js';

export interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** Builds small networks with random weights; every method adds one operator and returns the name of its output. */
export class Network {
  readonly input = 'image';
  readonly #nodes: GraphNode[] = [];
  readonly #initializers = new Map<string, Tensor>();
  readonly #values = new Map<string, ValueType>();
  readonly #rng;
  readonly #dims;

  constructor(dims: readonly number[], seed = 1) {
    this.#dims = dims;
    this.#rng = rngOf(seed, 'network');
    this.#values.set(this.input, { dtype: 'float32', dims });
  }

  dims(name: string): readonly number[] {
    return this.#values.get(name)!.dims;
  }

  weight(name: string, dims: readonly number[], scale = 1): string {
    const data = Float32Array.from({ length: sizeOf(dims) }, () => this.#rng.normal() * scale);
    this.#initializers.set(name, float32(data, dims));
    return name;
  }

  /** Makes a weight 0.5 and above everywhere, as variances are. */
  positive(name: string): void {
    const { data, dims } = this.#initializers.get(name)!;
    const values = (data as Float32Array).map((value) => 0.5 + Math.abs(value));
    this.#initializers.set(name, float32(values, dims));
  }

  constant(name: string, values: readonly number[]): string {
    this.#initializers.set(name, int64(values));
    return name;
  }

  node(
    opType: string,
    inputs: readonly string[],
    output: string | readonly string[],
    dims: readonly number[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const outputs = typeof output === 'string' ? [output] : output;
    this.#nodes.push({ opType, domain: '', inputs, outputs, attributes });
    for (const name of outputs) this.#values.set(name, { dtype: 'float32', dims });
    return outputs[0];
  }

  conv(from: string, to: string, channels: number, options: ConvOptions = {}): string {
    const { kernel = 3, stride = 1, groups = 1, bias = true } = options;
    const [n, width, h, w] = this.dims(from);
    const pad = (kernel - 1) / 2;
    const weight = [channels, width / groups, kernel, kernel];
    const inputs = [from, this.weight(`${to}.w`, weight, Math.sqrt(2 / sizeOf(weight.slice(1))))];
    if (bias) inputs.push(this.weight(`${to}.b`, [channels], 0.1));
    const size = (length: number) => Math.floor((length + 2 * pad - kernel) / stride) + 1;
    return this.node('Conv', inputs, to, [n, channels, size(h), size(w)], {
      group: { type: 'int', value: groups },
      kernel_shape: { type: 'ints', value: [kernel, kernel] },
      pads: { type: 'ints', value: [pad, pad, pad, pad] },
      strides: { type: 'ints', value: [stride, stride] },
    });
  }

  gemm(from: string, to: string, width: number): string {
    const [n, k] = this.dims(from);
    const inputs = [
      from,
      this.weight(`${to}.w`, [width, k], Math.sqrt(1 / k)),
      this.weight(`${to}.b`, [width], 0.1),
    ];
    return this.node('Gemm', inputs, to, [n, width], { transB: { type: 'int', value: 1 } });
  }

  /** Relu, Sigmoid and whatever else keeps the shape. */
  unary(opType: string, from: string, to: string): string {
    return this.node(opType, [from], to, this.dims(from));
  }

  relu(from: string, to: string): string {
    return this.unary('Relu', from, to);
  }

  binary(opType: string, left: string, right: string, to: string): string {
    return this.node(opType, [left, right], to, this.dims(left));
  }

  pool(from: string, to: string): string {
    return this.node('GlobalAveragePool', [from], to, [...this.dims(from).slice(0, 2), 1, 1]);
  }

  flatten(from: string, to: string): string {
    const [n, ...rest] = this.dims(from);
    return this.node('Flatten', [from], to, [n, sizeOf(rest)], { axis: { type: 'int', value: 1 } });
  }

  concat(from: readonly string[], to: string): string {
    const [n, , h, w] = this.dims(from[0]);
    const width = from.reduce((sum, name) => sum + this.dims(name)[1], 0);
    return this.node('Concat', from, to, [n, width, h, w], { axis: { type: 'int', value: 1 } });
  }

  /** The option A shortcut of CIFAR ResNets: every second pixel, channels padded with zeros on both sides. */
  padShortcut(from: string, to: string, width: number): string {
    const [n, channels, h, w] = this.dims(from);
    const far = 2 ** 31 - 1;
    const bounds = [
      this.constant(`${to}.starts`, [0, 0]),
      this.constant(`${to}.ends`, [far, far]),
      this.constant(`${to}.axes`, [2, 3]),
      this.constant(`${to}.steps`, [2, 2]),
    ];
    const half = [Math.ceil(h / 2), Math.ceil(w / 2)];
    this.node('Slice', [from, ...bounds], `${to}.half`, [n, channels, ...half]);
    const extra = (width - channels) / 2;
    const pads = this.constant(`${to}.pads`, [0, extra, 0, 0, 0, extra, 0, 0]);
    return this.node('Pad', [`${to}.half`, pads], to, [n, width, ...half]);
  }

  /** conv, relu, conv, add, relu: `<to>a`, `<to>b`, `<to>c`, `<to>s`, `<to>`. */
  residual(from: string, to: string, channels: number, stride = 1): string {
    this.relu(this.conv(from, `${to}a`, channels, { stride }), `${to}b`);
    this.conv(`${to}b`, `${to}c`, channels);
    const shortcut = stride === 1 ? from : this.padShortcut(from, `${to}p`, channels);
    return this.relu(this.binary('Add', `${to}c`, shortcut, `${to}s`), to);
  }

  graph(...outputs: string[]): Graph {
    const infos = (names: readonly string[]) => names.map((name) => ({ name, ...this.#values.get(name)! }));
    return {
      name: 'network',
      opsets: new Map([['', 18]]),
      inputs: infos(this.#dims.length > 0 ? [this.input] : []),
      outputs: infos(outputs),
      nodes: [...this.#nodes],
      initializers: new Map(this.#initializers),
      values: new Map(this.#values),
    };
  }
}

/** A CIFAR ResNet in small: a stem and `blocks` residual blocks in each of three stages, 10 logits. */
export function residualNetwork(blocks: number, width: number, seed = 1): Graph {
  const net = new Network([1, 3, 12, 12], seed);
  let at = net.relu(net.conv(net.input, 'stem', width), 'relu');
  for (let stage = 0; stage < 3; stage++)
    for (let block = 0; block < blocks; block++)
      at = net.residual(at, `s${stage}b${block}`, width << stage, stage > 0 && block === 0 ? 2 : 1);
  return net.graph(net.gemm(net.flatten(net.pool(at, 'pooled'), 'flat'), 'logits', 10));
}

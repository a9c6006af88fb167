import type { Graph } from '../../src/onnx/graph.js';
import { float32 } from '../../src/onnx/tensor.js';

/**
 * A graph that is only wires, for what looks at no operator: `wires('x -> a; x,a -> y', ['y'])`. Tensors that no node
 * makes are graph inputs, `weights` aside.
 */
export function wires(text: string, outputs: readonly string[], weights: readonly string[] = []): Graph {
  const list = (names: string) => names.split(',').map((name) => name.trim());
  const nodes = text.split(';').map((line) => {
    const [reads, makes] = line.split('->').map(list);
    return { opType: 'Wire', domain: '', inputs: reads, outputs: makes, attributes: {} };
  });
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const read = [...new Set(nodes.flatMap((node) => node.inputs))];
  const info = (name: string) => ({ name, dtype: 'float32' as const, dims: [1, 4, 8, 8] });
  const inputs = read.filter((name) => !made.has(name) && !weights.includes(name));
  return {
    name: 'wires',
    opsets: new Map([['', 17]]),
    inputs: inputs.map(info),
    outputs: outputs.map(info),
    nodes,
    initializers: new Map(weights.map((name) => [name, float32(new Float32Array(1), [1])])),
    values: new Map([...inputs, ...made].map((name) => [name, { dtype: 'float32', dims: [1, 4, 8, 8] }])),
  };
}

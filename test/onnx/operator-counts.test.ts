import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { operatorCounts } from '../../src/onnx/operator-counts.js';
import { readSignature } from '../../src/onnx/operator-signature.js';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { convolutionChain } from '../measure/networks.js';
import { Network } from '../support/network.js';

test('operators with the same shapes are counted together', () => {
  const signature = 'Conv 1x4x8x8 * 4x4x3x3 * 4 -> 1x4x8x8';
  assert.equal(operatorCounts(convolutionChain(4, 3, 8)), { [signature]: 3, 'Relu 1x4x8x8 -> 1x4x8x8': 3 });
  assert.equal(readSignature(signature), {
    type: 'Conv',
    inputs: [{ dtype: 'float32', dims: [1, 4, 8, 8] }],
    weights: [
      { dtype: 'float32', dims: [4, 4, 3, 3] },
      { dtype: 'float32', dims: [4] },
    ],
    outputs: [{ dtype: 'float32', dims: [1, 4, 8, 8] }],
    kernel: [],
  });
});

test('a kernel without weights, a scalar and other types stand in the signature and are read back', () => {
  const net = new Network([1, 4, 8, 8]);
  const ints = (...value: number[]) => ({ type: 'ints', value }) as const;
  net.node('MaxPool', [net.input], 'p', [1, 4, 4, 4], { kernel_shape: ints(2, 2), strides: ints(2, 2) });
  const [signature] = Object.keys(operatorCounts(net.graph('p')));
  assert.is(signature, 'MaxPool[2x2] 1x4x8x8 -> 1x4x4x4');
  assert.equal(readSignature(signature), {
    type: 'MaxPool',
    inputs: [{ dtype: 'float32', dims: [1, 4, 8, 8] }],
    weights: [],
    outputs: [{ dtype: 'float32', dims: [1, 4, 4, 4] }],
    kernel: [2, 2],
  });
});

test('what comes out of DequantizeLinear counts as what went in', () => {
  const graph = convolutionChain(4, 1, 8);
  const conv = graph.nodes.find(({ opType }) => opType === 'Conv')!;
  const weights = conv.inputs[1];
  const quantised: Tensor = { ...graph.initializers.get(weights)!, dtype: 'int8' };
  const initializers = new Map(graph.initializers);
  initializers.set('small', quantised);
  initializers.set('scale', float32(new Float32Array([0.1]), []));
  initializers.delete(weights);
  const values = new Map(graph.values);
  values.set(weights, { dtype: 'float32', dims: quantised.dims });
  const dequantize = {
    opType: 'DequantizeLinear',
    domain: '',
    inputs: ['small', 'scale'],
    outputs: [weights],
    attributes: {},
  };
  const counts = operatorCounts({ ...graph, nodes: [dequantize, ...graph.nodes], initializers, values });
  const dims = quantised.dims.join('x');
  assert.ok(
    Object.keys(counts).some(
      (signature) => signature.startsWith('Conv ') && signature.includes(`* ${dims}:int8`),
    ),
    JSON.stringify(counts),
  );
  assert.ok(`DequantizeLinear * ${dims}:int8 * scalar -> ${dims}` in counts, JSON.stringify(counts));
});

for (const text of ['', 'Conv', 'Conv ->', '1x2 -> 3', '-> 1x2'])
  test(`'${text}' is no signature`, () => assert.is(readSignature(text), undefined));

test.run();

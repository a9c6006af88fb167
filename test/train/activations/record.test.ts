import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openActivations } from '../../../src/data/activation-reader.js';
import { writeDataset } from '../../../src/data/packed.js';
import { recordActivations } from '../../../src/train/activations/record.js';
import { plainInput } from '../../data/plain-input.js';
import { inDirectory } from '../../store/temporary-directory.js';
import { Network } from '../../support/network.js';

for (const [name, tensors] of Object.entries({
  'only the input of the network': ['image'],
  'input and output': ['image', 'y'],
}))
  test(`records ${name}`, () =>
    inDirectory(async (directory) => {
      const net = new Network([1, 1, 2, 2]);
      const graph = net.graph(net.conv(net.input, 'y', 3));
      const dataset = join(directory, 'samples');
      const values = Float32Array.from({ length: 20 }, (_, index) => index);
      await writeDataset(dataset, { count: 5, sampleDims: [2, 2, 1], values, digest: '' });
      const recordings = tensors.map((tensor) => ({
        tensor: tensor === 'image' ? graph.inputs[0].name : tensor,
        path: join(directory, tensor),
        count: 5,
        dtype: 'float32' as const,
      }));
      await recordActivations({
        graph,
        dataset,
        input: plainInput,
        indices: [4, 3, 2, 1, 0],
        batch: 2,
        recordings,
      });
      const image = openActivations(join(directory, 'image'));
      assert.equal([...image.readRange(0, 1)], [16, 17, 18, 19]);
      image.close();
    }));

test.run();

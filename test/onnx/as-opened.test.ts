import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { asOpened } from '../../src/onnx/as-opened.js';
import { structureKey } from '../../src/onnx/structure-key.js';
import { halfCompute } from '../../src/precision/half-compute.js';
import { halfWeights } from '../../src/precision/half-weights.js';
import { fixtureNetwork } from '../precision/networks.js';

for (const name of ['residual', 'vision-transformer']) {
  test(`${name}: weights that are stored as float16 leave its structure as it was, computing in float16 does not`, async () => {
    const graph = await fixtureNetwork(name);
    const stored = halfWeights(graph);
    assert.is.not(structureKey(stored), structureKey(graph));
    assert.is(structureKey(asOpened(stored)), structureKey(graph));
    assert.is(asOpened(graph), graph);
    const computed = halfCompute(graph);
    assert.is(asOpened(computed), computed);
    assert.is.not(structureKey(computed), structureKey(graph));
  });
}

test.run();

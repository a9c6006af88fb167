import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { draftOf } from '../../../src/house/drafts/draft.js';
import { shapeKeepingParts } from '../../../src/house/drafts/shape-keeping-parts.js';
import { shortenDraft } from '../../../src/house/drafts/shorten-draft.js';
import { solveSteps } from '../../../src/house/drafts/solve-steps.js';
import { lastLayer } from '../../../src/house/layers/last-layer.js';
import { Network } from '../../support/network.js';
import { memberOf, subNetwork } from '../members.js';

/** Blocks x + tokens of (Gemm, Relu, Gemm) on rows, as constant folding leaves an MLP on tokens. */
function tokens(blocks: number) {
  const net = new Network([1, 5, 4]);
  let at = net.unary('Tanh', net.input, 'first');
  for (let block = 0; block < blocks; block++) {
    const name = `b${block}`;
    const flat = net.constant(`${name}.flat`, [-1, 4]);
    const back = net.constant(`${name}.back`, [-1, 5, 4]);
    const rows = net.node('Reshape', [at, flat], `${name}.rows`, [5, 4]);
    const hidden = net.relu(net.gemm(rows, `${name}.up`, 8), `${name}.relu`);
    const made = net.gemm(hidden, `${name}.down`, 4);
    at = net.binary('Add', at, net.node('Reshape', [made, back], `${name}.tokens`, [1, 5, 4]), name);
  }
  return net.graph(at);
}

test('the last layer in front of a sum is found behind the Reshape of its rows', () => {
  assert.is(lastLayer(tokens(1), 'b0')?.outputs[0], 'b0.down');
});

test('where a block on tokens is left out, the layer in front makes up for it at the sum', () => {
  const member = memberOf('teacher.onnx', tokens(3));
  const draft = draftOf(member, subNetwork(member, 'first', 'b2'));
  const parts = shapeKeepingParts(draft.graph, 'Tanh');
  assert.equal(
    parts.map(({ to }) => to),
    ['b1', 'b2'],
  );
  const shortened = shortenDraft(draft, parts.slice(0, 1))!;
  assert.equal(
    solveSteps(shortened).map(({ layer, at, reference }) => `${layer} at ${at} for ${reference.tensor}`),
    ['b0.down at b0 for b1', 'b2.down at b2 for b2'],
  );
});

test.run();

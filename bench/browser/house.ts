import { NetworkDraft } from '../../fixtures/networks/draft.js';
import type { TimedFile, TimedGroup } from '../../src/measure/latency-source.js';
import type { Graph } from '../../src/onnx/graph.js';
import { structureKey } from '../../src/onnx/structure-key.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { rngOf } from '../../src/random.js';

/** Channels and side of the three stages of a ResNet for 32x32 images. */
const STAGES = [
  [16, 32],
  [32, 16],
  [64, 8],
] as const;
const PLACES = 10;

/**
 * Parts of a ResNet and, beside each, whole blocks fewer and inner layers narrower, as an untrained house would have
 * them: `count` alternatives at 10 places, and the whole network beside each original, as a build measures it.
 */
export function resNetGroups(count: number): readonly TimedGroup[] {
  const teacher = file(whole(3));
  return Array.from({ length: PLACES }, (_, place): TimedGroup => {
    const [channels, side] = STAGES[place % STAGES.length];
    const blocks = 1 + (place >> 1);
    const mine = Math.ceil((count - place) / PLACES);
    const candidates = Array.from({ length: mine }, (_, index) => {
      const width = Math.max(2, Math.round(channels * (1 - (index + 1) / (mine + 2))));
      return {
        key: `${place}.${index}`,
        ...file(part(channels, side, Math.max(1, blocks - (index % 2)), width)),
      };
    });
    return {
      reference: file(part(channels, side, blocks, channels)),
      candidates: [{ key: `${place}.teacher`, ...teacher }, ...candidates],
    };
  });
}

const file = (graph: Graph): TimedFile => ({ model: writeGraph(graph), structure: structureKey(graph) });

function part(channels: number, side: number, blocks: number, width: number): Graph {
  const net = new NetworkDraft(rngOf(1, 'part'));
  return net.finish('part', [chain(net, net.input('x', [1, channels, side, side]), channels, blocks, width)]);
}

function whole(blocks: number): Graph {
  const net = new NetworkDraft(rngOf(1, 'whole'));
  let x = net.input('image', [1, 3, 32, 32]);
  STAGES.forEach(([channels], stage) => {
    x = net.relu(net.convolution(x, { channels, kernel: 3, stride: stage === 0 ? 1 : 2 }));
    x = chain(net, x, channels, blocks, channels);
  });
  return net.finish('whole', [net.dense(net.globalAveragePool(x), 10, 'logits')]);
}

/** Residual blocks whose inner layer has `width` channels. */
function chain(net: NetworkDraft, input: string, channels: number, blocks: number, width: number): string {
  let x = input;
  for (let block = 0; block < blocks; block++) {
    const inner = net.relu(net.convolution(x, { channels: width, kernel: 3, bias: true }));
    x = net.relu(net.add(x, net.convolution(inner, { channels, kernel: 3, bias: true })));
  }
  return x;
}

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cutPoints } from '../../../src/house/sub-networks/cut-points.js';
import { enumerateSubNetworks } from '../../../src/house/sub-networks/enumerate.js';
import { type Graph, type GraphNode, nodeId } from '../../../src/onnx/graph.js';
import type { SubNetwork } from '../../../src/onnx/sub-network.js';
import { wires } from '../wires.js';

/** `a>b` of every sub-network. */
const pairs = (subs: readonly SubNetwork[]) => subs.map(({ from, to }) => `${from}>${to}`);

function bruteForce(graph: Graph): SubNetwork[] {
  const tensors = [...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)];
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readersOf = (name: string) => graph.nodes.filter((node) => node.inputs.includes(name));
  return tensors.flatMap((from) =>
    tensors.flatMap((to) => {
      if (from === to || (readersOf(to).length === 0 && !outputs.has(to))) return [];
      const nodes = new Set<GraphNode>();
      let closed = true;
      let touches = false;
      const visit = (name: string) => {
        if (name === from) {
          touches = true;
          return;
        }
        const maker = graph.nodes.find((node) => node.outputs.includes(name));
        if (maker === undefined) closed = false;
        else if (!nodes.has(maker)) {
          nodes.add(maker);
          maker.inputs.forEach(visit);
        }
      };
      visit(to);
      for (const node of nodes)
        for (const made of node.outputs)
          if (made !== to && (outputs.has(made) || readersOf(made).some((reader) => !nodes.has(reader))))
            closed = false;
      if (!closed || !touches) return [];
      return [{ from, to, nodes: graph.nodes.filter((node) => nodes.has(node)).map(nodeId) }];
    }),
  );
}

const shapes: [string, string, string[]][] = [
  ['a chain', 'x -> a; a -> b; b -> y', ['x>a', 'x>b', 'x>y', 'a>b', 'a>y', 'b>y']],
  ['a residual block, and its branch alone', 'x -> a; a -> b; x,b -> y', ['x>a', 'x>b', 'x>y', 'a>b']],
  [
    'squeeze-and-excitation inside a residual block',
    'x -> a; a -> p; p -> s; a,s -> m; x,m -> y',
    ['x>a', 'x>m', 'x>y', 'a>p', 'a>s', 'a>m', 'p>s'],
  ],
  ['dense concatenation', 'x -> a; x,a -> b; x,a,b -> y', ['x>a', 'x>y']],
  ['parallel branches', 'x -> a; x -> b; a,b -> c; c -> y', ['x>a', 'x>b', 'x>c', 'x>y', 'c>y']],
  ['two inputs', 'x -> a; z -> b; a,b -> c; c -> y', ['x>a', 'z>b', 'c>y']],
  ['a node with two outputs', 'x -> a,b; a -> c; c,b -> y', ['x>y', 'a>c']],
];
for (const [name, text, expected] of shapes)
  test(`sub-networks of ${name}`, () => {
    assert.equal(pairs(enumerateSubNetworks(wires(text, ['y']))), expected);
  });

test('several graph outputs: none is hidden inside', () => {
  const graph = wires('x -> a; a -> b; b -> y', ['y', 'b']);
  assert.equal(pairs(enumerateSubNetworks(graph)), ['x>a', 'x>b', 'a>b', 'b>y']);
});

test('inputs that are initializers do not count', () => {
  const graph = wires('x,w -> a; a,w -> y', ['y'], ['w']);
  assert.equal(pairs(enumerateSubNetworks(graph)), ['x>a', 'x>y', 'a>y']);
});

const dag = fc
  .record({
    nodes: fc.array(
      fc.record({
        reads: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
        makes: fc.constantFrom(1, 1, 1, 2),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    inputs: fc.constantFrom(1, 1, 1, 2),
    near: fc.boolean(),
  })
  .map(({ nodes, inputs, near }) => {
    const tensors = Array.from({ length: inputs }, (_, index) => `x${index}`);
    const text = nodes.map(({ reads, makes }, index) => {
      const window = near ? tensors.slice(-3) : tensors;
      const from = [...new Set(reads.map((pick) => window[pick % window.length]))];
      const to = Array.from({ length: makes }, (_, output) => `t${index}_${output}`);
      tensors.push(...to);
      return `${from} -> ${to}`;
    });
    return { text: text.join('; '), last: tensors.at(-1)!, some: tensors[Math.floor(tensors.length / 2)] };
  });

test('sub-networks of random graphs are those of a brute-force search', () => {
  let found = 0;
  fc.assert(
    fc.property(dag, fc.boolean(), ({ text, last, some }, two) => {
      const graph = wires(text, two && some.startsWith('t') && some !== last ? [last, some] : [last]);
      const expected = bruteForce(graph);
      found += expected.length;
      assert.equal(enumerateSubNetworks(graph), expected, text);
    }),
    { numRuns: 400, seed: 1 },
  );
  assert.ok(found > 1000, `${found} sub-networks were compared`);
});

test('cut points of random graphs: without one of them the output cannot be reached', () => {
  fc.assert(
    fc.property(dag, ({ text, last }) => {
      const graph = wires(text, [last]);
      const first = graph.inputs[0].name;
      const reaches = (without: string) => {
        const reached = new Set(without === first ? [] : [first]);
        for (const node of graph.nodes)
          if (node.inputs.some((name) => reached.has(name)))
            for (const name of node.outputs) if (name !== without) reached.add(name);
        return reached.has(last);
      };
      const names = [first, ...graph.nodes.flatMap(({ outputs }) => outputs)];
      assert.equal(cutPoints(graph), reaches('') ? names.filter((name) => !reaches(name)) : []);
    }),
    { numRuns: 400, seed: 1 },
  );
});

test('cut points leave out what lies inside a block', () => {
  const text = 'x -> a; a -> b; x,b -> c; c -> d; d -> e; e -> f; d,f -> y';
  assert.equal(cutPoints(wires(text, ['y'])), ['x', 'c', 'd', 'y']);
});

test('maxSpan bounds the length in cut points, single steps always stay', () => {
  const chain = wires('x -> a; a -> b; b -> c; c -> y', ['y']);
  assert.equal(pairs(enumerateSubNetworks(chain, { maxSpan: 0.5 })), [
    'x>a',
    'x>b',
    'a>b',
    'a>c',
    'b>c',
    'b>y',
    'c>y',
  ]);
  assert.equal(pairs(enumerateSubNetworks(chain, { maxSpan: 0.01 })), ['x>a', 'a>b', 'b>c', 'c>y']);
});

test('a residual network of 1000 nodes takes less than two seconds', () => {
  const blocks = Array.from({ length: 166 }, (_, block) => {
    const [from, to] = [`r${block}`, `r${block + 1}`];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => `${letter}${block}`);
    return `${from} -> ${a}; ${a} -> ${b}; ${b} -> ${c}; ${c} -> ${d}; ${from},${d} -> s${block}; s${block} -> ${to}`;
  });
  const started = process.cpuUsage();
  const subs = enumerateSubNetworks(wires(`x -> r0; ${blocks.join('; ')}`, ['r166']), { maxSpan: 0.3 });
  assert.ok(subs.length > 10_000);
  assert.ok(process.cpuUsage(started).user / 1000 < 2000);
});

test.run();

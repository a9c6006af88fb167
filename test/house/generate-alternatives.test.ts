import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Alternative, Member } from '../../src/house/alternative.js';
import { channelCount } from '../../src/house/channels/channel-axis.js';
import { shapeKeepingParts } from '../../src/house/drafts/shape-keeping-parts.js';
import { generateAlternatives } from '../../src/house/generate-alternatives.js';
import { placeName } from '../../src/house/kinds/placed-draft.js';
import { workOf } from '../../src/house/layers/work.js';
import { extract } from '../../src/onnx/extract.js';
import { type Graph, nodeId } from '../../src/onnx/graph.js';
import { replace } from '../../src/onnx/replace.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { Network, residualNetwork } from '../support/network.js';
import { memberOf } from './members.js';
import { runGraph } from './run-graph.js';

const effort = {
  subNetworks: 20,
  maxSpan: 0.3,
  wholeCuts: 1,
  import: 24,
  prune: 40,
  shorten: 20,
  decompose: 0,
};
/** Nothing is drawn. */
const none = { ...effort, subNetworks: 0, import: 0, prune: 0, shorten: 0 };

/** Convolutions in a row, halved twice by stride, wider than the teacher. */
function chainNetwork(): Graph {
  const net = new Network([1, 3, 12, 12], 3);
  let at = net.relu(net.conv(net.input, 'c0', 12), 'r0');
  for (const [index, stride] of [1, 1, 2, 1, 2, 1].entries())
    at = net.relu(net.conv(at, `c${index + 1}`, index < 2 ? 12 : 40, { stride }), `r${index + 1}`);
  return net.graph(net.gemm(net.flatten(net.pool(at, 'p'), 'f'), 'scores', 10));
}

/** Inverted residuals with depthwise convolutions and squeeze-and-excitation, tensors named as in the teacher. */
function mobileNetwork(): Graph {
  const net = new Network([1, 3, 12, 12], 4);
  let at = net.relu(net.conv(net.input, 'stem', 8), 'relu');
  for (const [index, stride] of [1, 1, 2, 1].entries()) {
    const [width, from] = [net.dims(at)[1] * 3, at];
    const expanded = net.relu(net.conv(at, `s0b${index}a`, width, { kernel: 1 }), `s0b${index}`);
    const deep = net.relu(net.conv(expanded, `d${index}`, width, { groups: width, stride }), `dr${index}`);
    const squeezed = net.relu(
      net.conv(net.pool(deep, `g${index}`), `f${index}`, 4, { kernel: 1 }),
      `fr${index}`,
    );
    const gate = net.unary('Sigmoid', net.conv(squeezed, `e${index}`, width, { kernel: 1 }), `sig${index}`);
    const scaled = net.binary('Mul', deep, gate, `m${index}`);
    at = net.conv(scaled, `p${index}`, stride === 1 ? 8 : 8, { kernel: 1 });
    if (stride === 1) at = net.binary('Add', at, from, `a${index}`);
    at = net.relu(at, `o${index}`);
  }
  return net.graph(net.gemm(net.flatten(net.pool(at, 'pooled'), 'flat'), 'logits', 10));
}

const teacher = memberOf('teacher.onnx', residualNetwork(3, 8));
const pool = [
  memberOf('small.onnx', residualNetwork(2, 8, 2)),
  memberOf('chain.onnx', chainNetwork()),
  memberOf('mobile.onnx', mobileNetwork()),
];
const house = generateAlternatives({ teacher, pool, effort, seed: 1 });
const { alternatives } = house;
/** Without the kinds that rewrite layers, which take most of the time and have tests of their own. */
const kinds = { decompose: false, lowRank: false, separable: false, shrink: false, activation: false };
const drawn = generateAlternatives({ teacher, pool, effort, seed: 1, kinds }).alternatives;
const members = new Map<string, Member>([teacher, ...pool].map((member) => [member.name, member]));
const ids = (list: readonly Alternative[]) => list.map(({ id }) => id);
const of = (kind: string) => alternatives.filter((alternative) => alternative.kind === kind);

test('there are alternatives of every kind, from every member', () => {
  assert.ok(of('import').length >= 20, `${of('import').length} imported`);
  assert.ok(of('prune').length >= 40, `${of('prune').length} pruned`);
  assert.ok(of('shorten').length >= 20, `${of('shorten').length} shortened`);
  for (const { name } of pool)
    for (const kind of ['import', 'prune'])
      assert.ok(
        of(kind).some(({ id }) => id.includes(name)),
        `${kind} from ${name}`,
      );
});

test('ids are unique and sorted', () => {
  assert.equal(ids(alternatives), [...new Set(ids(alternatives))].sort());
});

test('every alternative put into the teacher runs and keeps its output shape', async () => {
  for (const { id, graph, replaces } of alternatives) {
    const student = replace(teacher.graph, [{ subNetwork: replaces, graph }]);
    const { logits } = await runGraph(student, 2);
    assert.is(logits.length, 20, id);
    assert.ok(logits.every(Number.isFinite), id);
  }
});

test('the shapes that an alternative states are those that it computes', async () => {
  for (const { id, graph } of alternatives.filter((_, index) => index % 4 === 0)) {
    const all = [...graph.values].map(([name, type]) => ({ name, ...type }));
    const inputs = new Set(graph.inputs.map(({ name }) => name));
    const results = await runGraph({ ...graph, outputs: all.filter(({ name }) => !inputs.has(name)) }, 1);
    for (const { name, dims } of all.filter(({ name }) => !inputs.has(name)))
      assert.is(
        results[name].length,
        dims.reduce((size, dim) => size * dim, 1),
        `${id}: ${name}`,
      );
  }
});

test('names of nodes in the files, which may be the same in two of them, are not kept', () => {
  const labelled = (member: Member): Member => {
    const nodes = member.graph.nodes.map((node, index) => ({ ...node, label: `node ${index}` }));
    return { ...member, graph: { ...member.graph, nodes } };
  };
  const named = generateAlternatives({
    teacher: labelled(teacher),
    pool: pool.map(labelled),
    effort,
    seed: 1,
    kinds,
  });
  assert.equal(ids(named.alternatives), ids(drawn));
  assert.ok(named.alternatives.every(({ graph }) => graph.nodes.every(({ label }) => label === undefined)));
});

test('every alternative is cheaper than what it replaces', () => {
  for (const { id, graph, replaces } of alternatives) {
    const [own, original] = [workOf(graph), workOf(extract(teacher.graph, replaces))];
    assert.ok(own.macs < original.macs || own.parameters < original.parameters, id);
  }
});

test('solve steps name linear layers in order and references of the right width', () => {
  let steps = 0;
  for (const { id, graph, solve } of alternatives) {
    const places = solve.map(({ layer }) => graph.nodes.findIndex((node) => nodeId(node) === layer));
    assert.equal(
      places,
      [...places].sort((left, right) => left - right),
      id,
    );
    solve.forEach(({ layer, at, reference, channels }, index) => {
      const node = graph.nodes[places[index]];
      assert.ok(['Conv', 'Gemm', 'MatMul'].includes(node?.opType), `${id}: ${layer}`);
      const made = graph.nodes.find(({ outputs }) => outputs.includes(at))!;
      assert.ok(made === node || (made.opType === 'Add' && made.inputs.includes(layer)), `${id}: ${at}`);
      const wanted = members.get(reference.member)!.graph.values.get(reference.tensor);
      assert.ok(wanted !== undefined, `${id}: ${reference.tensor}`);
      const width = channels?.length ?? channelCount(wanted.dims);
      assert.is(width, channelCount(graph.values.get(at)!.dims), `${id}: width at ${at}`);
      assert.ok(
        (channels ?? []).every((channel) => channel < channelCount(wanted.dims)),
        id,
      );
      assert.equal(wanted.dims.slice(2), graph.values.get(at)!.dims.slice(2), `${id}: size at ${at}`);
      steps++;
    });
  }
  assert.ok(steps > 300, `${steps} steps`);
});

test('whole members and whole networks at a ladder of widths are there without any effort', () => {
  const always = ids(generateAlternatives({ teacher, pool: [pool[0]], effort: none, seed: 1 }).alternatives);
  assert.ok(always.includes('member:small.onnx'));
  for (const width of ['0.85', '0.75', '0.65', '0.50', '0.35']) {
    assert.ok(always.includes(`prune:${width}-reconstruction:image..logits`), width);
    assert.ok(always.includes(`prune:${width}-reconstruction:member:small.onnx`), width);
  }
  assert.ok(
    always.includes('shorten:100.1.1:image..logits') || always.some((id) => id.startsWith('shorten:')),
  );
});

test('a share of the cuts of whole networks spreads over them, and members stay', () => {
  const always = (wholeCuts: number): string[] =>
    ids(
      generateAlternatives({ teacher, pool: [pool[0]], effort: { ...none, wholeCuts }, seed: 1 })
        .alternatives,
    );
  const [all, half] = [always(1), always(0.5)];
  assert.ok(
    half.length < 0.7 * all.length && half.length > 0.3 * all.length,
    `${half.length} of ${all.length}`,
  );
  assert.ok(half.every((id) => all.includes(id)));
  assert.equal(
    half.filter((id) => /^prune:....-reconstruction:image/.test(id)),
    ['prune:0.50-reconstruction:image..logits', 'prune:0.75-reconstruction:image..logits'],
  );
  assert.equal(always(0), ['member:small.onnx']);
  const kinds = (list: readonly string[]): Set<string> => new Set(list.map((id) => id.split(':')[0]!));
  assert.equal(kinds(always(0.01)), kinds(all), 'of each kind that has any there is one');
});

test('whole networks are shortened in the order that was measured, the last part of a run kept', () => {
  const parts = shapeKeepingParts(teacher.graph).map(placeName);
  const partOrder = [...parts].reverse();
  const { alternatives } = generateAlternatives({
    teacher: { ...teacher, partOrder },
    pool: [],
    effort: none,
    seed: 1,
  });
  const patterns = alternatives
    .filter(({ kind }) => kind === 'shorten')
    .map(({ id }) => id.split(':')[1].split('.'));
  assert.ok(patterns.length > 1);
  for (const runs of patterns)
    for (const run of runs) assert.match(run, /^1+0*$/, 'the last of a run go first, and never all of them');
});

test('a whole member computes what the member computes', async () => {
  const { graph, replaces, solve } = of('member').find(({ id }) => id === 'member:small.onnx')!;
  assert.equal(solve, []);
  const [own, wanted] = [
    await runGraph(replace(teacher.graph, [{ subNetwork: replaces, graph }])),
    await runGraph(pool[0].graph),
  ];
  assert.equal(own.logits, wanted.logits);
});

test('the same seed gives the same bytes, another seed another house', () => {
  const again = generateAlternatives({ teacher, pool, effort, seed: 1 });
  assert.equal(ids(again.alternatives), ids(alternatives));
  again.alternatives.forEach((alternative, index) => {
    assert.equal(writeGraph(alternative.graph), writeGraph(alternatives[index].graph));
    assert.equal(alternative.solve, alternatives[index].solve);
  });
  assert.not.equal(
    ids(generateAlternatives({ teacher, pool, effort, seed: 2, kinds }).alternatives),
    ids(drawn),
  );
});

test('one more member does not change what is drawn from the teacher', () => {
  const options = { teacher, pool: pool.slice(0, 2), effort, seed: 1, kinds };
  const fewer = ids(generateAlternatives(options).alternatives);
  const own = (list: readonly string[]) => list.filter((id) => !pool.some(({ name }) => id.includes(name)));
  assert.equal(own(fewer), own(ids(drawn)));
});

test('larger counts add alternatives to those of smaller ones', () => {
  const halved = { ...effort, import: 12, prune: 20, shorten: 10 };
  const fewer = ids(generateAlternatives({ teacher, pool, effort: halved, seed: 1 }).alternatives);
  const more = new Set(ids(house.alternatives));
  assert.ok(fewer.length < more.size);
  assert.equal(
    fewer.filter((id) => !more.has(id)),
    [],
  );
});

test('the teacher in its own pool counts once', () => {
  assert.equal(
    ids(generateAlternatives({ teacher, pool: [teacher, ...pool], effort, seed: 1, kinds }).alternatives),
    ids(drawn),
  );
});

test('without a pool everything is drawn from the teacher', () => {
  const alone = generateAlternatives({ teacher, pool: [], effort, seed: 1 }).alternatives;
  assert.ok(alone.length > 60, `${alone.length}`);
  assert.ok(alone.every(({ kind }) => kind !== 'member'));
});

test('what cannot be trained is not offered', () => {
  const offered = (graph: Graph) => !graph.nodes.some(({ opType }) => opType === 'Pad');
  const fewer = generateAlternatives({ teacher, pool, effort, seed: 1, offered, kinds }).alternatives;
  assert.ok(fewer.length > 0);
  assert.ok(fewer.every(({ graph }) => offered(graph)));
});

test('a teacher with two outputs: nothing replaces it as a whole, every part still fits', async () => {
  const net = new Network([1, 3, 12, 12]);
  const stem = net.relu(net.conv(net.input, 'stem', 8), 'relu');
  const deep = net.residual(net.residual(net.residual(stem, 'A', 8), 'B', 8), 'C', 8);
  const graph = net.graph(
    net.conv(net.residual(net.residual(deep, 'D', 8), 'E', 8), 'mask', 2, { kernel: 1 }),
    net.gemm(net.flatten(net.pool(deep, 'p'), 'f'), 'class', 4),
  );
  const two = memberOf('two.onnx', graph);
  const parts = generateAlternatives({ teacher: two, pool, effort, seed: 1 }).alternatives;
  assert.ok(parts.length > 30, `${parts.length}`);
  assert.ok(parts.every(({ kind }) => kind !== 'member'));
  for (const { id, graph: part, replaces } of parts) {
    const student = replace(two.graph, [{ subNetwork: replaces, graph: part }]);
    const results = await runGraph(student, 1);
    assert.equal([results.mask.length, results.class.length], [2 * 12 * 12, 4], id);
  }
});

test.run();

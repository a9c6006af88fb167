import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { digitNetworks } from '../../../fixtures/networks/digit-networks.js';
import { familyNetworks } from '../../../fixtures/networks/family-networks.js';
import { KIND_NAMES, type KindName } from '../../../src/config/kinds.js';
import type { Member } from '../../../src/house/alternative.js';
import { generateAlternatives } from '../../../src/house/generate-alternatives.js';
import { workOf } from '../../../src/house/layers/work.js';
import { extract } from '../../../src/onnx/extract.js';
import { type Graph, nodeId } from '../../../src/onnx/graph.js';
import { replace } from '../../../src/onnx/replace.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { rngOf } from '../../../src/random.js';
import { normalForm } from '../../../src/runtime/normal-form.js';
import { memberOf } from '../members.js';
import { runGraph } from '../run-graph.js';

const NEW: readonly KindName[] = ['decompose', 'lowRank', 'separable', 'shrink', 'activation'];
const effort = {
  subNetworks: 10,
  maxSpan: 0.4,
  wholeCuts: 1,
  import: 0,
  prune: 0,
  shorten: 0,
  decompose: 20,
};
const onlyNew = { member: false, import: false, prune: false, shorten: false };

async function member(name: string): Promise<Member> {
  const network = digitNetworks[name] ?? familyNetworks[name].network;
  const bytes = writeGraph(network(rngOf(1, name)), { batch: 'dynamic' });
  return memberOf(`${name}.onnx`, (await normalForm(bytes, { where: name })).graph);
}

const outputsOf = (graph: Graph): string => graph.outputs.map(({ dims }) => dims.join('x')).join(' ');

const families: readonly (readonly [string, readonly KindName[]])[] = [
  ['residual', ['decompose', 'separable', 'shrink']],
  ['vgg', ['decompose', 'lowRank', 'separable', 'shrink']],
  ['mobile-net-v2', ['decompose']],
  ['mobile-net-v3', ['decompose', 'activation']],
  ['efficient-net', ['decompose', 'shrink', 'activation']],
  ['dense-net', ['decompose', 'separable', 'shrink']],
  ['inception', ['decompose', 'separable', 'shrink']],
  ['conv-next', ['shrink', 'activation', 'lowRank']],
  ['vision-transformer', ['lowRank', 'activation']],
  ['u-net', ['decompose', 'separable', 'shrink']],
  ['two-heads', ['decompose', 'separable', 'shrink']],
];

for (const [name, wanted] of families)
  test(`${name}: ${wanted.join(', ')}; each runs in the teacher, costs less and is solved for tensors that fit`, async () => {
    const teacher = await member(name);
    const { alternatives } = generateAlternatives({ teacher, pool: [], effort, seed: 3, kinds: onlyNew });
    const kinds = new Set(alternatives.map(({ kind }) => kind));
    for (const kind of wanted) assert.ok(kinds.has(kind), `${kind} of ${[...kinds]}`);
    assert.ok([...kinds].every((kind) => NEW.includes(kind as KindName)));
    for (const { id, graph, replaces, solve } of alternatives) {
      const [own, original] = [workOf(graph), workOf(extract(teacher.graph, replaces))];
      const isCheaper = own.macs < original.macs || own.parameters < original.parameters;
      assert.ok(isCheaper || own.functions < original.functions, id);
      const student = replace(teacher.graph, [{ subNetwork: replaces, graph }]);
      assert.is(outputsOf(student), outputsOf(teacher.graph), id);
      for (const step of solve) {
        const at = graph.values.get(step.at)!;
        const reference = teacher.graph.values.get(step.reference.tensor)!;
        assert.ok(
          graph.nodes.some((node) => nodeId(node) === step.layer),
          id,
        );
        if (step.channels === undefined) assert.equal(at.dims, reference.dims, `${id}: ${step.at}`);
        else assert.is(at.dims.length, reference.dims.length, `${id}: ${step.at}`);
      }
      assert.ok(solve.length > 0, id);
    }
    const some = alternatives.filter((_, index) => index % 6 === 0);
    for (const { id, graph, replaces } of some) {
      const results = await runGraph(replace(teacher.graph, [{ subNetwork: replaces, graph }]), 2);
      assert.ok(
        Object.values(results).every((values) => values.length > 0 && values.every(Number.isFinite)),
        id,
      );
    }
  });

test('whole networks are there without any effort, several strengths of each kind', async () => {
  const teacher = await member('efficient-net');
  const vgg = await member('vgg');
  const none = { ...effort, subNetworks: 0, decompose: 0 };
  const of = (whole: Member) => {
    const { alternatives } = generateAlternatives({
      teacher: whole,
      pool: [],
      effort: none,
      seed: 1,
      kinds: onlyNew,
    });
    assert.ok(alternatives.every(({ replaces }) => replaces.nodes.length === whole.graph.nodes.length));
    return (kind: KindName) => {
      const macs = alternatives.filter((each) => each.kind === kind).map(({ graph }) => workOf(graph).macs);
      return new Set(macs).size;
    };
  };
  const counts = of(vgg);
  assert.ok(counts('decompose') >= 3 && counts('separable') >= 2 && counts('shrink') >= 2);
  assert.is(counts('activation'), 0);
  assert.ok(of(teacher)('activation') >= 5, 'with all channels, and with fewer');
});

test('sources of all sorts: places, imported, shortened, pruned, whole members', async () => {
  const [teacher, other] = [await member('teacher'), await member('residual')];
  const { alternatives } = generateAlternatives({
    teacher,
    pool: [other],
    effort: { ...effort, decompose: 80 },
    seed: 1,
    kinds: onlyNew,
  });
  const sources = [/:image\.\.logits/, /:import:residual/, /:shorten:/, /:prune:/, /:member:residual/];
  for (const source of sources)
    assert.ok(
      alternatives.some(({ id }) => source.test(id)),
      String(source),
    );
  const references = new Set(
    alternatives.flatMap(({ solve }) => solve.map(({ reference }) => reference.member)),
  );
  assert.equal([...references].sort(), ['residual.onnx', 'teacher.onnx']);
});

test('the same seed gives the same bytes, another seed others', async () => {
  const teacher = await member('mobile-net-v3');
  const build = (seed: number) =>
    generateAlternatives({ teacher, pool: [], effort, seed, kinds: onlyNew }).alternatives;
  const [first, again] = [build(1), build(1)];
  assert.equal(
    again.map(({ id }) => id),
    first.map(({ id }) => id),
  );
  again.forEach(({ graph, solve }, index) => {
    assert.equal(writeGraph(graph), writeGraph(first[index].graph));
    assert.equal(solve, first[index].solve);
  });
  assert.not.equal(
    build(2).map(({ id }) => id),
    first.map(({ id }) => id),
  );
});

test('each kind can be switched off, and the others are as they were', async () => {
  const [teacher, other] = [await member('vgg'), await member('residual')];
  const some = { ...effort, import: 6, prune: 6, shorten: 6, decompose: 20 };
  const build = (kinds: Partial<Record<KindName, boolean>>) =>
    generateAlternatives({ teacher, pool: [other], effort: some, seed: 1, kinds }).alternatives;
  const all = build({});
  for (const name of KIND_NAMES) {
    const without = build({ [name]: false });
    assert.not.ok(
      without.some(({ kind }) => kind === name),
      name,
    );
    const kept = all.filter(({ kind }) => kind !== name).map(({ id }) => id);
    const ids = new Set(without.map(({ id }) => id));
    assert.ok(
      kept.every((id) => ids.has(id)),
      `${name}: ${kept.filter((id) => !ids.has(id))}`,
    );
  }
  assert.equal(build(Object.fromEntries(KIND_NAMES.map((name) => [name, false]))), []);
});

test.run();

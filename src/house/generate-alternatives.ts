import { drawsOf, type KindName } from '../config/kinds.js';
import { extract } from '../onnx/extract.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { structureKey } from '../onnx/structure-key.js';
import type { SubNetwork } from '../onnx/sub-network.js';
import { rngOf } from '../random.js';
import type { Alternative, Member, ModelHouse } from './alternative.js';
import { donorsOf } from './donors.js';
import type { HouseContext, HouseEffort, Kind } from './kinds/kind.js';
import { placeName } from './kinds/placed-draft.js';
import { ofWidth } from './kinds/prune.js';
import { kindsOf } from './kinds/registry.js';
import { type LayerWork, workOf } from './layers/work.js';
import { Subspaces } from './low-rank/subspaces.js';
import { samplePlaces } from './sub-networks/places.js';

export interface HouseOptions {
  readonly teacher: Member;
  /** The teacher may be among them or not: it always counts as a member. */
  readonly pool: readonly Member[];
  readonly effort: HouseEffort;
  readonly seed: number;
  /** Kinds that are switched off are false; all are on when left out. */
  readonly kinds?: Readonly<Partial<Record<KindName, boolean>>> | undefined;
  /** Whether an alternative can be trained; those that cannot are not offered. */
  readonly offered?: ((graph: Graph) => boolean) | undefined;
  /** The graph of an alternative as it waits to be trained; as it is unless told. */
  readonly waiting?: ((graph: Graph) => Graph) | undefined;
}

/** Fruitless draws before a kind gives up, for each alternative asked for. */
const PATIENCE = 20;

/**
 * Makes alternatives for sub-networks of the teacher: drawn at random, each strictly cheaper than what it replaces in
 * multiply-accumulates or parameters, none twice. The same seed gives the same house; each member has random streams of
 * its own, so that one more member changes how many are drawn from the others, not which.
 */
export function generateAlternatives(options: HouseOptions): ModelHouse {
  const steps = alternativesInSteps(options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** {@link generateAlternatives} that yields after each alternative, for who has something else to do meanwhile. */
export function* alternativesInSteps({
  teacher,
  pool,
  effort,
  seed,
  kinds = {},
  offered = () => true,
  waiting = (graph) => graph,
}: HouseOptions): Generator<undefined, ModelHouse> {
  const others = pool.filter(({ name }) => name !== teacher.name);
  const places = samplePlaces(
    teacher,
    { count: effort.subNetworks, maxSpan: effort.maxSpan },
    rngOf(seed, 'house', 'places'),
  );
  const subspaces = new Subspaces();
  const shelf = new Shelf(teacher, offered, waiting);
  let [cuts, tried, taken] = [0, 0, 0];
  for (const member of [teacher, ...others]) {
    const context: HouseContext = {
      teacher,
      whole: wholeNetwork(teacher.graph),
      places,
      member,
      donors: donorsOf(teacher, member),
      subspaces,
    };
    for (const kind of kindsOf(kinds)) {
      const always = kind.always(context);
      const isCut = kind.name !== 'member';
      const some = evenly(always, isCut ? effort.wholeCuts : 1);
      let useful = 0;
      if (some.length > 0 && kind.prepare !== undefined) for (const _ of kind.prepare(context)) yield;
      for (const make of some) {
        const alternative = make();
        if (alternative !== undefined && shelf.add(alternative)) useful++;
        yield;
      }
      if (isCut) {
        cuts += always.length;
        tried += some.length;
        taken += useful;
      }
      const wanted = drawsFrom(kind, effort, member === teacher, others.length);
      let added = 0;
      for (let draw = 0; added < wanted && draw < wanted * PATIENCE; draw++) {
        const alternative = kind.draw(context, rngOf(seed, 'house', kind.name, member.name, draw));
        if (alternative !== undefined && shelf.add(alternative)) added++;
        yield;
      }
    }
  }
  const wholeCuts = tried === 0 ? 0 : Math.round((cuts * taken) / tried);
  return { teacher, pool, alternatives: shelf.sorted(), wholeCuts };
}

/** A member as a whole in a width that may be none of those that are always there. */
export const alternativeOfWidth = (teacher: Member, member: Member, width: number): Alternative | undefined =>
  ofWidth({ teacher, member, whole: wholeNetwork(teacher.graph) }, width);

/** So many of the items, as far from one another as they can be: one at least, unless the share is 0. */
function evenly<T>(items: readonly T[], share: number): readonly T[] {
  const some = items.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  return some.length > 0 || share === 0 ? some : items.slice(items.length / 2, items.length / 2 + 1);
}

function drawsFrom(kind: Kind, effort: HouseEffort, isTeacher: boolean, others: number): number {
  const count = drawsOf(kind.name, effort);
  if (others === 0) return isTeacher ? count : 0;
  return Math.round(isTeacher ? count * kind.teacherShare : (count * (1 - kind.teacherShare)) / others);
}

/** Alternatives that are cheaper than what they replace and differ from one another. */
class Shelf {
  readonly #alternatives = new Map<string, Alternative>();
  readonly #seen = new Set<string>();
  readonly #work = new Map<string, LayerWork>();
  readonly #teacher: Member;
  readonly #offered: (graph: Graph) => boolean;
  readonly #waiting: (graph: Graph) => Graph;

  constructor(teacher: Member, offered: (graph: Graph) => boolean, waiting: (graph: Graph) => Graph) {
    this.#teacher = teacher;
    this.#offered = offered;
    this.#waiting = waiting;
  }

  add(alternative: Alternative): boolean {
    const { id, graph, replaces, solve } = alternative;
    const origin = solve.map(({ layer, reference, channels }) => [layer, reference.tensor, channels]);
    const key = JSON.stringify([placeName(replaces), structureKey(graph), origin]);
    if (this.#alternatives.has(id) || this.#seen.has(key)) return false;
    this.#seen.add(key);
    const [own, original] = [workOf(graph), this.#workAt(alternative)];
    if (!isCheaper(own, original)) return false;
    if (!this.#offered(graph)) return false;
    this.#alternatives.set(id, { ...alternative, graph: this.#waiting(graph) });
    return true;
  }

  sorted(): Alternative[] {
    return [...this.#alternatives.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  #workAt({ replaces }: Alternative) {
    const name = placeName(replaces);
    const known = this.#work.get(name) ?? workOf(extract(this.#teacher.graph, replaces));
    this.#work.set(name, known);
    return known;
  }
}

/**
 * Strictly cheaper in multiply-accumulates or parameters, and in the other not dearer by more than a tenth; or dearer
 * in neither and cheaper in activation functions.
 */
function isCheaper(own: LayerWork, original: LayerWork): boolean {
  const ratios = [own.macs / original.macs, own.parameters / original.parameters];
  const most = Math.max(...ratios);
  return (Math.min(...ratios) < 1 && most <= 1.1) || (most <= 1 && own.functions < original.functions);
}

/** A network with one input and one output as a sub-network of itself; undefined with more of them. */
export function wholeNetwork(graph: Graph): SubNetwork | undefined {
  if (graph.inputs.length !== 1 || graph.outputs.length !== 1) return undefined;
  return { from: graph.inputs[0].name, to: graph.outputs[0].name, nodes: graph.nodes.map(nodeId) };
}

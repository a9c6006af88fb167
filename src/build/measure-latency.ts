import type { Alternative } from '../house/alternative.js';
import type { Comparison } from '../measure/compare-latency.js';
import type { TimedFile } from '../measure/latency-source.js';
import type { Environment } from '../measure/open-latency-source.js';
import { extract } from '../onnx/extract.js';
import type { Graph } from '../onnx/graph.js';
import { structureKey } from '../onnx/structure-key.js';
import { writeGraph } from '../onnx/write-graph.js';
import { keyOf } from '../store/key.js';
import type { NormalMember } from './members.js';
import { encodeJson, type Session } from './session.js';

/** Milliseconds that one alternative takes and that what it replaces takes, of a teacher that takes what {@link teacherLatency} says. */
export interface AloneLatency {
  readonly alternativeMs: number;
  readonly originalMs: number;
}

/** What is timed of an alternative: its graph as it would be emitted, in the place of what it replaces. */
export interface TimedAlternative {
  readonly alternative: Pick<Alternative, 'id' | 'replaces'>;
  readonly graph: Graph;
}

/** Key of the teacher among what is measured beside an original. */
const WHOLE = 'teacher';

/**
 * Latency of every alternative and, once a place, of the whole teacher beside the original that is replaced, alone on the machine: only
 * ratios of what was timed in turn count, so that a machine that is slower for a while does not matter. Latency depends on structure only, so equal structures
 * are measured once, and what the store has is not measured again.
 */
export async function measureLatencies(
  session: Session,
  environment: Environment,
  teacher: NormalMember,
  timed: readonly TimedAlternative[],
  model: string,
): Promise<ReadonlyMap<string, AloneLatency>> {
  const source = await session.latency(environment);
  const machine = source.identity;
  const file = timedFile(teacher, teacher.graph);
  const teacherMs = await teacherLatency(session, environment, file);
  const whole = structureKey(teacher.graph);
  const originals = new Map<string, { graph: Graph; structure: string }>();
  const keys = new Map<string, string>();
  const pending = new Map<string, { reference: Graph; candidates: Map<string, Graph> }>();
  const found = new Map<string, AloneLatency>();
  for (const { alternative, graph } of timed) {
    const place = `${alternative.replaces.from}\n${alternative.replaces.to}`;
    let original = originals.get(place);
    if (original === undefined) {
      const part = extract(teacher.graph, alternative.replaces);
      original = { graph: part, structure: structureKey(part) };
      originals.set(place, original);
    }
    const { runtime, threads } = environment;
    const structure = structureKey(graph);
    const key = keyOf('latency', 2, {
      teacher: whole,
      original: original.structure,
      structure,
      runtime,
      threads,
      machine,
    });
    keys.set(alternative.id, key);
    if (found.has(key)) continue;
    const stored = await session.store.get(key);
    if (stored !== undefined) {
      found.set(key, inMs(JSON.parse(Buffer.from(stored).toString()) as Shares, teacherMs));
      continue;
    }
    const group = pending.get(original.structure) ?? {
      reference: original.graph,
      candidates: new Map<string, Graph>(),
    };
    group.candidates.set(key, graph);
    pending.set(original.structure, group);
  }
  const total = [...pending.values()].reduce((sum, { candidates }) => sum + candidates.size, 0);
  let done = 0;
  for (const [structure, { reference, candidates }] of pending) {
    const measured = await source.compare([
      {
        reference: partFile(reference),
        candidates: [
          ...(structure === whole ? [] : [{ key: WHOLE, ...file }]),
          ...[...candidates].map(([key, graph]) => ({ key, ...partFile(graph) })),
        ],
      },
    ]);
    const original = 1 / (measured.get(WHOLE)?.ratio ?? 1);
    for (const key of candidates.keys()) {
      const shares: Shares = { alternative: measured.get(key)!.ratio * original, original };
      await session.store.put(key, encodeJson(shares));
      found.set(key, inMs(shares, teacherMs));
    }
    done += candidates.size;
    session.context.onProgress({
      model,
      stage: 'measure',
      done,
      total,
      note: `latency on ${environment.runtime}, ${environment.threads} thread(s)`,
    });
  }
  return new Map(timed.map(({ alternative: { id } }) => [id, found.get(keys.get(id)!)!]));
}

/** Shares of the teacher's latency. */
interface Shares {
  readonly alternative: number;
  readonly original: number;
}

const inMs = ({ alternative, original }: Shares, teacherMs: number): AloneLatency => ({
  alternativeMs: alternative * teacherMs,
  originalMs: original * teacherMs,
});

/** Milliseconds of the teacher's file, measured once: what every other latency is a share of. */
export async function teacherLatency(
  session: Session,
  environment: Environment,
  teacher: TimedFile,
): Promise<number> {
  return (await measureStudent(session, environment, teacher, teacher)).referenceMs;
}

export interface EmittedFile extends TimedFile {
  readonly model: Uint8Array;
}

/** The file of a graph as it is emitted: with an open batch where the teacher's has one. */
export const timedFile = ({ dynamicBatch }: NormalMember, graph: Graph): EmittedFile => ({
  model: writeGraph(graph, { batch: dynamicBatch ? 'dynamic' : 1 }),
  structure: JSON.stringify([structureKey(graph), dynamicBatch]),
});

const partFile = (graph: Graph): TimedFile => ({ model: writeGraph(graph), structure: structureKey(graph) });

/** A whole student beside the whole teacher, as files; longer and narrower than for single alternatives. */
export async function measureStudent(
  session: Session,
  environment: Environment,
  teacher: TimedFile,
  student: TimedFile,
): Promise<Comparison> {
  const source = await session.latency(environment);
  const { runtime, threads } = environment;
  const key = keyOf('student latency', 2, {
    teacher: teacher.structure,
    student: student.structure,
    runtime,
    threads,
    machine: source.identity,
  });
  return session.json(key, async () => {
    const measured = await source.compare([{ reference: teacher, candidates: [{ key, ...student }] }], {
      minTimings: 60,
      maxTimings: 2000,
      maxSeconds: 6,
      interval: 0.02,
    });
    return measured.get(key)!;
  });
}

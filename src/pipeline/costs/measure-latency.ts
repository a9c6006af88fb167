import type { TargetEnvironment } from '../../config/plan.js';
import type { Alternative } from '../../house/alternative.js';
import type { LatencyOptions } from '../../measure/compare-latency.js';
import type {
  DescribedCandidate,
  DescribedFile,
  DescribedGroup,
  KnownTiming,
  PredictionError,
} from '../../measure/latencies.js';
import { type FileForm, isWholeName, structureName } from '../../measure/structure-name.js';
import { asOpened } from '../../onnx/as-opened.js';
import { extract } from '../../onnx/extract.js';
import type { Graph } from '../../onnx/graph.js';
import { operatorCounts } from '../../onnx/operator-counts.js';
import { inShell } from '../../onnx/shell.js';
import { writeGraph, writtenBytes } from '../../onnx/write-graph.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import { isForAll } from '../trained-alternative.js';
import { FLOAT32, isEnd, type Lowering } from './lowering.js';

/**
 * Milliseconds that one alternative takes and that what it replaces takes, of a teacher in normal form.
 */
export interface AloneLatency {
  readonly alternativeMs: number;
  readonly originalMs: number;
}

/** What is timed of an alternative: its graph as it would be emitted, in the place of what it replaces. */
export interface TimedAlternative {
  readonly alternative: Pick<Alternative, 'id' | 'replaces'>;
  readonly graph: Graph;
}

/**
 * For alternatives to the whole network, which are students already: what their latency is off by, nothing evens out.
 */
export const TOP_OPTIONS: Partial<LatencyOptions> = { maxTimings: 500, maxSeconds: 1.25, interval: 0.02 };

/** For whole students: longer still. */
export const WHOLE_OPTIONS: Partial<LatencyOptions> = {
  minTimings: 60,
  maxTimings: 2000,
  maxSeconds: 6,
  interval: 0.02,
};

/** Key of the teacher among what is measured beside an original. */
const WHOLE = 'teacher';

/**
 * Latency of every alternative and, once a place, of the whole teacher beside the original that is replaced, alone on
 * the machine: only ratios of what was timed in turn count, so that a machine that is slower for a while does not
 * matter. Latency depends on structure only, so equal structures are measured once, and what the store has is not
 * measured again. What stands for the whole teacher is timed as the file that it would be emitted as.
 *
 * @throws BespokeError PROFILE_LACKS
 */
export async function measureLatencies(
  session: BuildSession,
  environment: TargetEnvironment,
  teacher: NormalMember,
  timed: readonly TimedAlternative[],
  model: string,
  lowering: Lowering = FLOAT32,
): Promise<ReadonlyMap<string, AloneLatency>> {
  const latencies = await session.latency(environment);
  const whole = timedFile(teacher, teacher.graph);
  const given = timedFile(teacher, teacher.asExported);
  const { ms: givenMs } = await teacherLatency(session, environment, given);
  const isAsGiven = whole.structure === given.structure;
  const { ratio } = isAsGiven ? { ratio: 1 } : await measureStudent(session, environment, given, whole);
  const teacherMs = ratio * givenMs;
  const places = new Map<string, { reference: EmittedFile; candidates: Map<string, TimedCandidate> }>();
  const inPlace = (graph: Graph, to: string): Graph =>
    lowering.changesLatency ? lowering.part(graph, isEnd(teacher.graph, to)) : graph;
  for (const { alternative, graph } of timed) {
    const { replaces } = alternative;
    const name = placeOf(alternative);
    const fileOf = (part: Graph): EmittedFile => {
      const lowered = inPlace(part, replaces.to);
      return isForAll(teacher, alternative) ? timedFile(teacher, lowered) : partFile(lowered);
    };
    const place = places.get(name) ?? {
      reference: fileOf(extract(teacher.graph, replaces)),
      candidates: new Map<string, TimedCandidate>(),
    };
    places.set(name, place);
    place.candidates.set(alternative.id, { key: `${name}\n${alternative.id}`, ...fileOf(graph) });
  }
  const groups = [...places].flatMap(([name, { reference, candidates }]): DescribedGroup[] => {
    const isWhole = reference.structure === whole.structure;
    const all = [...(isWhole ? [] : [{ key: `${name}\n${WHOLE}`, ...whole }]), ...candidates.values()];
    return sentTogether(all).map((some) => ({ reference, candidates: some }));
  });
  const pending = await latencies.pending(groups);
  const total = pending.reduce((sum, { candidates }) => sum + candidates.length, 0);
  let done = 0;
  for (const group of pending) {
    await latencies.compare([group], isWholeName(group.reference.structure) ? TOP_OPTIONS : {});
    done += group.candidates.length;
    session.context.onProgress({
      model,
      stage: 'measure',
      done,
      total,
      note: `latency on ${environment.runtime}, ${environment.threads} thread(s)`,
    });
  }
  const answers = await latencies.compare(groups);
  return new Map(
    timed.map(({ alternative }): [string, AloneLatency] => {
      const name = placeOf(alternative);
      const original = 1 / (answers.get(`${name}\n${WHOLE}`)?.ratio ?? 1);
      // What search goes by does not depend on which students were measured again meanwhile, for this target or
      // another.
      const { ratio, firstRatio = ratio } = answers.get(`${name}\n${alternative.id}`)!;
      const share = firstRatio * original;
      return [alternative.id, { alternativeMs: share * teacherMs, originalMs: original * teacherMs }];
    }),
  );
}

/** Bytes of files that are made and sent at one time. */
const SENT_BYTES = 2 ** 26;

interface TimedCandidate extends DescribedCandidate {
  readonly bytes: number;
}

/** Candidates in their order, in lists of files that fit into memory together, or of one. */
function sentTogether(candidates: readonly TimedCandidate[]): TimedCandidate[][] {
  const lists: TimedCandidate[][] = [];
  let left = 0;
  for (const each of candidates) {
    if (lists.length === 0 || each.bytes > left) {
      lists.push([]);
      left = SENT_BYTES;
    }
    lists.at(-1)!.push(each);
    left -= each.bytes;
  }
  return lists;
}

const placeOf = ({ replaces: { from, to } }: TimedAlternative['alternative']): string => `${from}\n${to}`;

/** Milliseconds of the teacher's file, measured once: what every other latency is a share of. */
export async function teacherLatency(
  session: BuildSession,
  environment: TargetEnvironment,
  teacher: DescribedFile,
): Promise<{ readonly ms: number; readonly predicted: PredictionError | undefined }> {
  const { referenceMs, predicted } = await measureStudent(session, environment, teacher, teacher);
  return { ms: referenceMs, predicted };
}

export interface EmittedFile extends DescribedFile {
  readonly model: () => Uint8Array;
  /** Its length. */
  readonly bytes: number;
}

/**
 * The file of a core as it is emitted: in the teacher's shell, with an open batch, height and width where the teacher's
 * has them. What runs it without being told a size takes that of the core.
 */
export function timedFile({ dynamicBatch, openSizes, shell }: NormalMember, core: Graph): EmittedFile {
  const graph = inShell(core, shell);
  const options = { batch: dynamicBatch ? 'dynamic' : 1, openSizes } as const;
  return {
    model: () => writeGraph(graph, options),
    bytes: writtenBytes(graph, options),
    structure: structureName(asOpened(graph), formOf(dynamicBatch, openSizes !== undefined)),
    operators: () => operatorCounts(asOpened(graph)),
  };
}

function formOf(dynamicBatch: boolean, opensSize: boolean): FileForm {
  if (dynamicBatch) return opensSize ? 'open batch and size' : 'open batch';
  return opensSize ? 'one sample, open size' : 'one sample';
}

const partFile = (graph: Graph): EmittedFile => ({
  model: () => writeGraph(graph),
  bytes: writtenBytes(graph),
  structure: structureName(asOpened(graph), 'part'),
  operators: () => operatorCounts(asOpened(graph)),
});

/**
 * A whole student beside the whole teacher, as files.
 * @param partsRatio share of the teacher's latency that the student's parts come to
 */
export async function measureStudent(
  session: BuildSession,
  environment: TargetEnvironment,
  teacher: DescribedFile,
  student: DescribedFile,
  partsRatio?: number,
): Promise<KnownTiming> {
  const latencies = await session.latency(environment);
  const candidate = { key: student.structure, ...student, partsRatio };
  const answers = await latencies.compare([{ reference: teacher, candidates: [candidate] }], WHOLE_OPTIONS);
  return answers.get(candidate.key)!;
}

/**
 * Measures a student anew, several times: from then on {@link measureStudent} gives the median. Where nothing is
 * measured, what is known stays.
 */
export async function measureAgain(
  session: BuildSession,
  environment: TargetEnvironment,
  teacher: DescribedFile,
  student: DescribedFile,
): Promise<void> {
  const latencies = await session.latency(environment);
  await latencies.repeat?.(teacher, student, WHOLE_OPTIONS);
}

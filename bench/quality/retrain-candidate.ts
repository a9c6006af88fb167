import type { Graph } from '../../src/onnx/graph.js';
import { PEAK_RATE } from '../../src/pipeline/retrain/learning-rate.js';
import { type RateCycle, retrainStudent } from '../../src/pipeline/retrain/retrain-student.js';
import type { RetrainingContext } from '../../src/pipeline/retrain/retraining-context.js';
import { digestOf } from '../../src/pipeline/session.js';
import { keyOf } from '../../src/store/key.js';
import type { Candidate } from './candidate.js';
import type { JsonLines } from './json-lines.js';
import type { Bench } from './open-bench.js';
import { polishCandidate } from './polish-candidate.js';
import type { RetrainingClock } from './retraining-clock.js';
import { rightSamples } from './right-samples.js';
import type { Quality, Row } from './row.js';

/** What is kept of one sitting for the next. */
export interface Kept {
  readonly rows: JsonLines<Row>;
  readonly clock: RetrainingClock;
}

/** What of a row is known once its network is retrained. */
export type Outcome = Pick<
  Row,
  'key' | 'segments' | 'steps' | 'seconds' | 'polishSeconds' | 'assembled' | 'polished' | 'retrained'
> & {
  /** Where retraining chose among several. */
  readonly selected?: Pick<Candidate, 'detail' | 'costs' | 'share'>;
};

/**
 * Polishes a network where a build would, then retrains it for a number of segments, from the last checkpoint that the
 * store has; one that is finished costs nothing. Of the states after the segments, and the one before them, that with
 * the best top-1 on the validation images is kept, for every network alike.
 */
export async function retrainCandidate(
  bench: Bench,
  retraining: RetrainingContext,
  candidate: Pick<Candidate, 'name' | 'graph' | 'chosen'>,
  segments: number,
  { rows, clock }: Kept,
): Promise<Outcome> {
  const { session, trained } = bench;
  const { judge } = trained;
  const { name, graph: assembled } = candidate;
  const polish = await polishCandidate(bench, candidate, clock);
  const start = await better(assembled, polish.graph);

  const cycle: RateCycle = { firstSegment: 0, segments, peak: PEAK_RATE };
  const decisive = { ...retraining.identity, ...cycle, judge: judge.identity };
  const cycleKey = keyOf('cycle of the bench', 1, { ...decisive, student: digestOf(start) });
  const note = clock.start(cycleKey);
  const { student } = await retrainStudent(session, retraining, judge, start, cycle, (done, top1) => {
    note(`${done}`);
    console.error(`${name}: segment ${done} of ${segments}, ${(100 * top1).toFixed(2)}`);
  });

  const stages = [assembled, polish.graph, student];
  const digests = stages.map((graph) => (graph === undefined ? null : digestOf(graph)));
  const key = keyOf('row of the bench', 1, { ...decisive, stages: digests });
  const known = rows.all.find((row) => row.key === key);
  const qualityOf = (graph: Graph): Promise<Quality> => rightSamples(bench, graph);
  return {
    key,
    segments,
    steps: segments * retraining.segmentSteps,
    seconds: clock.seconds(cycleKey, segments),
    polishSeconds: polish.seconds,
    assembled: known?.assembled ?? (await qualityOf(assembled)),
    polished: known?.polished ?? (polish.graph === undefined ? null : await qualityOf(polish.graph)),
    retrained: known?.retrained ?? (await qualityOf(student)),
  };

  /** What polishing made worse is not taken. */
  async function better(one: Graph, other: Graph | undefined): Promise<Graph> {
    const value = await judge.of(one);
    return other === undefined || judge.quality.loss(value, await judge.of(other)) > 0 ? one : other;
  }
}

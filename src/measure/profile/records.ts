import type { OperatorCounts } from '../../onnx/operator-counts.js';
import type { DescribedCandidate, DescribedFile } from '../latencies.js';
import type { Timing } from '../timing.js';

export interface RecordedPair {
  readonly reference: string;
  readonly candidate: string;
  readonly timing: Timing;
  readonly partsRatio: number | undefined;
}

/** The pairs of structures that were timed, and what the structures are made of. */
export class Records {
  readonly #pairs = new Map<string, RecordedPair>();
  readonly #structures = new Map<string, OperatorCounts>();

  add(
    reference: DescribedFile,
    candidate: DescribedFile & Pick<DescribedCandidate, 'partsRatio'>,
    timing: Timing,
  ): void {
    for (const { structure, operators } of [reference, candidate])
      if (!this.#structures.has(structure)) this.#structures.set(structure, operators());
    const key = pairKey(reference.structure, candidate.structure);
    const partsRatio = candidate.partsRatio ?? this.#pairs.get(key)?.partsRatio;
    this.#pairs.set(key, {
      reference: reference.structure,
      candidate: candidate.structure,
      timing,
      partsRatio,
    });
  }

  timing(reference: string, candidate: string): Timing | undefined {
    return this.#pairs.get(pairKey(reference, candidate))?.timing;
  }

  get pairs(): readonly RecordedPair[] {
    return [...this.#pairs.values()];
  }

  get structures(): ReadonlyMap<string, OperatorCounts> {
    return this.#structures;
  }
}

const pairKey = (reference: string, candidate: string): string => `${reference}\n${candidate}`;

import type { TargetPlan } from '../../config/plan.js';
import { keyOf } from '../../store/key.js';
import type { Store } from '../../store/store.js';
import type { LatencyOptions } from '../compare-latency.js';
import type { Answer, DescribedFile, DescribedGroup, Latencies } from '../latencies.js';
import type { LatencySource, TimedGroup } from '../latency-source.js';
import { type Timing, timingOf } from '../timing.js';
import { Records } from './records.js';

/**
 * Latencies that a source measures, each pair of structures once: what the store has is not measured again. Keeps a record of all
 * that it was asked for, to be made a device profile of.
 */
export class StoredLatencies implements Latencies {
  readonly identity: string;
  /** The device in words. */
  readonly description: string;
  readonly records = new Records();
  readonly #source: LatencySource;
  readonly #store: Store;
  readonly #environment: Pick<TargetPlan, 'runtime' | 'threads'>;

  constructor(
    source: LatencySource,
    store: Store,
    { runtime, threads }: Pick<TargetPlan, 'runtime' | 'threads'>,
  ) {
    this.identity = source.identity;
    this.description = source.description ?? source.identity;
    this.#source = source;
    this.#store = store;
    this.#environment = { runtime, threads };
  }

  async pending(groups: readonly DescribedGroup[]): Promise<readonly DescribedGroup[]> {
    const seen = new Set<string>();
    const found: DescribedGroup[] = [];
    for (const { reference, candidates } of groups) {
      const unknown: DescribedGroup['candidates'][number][] = [];
      for (const candidate of candidates) {
        const key = this.#key(reference, candidate);
        if (seen.has(key)) continue;
        seen.add(key);
        if ((await this.#known(reference, candidate)) === undefined) unknown.push(candidate);
      }
      if (unknown.length > 0) found.push({ reference, candidates: unknown });
    }
    this.#source.announce?.(found.reduce((sum, { candidates }) => sum + candidates.length, 0));
    return found;
  }

  async compare(
    groups: readonly DescribedGroup[],
    options: Partial<LatencyOptions> = {},
  ): Promise<ReadonlyMap<string, Answer>> {
    for (const { reference, candidates } of await this.pending(groups)) {
      const measured = await this.#source.compare([timedGroup({ reference, candidates })], options);
      for (const candidate of candidates)
        await this.#keep(reference, candidate, timingOf(measured.get(candidate.key)!));
    }
    const answers = new Map<string, Answer>();
    for (const { reference, candidates } of groups) {
      for (const candidate of candidates) {
        const timing = (await this.#known(reference, candidate))!;
        this.records.add(reference, candidate, timing);
        answers.set(candidate.key, timing);
      }
    }
    return answers;
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  async #known(reference: DescribedFile, candidate: DescribedFile): Promise<Timing | undefined> {
    const recorded = this.records.timing(reference.structure, candidate.structure);
    if (recorded !== undefined) return recorded;
    const stored = await this.#store.get(this.#key(reference, candidate));
    return stored === undefined ? undefined : (JSON.parse(Buffer.from(stored).toString()) as Timing);
  }

  async #keep(reference: DescribedFile, candidate: DescribedFile, timing: Timing): Promise<void> {
    // What the store dropped meanwhile is still here.
    this.records.add(reference, candidate, timing);
    await this.#store.put(this.#key(reference, candidate), Buffer.from(JSON.stringify(timing)));
  }

  #key(reference: DescribedFile, candidate: DescribedFile): string {
    return keyOf('latency', 3, {
      reference: reference.structure,
      candidate: candidate.structure,
      ...this.#environment,
      machine: this.identity,
    });
  }
}

/** What a source is given: data that can go to other processes. */
const timedGroup = ({ reference, candidates }: DescribedGroup): TimedGroup => ({
  reference: { model: reference.model, structure: reference.structure },
  candidates: candidates.map(({ key, model, structure }) => ({ key, model, structure })),
});

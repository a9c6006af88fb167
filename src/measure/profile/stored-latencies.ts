import type { TargetPlan } from '../../config/plan.js';
import { keyOf } from '../../store/key.js';
import type { Store } from '../../store/store.js';
import type { LatencyOptions } from '../compare-latency.js';
import type { DescribedFile, DescribedGroup, KnownTiming, Latencies } from '../latencies.js';
import type { LatencySource, TimedGroup } from '../latency-source.js';
import { medianTiming, type Timing, timingOf } from '../timing.js';
import { Records } from './records.js';

/** Measurements of a pair that is measured anew. */
const REPEATS = 7;

/**
 * Latencies that a source measures, each pair of structures once: what the store has is not measured again. Keeps a
 * record of all that it was asked for, to be made a device profile of.
 */
export class StoredLatencies implements Latencies {
  readonly identity: string;
  /** The device in words. */
  readonly description: string;
  readonly records = new Records();
  readonly outputs: Latencies['outputs'];
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
    this.outputs = source.outputs;
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
  ): Promise<ReadonlyMap<string, KnownTiming>> {
    for (const { reference, candidates } of await this.pending(groups)) {
      const measured = await this.#source.compare([timedGroup({ reference, candidates })], options);
      for (const candidate of candidates)
        await this.#keep(reference, candidate, timingOf(measured.get(candidate.key)!));
    }
    const answers = new Map<string, KnownTiming>();
    for (const { reference, candidates } of groups) {
      for (const candidate of candidates) {
        const timing = (await this.#known(reference, candidate))!;
        this.records.add(reference, candidate, timing);
        answers.set(candidate.key, timing);
      }
    }
    return answers;
  }

  async repeat(
    reference: DescribedFile,
    candidate: DescribedFile,
    options: Partial<LatencyOptions> = {},
  ): Promise<void> {
    const { ratio, firstRatio = ratio } = (await this.#known(reference, candidate)) ?? {};
    const first = firstRatio === undefined ? {} : { firstRatio };
    const key = this.#key(reference, candidate, 'repeated latency');
    const stored = await this.#stored(key);
    if (stored !== undefined) this.records.add(reference, candidate, { ...stored, ...first });
    else {
      const repeated = await this.#repeated(reference, candidate, options);
      await this.#keep(reference, candidate, { ...repeated, ...first }, key);
    }
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  async #known(reference: DescribedFile, candidate: DescribedFile): Promise<Timing | undefined> {
    const recorded = this.records.timing(reference.structure, candidate.structure);
    if (recorded !== undefined) return recorded;
    return this.#stored(this.#key(reference, candidate));
  }

  async #stored(key: string): Promise<Timing | undefined> {
    const stored = await this.#store.get(key);
    return stored === undefined ? undefined : (JSON.parse(Buffer.from(stored).toString()) as Timing);
  }

  async #repeated(
    reference: DescribedFile,
    candidate: DescribedFile,
    options: Partial<LatencyOptions>,
  ): Promise<Timing> {
    const key = candidate.structure;
    const timings: Timing[] = [];
    this.#source.announce?.(REPEATS);
    while (timings.length < REPEATS) {
      const group = timedGroup({ reference, candidates: [{ ...candidate, key }] });
      timings.push(timingOf((await this.#source.compare([group], options)).get(key)!));
    }
    return medianTiming(timings);
  }

  async #keep(
    reference: DescribedFile,
    candidate: DescribedFile,
    timing: Timing,
    key = this.#key(reference, candidate),
  ): Promise<void> {
    // What the store dropped meanwhile is still here.
    this.records.add(reference, candidate, timing);
    await this.#store.put(key, Buffer.from(JSON.stringify(timing)));
  }

  #key(reference: DescribedFile, candidate: DescribedFile, what = 'latency'): string {
    return keyOf(what, 3, {
      reference: reference.structure,
      candidate: candidate.structure,
      ...this.#environment,
      machine: this.identity,
    });
  }
}

/** What a source is given: data that can go to other processes. */
const timedGroup = ({ reference, candidates }: DescribedGroup): TimedGroup => ({
  reference: { model: reference.model(), structure: reference.structure },
  candidates: candidates.map(({ key, model, structure }) => ({ key, model: model(), structure })),
});

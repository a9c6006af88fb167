import { readProfile } from '../../config/device-profile.js';
import type { DeviceProfile } from '../../config/gen/profile-schema.js';
import type { TargetPlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import { keyOf } from '../../store/key.js';
import type {
  DescribedCandidate,
  DescribedFile,
  DescribedGroup,
  KnownTiming,
  Latencies,
} from '../latencies.js';
import { LatencyPredictor } from './latency-predictor.js';
import { structureLatencies } from './structure-latencies.js';

type ProfiledTarget = Pick<TargetPlan, 'name' | 'onUnprofiled'>;

/**
 * Latencies that a device profile has, and, where the target wants it, predictions of those that it lacks. Nothing is
 * measured.
 */
export class ProfiledLatencies implements Latencies {
  /** Of what was measured; how the device is described does not matter. */
  readonly identity: string;
  readonly #profile: DeviceProfile;
  readonly #target: ProfiledTarget;
  readonly #known: ReadonlyMap<string, number>;
  /** Made when it is first needed. */
  #predictor: LatencyPredictor | undefined;
  /** What was predicted, so that asking again without the parts gives the same. */
  readonly #predicted = new Map<string, KnownTiming>();

  constructor(profile: DeviceProfile, target: ProfiledTarget) {
    const { runtime, threads, comparisons, structures } = profile;
    this.identity = keyOf('device profile', 1, { runtime, threads, comparisons, structures } as never);
    this.#profile = profile;
    this.#target = target;
    this.#known = structureLatencies(profile);
  }

  async pending(groups: readonly DescribedGroup[]): Promise<readonly DescribedGroup[]> {
    this.#refuseUnknown(groups);
    return [];
  }

  async compare(groups: readonly DescribedGroup[]): Promise<ReadonlyMap<string, KnownTiming>> {
    this.#refuseUnknown(groups);
    return new Map(
      groups.flatMap(({ reference, candidates }) =>
        candidates.map((candidate): [string, KnownTiming] => [
          candidate.key,
          this.#answer(reference, candidate),
        ]),
      ),
    );
  }

  async close(): Promise<void> {}

  #answer(reference: DescribedFile, candidate: DescribedCandidate): KnownTiming {
    const measured = this.#profile.comparisons[reference.structure]?.[candidate.structure];
    if (measured !== undefined) return measured;
    const [referenceMs, medianMs] = [reference, candidate].map(({ structure }) => this.#known.get(structure));
    if (referenceMs !== undefined && medianMs !== undefined)
      return { ratio: medianMs / referenceMs, medianMs, referenceMs, runs: 0 };
    const pair = `${reference.structure}\n${candidate.structure}`;
    const answer = this.#predicted.get(pair) ?? this.#predict(reference, candidate);
    this.#predicted.set(pair, answer);
    return answer;
  }

  #predict(reference: DescribedFile, candidate: DescribedCandidate): KnownTiming {
    this.#predictor ??= new LatencyPredictor(this.#profile);
    const predictor = this.#predictor;
    if (predictor.error === undefined) throw this.#tooFew();
    const msOf = ({ structure, operators }: DescribedFile): number =>
      this.#known.get(structure) ?? predictor.ms(operators());
    const referenceMs = msOf(reference);
    const parts = this.#known.has(candidate.structure) ? undefined : predictor.byParts(candidate.partsRatio);
    if (parts !== undefined) return { ...parts, medianMs: parts.ratio * referenceMs, referenceMs, runs: 0 };
    const medianMs = msOf(candidate);
    return { ratio: medianMs / referenceMs, medianMs, referenceMs, runs: 0, predicted: predictor.error };
  }

  #refuseUnknown(groups: readonly DescribedGroup[]): void {
    if (this.#target.onUnprofiled === 'predict') return;
    const asked = new Set(
      groups.flatMap(({ reference, candidates }) =>
        [reference, ...candidates].map(({ structure }) => structure),
      ),
    );
    const unknown = [...asked].filter((structure) => !this.#known.has(structure));
    if (unknown.length === 0) return;
    const { name } = this.#target;
    throw new BespokeError({
      code: 'PROFILE_LACKS',
      what: `the device profile lacks the latencies of ${unknown.length} of ${asked.size} networks that are needed`,
      where: `targets.${name}.profile`,
      accepted: "a profile that contains them, or onUnprofiled: 'predict' for this target",
      next: `Measure them: bespoke profile --target ${name}`,
    });
  }

  #tooFew(): BespokeError {
    const { name } = this.#target;
    return new BespokeError({
      code: 'PROFILE_LACKS',
      what: 'the device profile has too few latencies to predict others from',
      where: `targets.${name}.profile`,
      value: Object.keys(this.#profile.structures).length,
      next: `Measure the device: bespoke profile --target ${name}`,
    });
  }
}

/**
 * The latencies in a profile.
 * @param path of its file
 * @throws BespokeError PROFILE_INVALID, PROFILE_MISMATCH
 */
export const profiledLatencies = async (path: string, target: TargetPlan): Promise<Latencies> =>
  new ProfiledLatencies(await readProfile(path, target), target);

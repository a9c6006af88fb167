import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputPlan } from '../../config/plan.js';
import { isSoundActivations } from '../../data/activation-reader.js';
import { sizeOf } from '../../onnx/tensor.js';
import { keyOf } from '../../store/key.js';
import { storeError } from '../../store/store-error.js';
import { type Recording, type RecordJob, recordTask } from '../../train/activations/record.js';
import { type BuildSession, isOpen } from '../session.js';
import type { NormalMember } from './members.js';
import { preprocessingOf } from './preprocessing.js';
import type { SampleSplit } from './sample-split.js';

/** The first `count` samples of a split (in its seeded order) at one tensor of one network. */
export interface WantedActivation {
  readonly member: NormalMember;
  readonly samples: SampleSplit;
  readonly tensor: string;
  readonly count: number;
}

const BATCH = 64;

/** Activations on disk at one time. */
export const ACTIVATION_BYTES = 1.5 * 2 ** 30;

/**
 * Activations on disk, recorded when a step wants them and removed when none does, so that the disk they take is
 * bounded. Each session has a folder of its own, since two may work side by side; that of one that was killed is taken
 * over.
 */
export class ActivationFiles {
  readonly #session: BuildSession;
  readonly #input: InputPlan;
  readonly #label: string;
  readonly #directory: string;

  /** @param label names a folder; steps that run side by side need folders of their own. */
  constructor(session: BuildSession, input: InputPlan, label = 'activations') {
    this.#session = session;
    this.#input = input;
    this.#label = label;
    this.#directory = join(session.scratch, `${label}.${session.id}`);
  }

  path(wanted: WantedActivation): string {
    const { member, samples, tensor, count } = wanted;
    const input = preprocessingOf(this.#input);
    const order = samples.order.slice(0, count);
    const key = keyOf('activations', 2, {
      member: member.digest,
      data: samples.digest,
      input,
      order,
      tensor,
    });
    return join(this.#directory, `${key}.act`);
  }

  bytes({ member, tensor, count }: WantedActivation): number {
    return count * sampleBytes(member, tensor);
  }

  /** Records what is not there yet: every network runs once over its samples. */
  async ensure(wanted: readonly WantedActivation[]): Promise<void> {
    await this.#takeOver();
    await mkdir(this.#directory, { recursive: true }).catch((error) => {
      throw storeError(error, this.#directory);
    });
    const jobs = new Map<string, RecordJob & { readonly recordings: Recording[] }>();
    const planned = new Set<string>();
    for (const each of wanted) {
      const path = this.path(each);
      if (planned.has(path) || this.#isSound(path)) continue;
      planned.add(path);
      const { member, samples, tensor, count } = each;
      const key = `${member.name}\n${samples.path}`;
      const job = jobs.get(key) ?? {
        graph: member.graph,
        dataset: samples.path,
        input: this.#input,
        indices: samples.order,
        batch: BATCH,
        recordings: [],
      };
      job.recordings.push({ tensor, path, count, dtype: isExact(member, tensor) ? 'float32' : 'float16' });
      jobs.set(key, job);
    }
    const last = (job: RecordJob): number => Math.max(...job.recordings.map(({ count }) => count));
    await Promise.all(
      [...jobs.values()].map((job) =>
        this.#session.workers.run(recordTask, { ...job, indices: job.indices.slice(0, last(job)) }),
      ),
    );
    for (const path of planned) this.#session.checked.add(path);
  }

  /** Whether the file is there, and what was written when it comes from an earlier build; a damaged one is removed. */
  #isSound(path: string): boolean {
    if (!existsSync(path)) return false;
    if (this.#session.checked.has(path)) return true;
    const sound = isSoundActivations(path);
    if (sound) this.#session.checked.add(path);
    return sound;
  }

  /** Removes every file that is not among `wanted`, and the folder where nothing is. */
  async keepOnly(wanted: readonly WantedActivation[]): Promise<void> {
    await this.#takeOver();
    const kept = new Set(wanted.map((each) => this.path(each)));
    const paths = (await namesIn(this.#directory)).map((name) => join(this.#directory, name));
    for (const path of kept.size === 0 ? [this.#directory] : paths) {
      if (kept.has(path)) continue;
      await rm(path, { recursive: true, force: true }).catch((error) => {
        throw storeError(error, this.#directory);
      });
    }
  }

  /** Takes the folder of a session that is no more, and removes those of others. */
  async #takeOver(): Promise<void> {
    const { scratch } = this.#session;
    for (const name of await namesIn(scratch)) {
      const [label, owner] = name.split('.');
      if (label !== this.#label || (owner !== undefined && isOpen(owner))) continue;
      const path = join(scratch, name);
      // Somebody else may have been quicker.
      if (existsSync(this.#directory)) await rm(path, { recursive: true, force: true }).catch(() => {});
      else await rename(path, this.#directory).catch(() => {});
    }
  }
}

const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);

/** Whether float16 would not do: outputs of a network, and a row that holds integers. */
const isExact = ({ graph, shell }: NormalMember, tensor: string): boolean =>
  (shell?.packing ? [...graph.outputs, ...graph.inputs] : graph.outputs).some(({ name }) => name === tensor);

/** Bytes of one sample at a tensor: float16, or float32 at the outputs of a network and for a row of its inputs. */
export function sampleBytes(member: NormalMember, tensor: string): number {
  const type = member.graph.values.get(tensor);
  if (type === undefined) throw new Error(`${member.name} has no activation '${tensor}'`);
  return sizeOf(type.dims) * (isExact(member, tensor) ? 4 : 2);
}

/**
 * Splits jobs, in their order, into groups whose activation files together stay under `limitBytes`; a job that alone
 * needs more has a group of its own.
 */
export function groupsUnder<Job>(
  jobs: readonly Job[],
  limitBytes: number,
  files: ActivationFiles,
  wantedBy: (job: Job) => readonly WantedActivation[],
): Job[][] {
  const groups: Job[][] = [];
  let inGroup = new Map<string, number>();
  let total = 0;
  for (const job of jobs) {
    const needs = wantedBy(job).map((wanted) => [files.path(wanted), files.bytes(wanted)] as const);
    const extra = (known: ReadonlyMap<string, number>): number =>
      [...new Map(needs)].reduce((sum, [path, bytes]) => (known.has(path) ? sum : sum + bytes), 0);
    if (groups.length === 0 || total + extra(inGroup) > limitBytes) {
      groups.push([]);
      inGroup = new Map();
      total = 0;
    }
    total += extra(inGroup);
    for (const [path, bytes] of needs) inGroup.set(path, bytes);
    groups.at(-1)!.push(job);
  }
  return groups;
}

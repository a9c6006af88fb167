import type { ModelPlan } from '../../config/plan.js';
import { looksAt } from '../../config/quality-metrics.js';
import { BespokeError } from '../../errors.js';
import type { Graph } from '../../onnx/graph.js';
import { type Shell, unshelled } from '../../onnx/shell.js';
import type { NormalForm } from '../../runtime/normal-form.js';
import type { TiedSize, TriedSizes } from '../../runtime/open-sizes.js';
import { keyOf } from '../../store/key.js';
import { type BuildSession, decodeGraph, digestOf, encodeGraph } from '../session.js';
import { memberNames } from './member-names.js';
import { type NormaliseJob, normaliseTask } from './normalise.js';

/** A network of the pool, or the teacher, in normal form. */
export interface NormalMember {
  /** See {@link memberNames}. */
  readonly name: string;
  /** The core of the network: see {@link unshelled}. */
  readonly graph: Graph;
  /** The core with the operators of the file, whose latency is the teacher's; often the same. */
  readonly asExported: Graph;
  /** Undefined where the whole network is its core. Students are emitted in the teacher's. */
  readonly shell: Shell | undefined;
  /** Of the core. */
  readonly digest: string;
  readonly dynamicBatch: boolean;
  /** Sizes that it takes besides the one that it was read at, where its file leaves height or width open. */
  readonly openSizes: TriedSizes | undefined;
}

/** Teacher first, then the pool in the order of the config; `digests` are those of the files. */
export async function loadMembers(
  session: BuildSession,
  model: ModelPlan,
  digests: readonly string[],
): Promise<readonly NormalMember[]> {
  const paths = [model.teacher, ...model.pool];
  const names = memberNames(model);
  // All but classes is read from what the model really gives.
  const keepsSoftmax = looksAt(model.quality.metric) !== 'classes';
  const members = await Promise.all(
    paths.map(async (path, index): Promise<NormalMember> => {
      const where = names[index];
      const size = model.input.size ?? null;
      const { length, fixed } = model.input;
      const key = keyOf('normal form', 4, {
        file: digests[index],
        size,
        ...(length === undefined ? {} : { length }),
        ...(fixed === undefined ? {} : { fixed }),
      });
      const exportedKey = keyOf('normal form: as exported', 1, { key });
      const job: NormaliseJob = { path, where, inputSize: size ?? undefined, length, fixed };
      const normalise = (): Promise<NormalForm> => session.workers.run(normaliseTask, job);
      const stored = await session.json(keyOf('normal form: export', 3, { key }), async () => {
        const { graph, asExported, ...about } = await normalise();
        await session.store.put(key, encodeGraph(graph));
        if (asExported !== undefined) await session.store.put(exportedKey, encodeGraph(asExported));
        return { ...about, isRewritten: asExported !== undefined };
      });
      for (const warning of stored.warnings) session.context.onWarning(`${where}: ${warning}`);
      const bytes = await session.bytes(key, async () => encodeGraph((await normalise()).graph));
      const { dynamicBatch, sizes, isRewritten, packing } = stored;
      const unpack = (each: Uint8Array) => unshelled(decodeGraph(each), { keepsSoftmax, packing });
      const { core, shell } = unpack(bytes);
      // Nothing is a share of what members of the pool take.
      const asExported =
        isRewritten && index === 0
          ? unpack(await session.bytes(exportedKey, async () => encodeGraph((await normalise()).asExported!)))
              .core
          : core;
      const isTied = sizes !== undefined && 'reason' in sizes;
      if (isTied && index === 0) session.context.onWarning(tiedText(model, sizes));
      const openSizes = isTied ? undefined : sizes;
      return {
        name: names[index],
        graph: core,
        asExported,
        shell,
        digest: digestOf(core),
        dynamicBatch,
        openSizes,
      };
    }),
  );
  for (const member of members.slice(1)) refuseOtherInput(members[0], member);
  return members;
}

/** What a file that leaves the size open lets expect, and why it is not so; `input.size` is there for such a file. */
function tiedText({ name, input }: ModelPlan, { inFile, reason }: TiedSize): string {
  const expected = inFile
    ? 'as the teacher does, though its file leaves the size open'
    : 'though the teacher takes other sizes';
  return `${name}: students take only ${input.size?.join(' x ')}, ${expected}: ${reason}`;
}

function refuseOtherInput(teacher: NormalMember, member: NormalMember): void {
  const show = ({ graph, shell }: NormalMember): string =>
    (shell?.packing ?? graph.inputs.map((input) => ({ ...input, name: '' })))
      .map(({ name, dtype, dims }) => `${name} ${dtype} [${dims.join(', ')}]`.trim())
      .sort()
      .join(', ');
  if (show(teacher) === show(member)) return;
  throw new BespokeError({
    code: 'POOL_INPUT',
    what: 'this member of the pool takes a different input than the teacher',
    where: member.name,
    value: show(member),
    accepted: `${show(teacher)}, as ${teacher.name} takes it`,
    next: 'Export it with the same input size and layout, or remove it from the pool.',
  });
}

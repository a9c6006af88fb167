import { basename } from 'node:path';
import type { ModelPlan } from '../config/plan.js';
import { BespokeError } from '../errors.js';
import type { Graph } from '../onnx/graph.js';
import type { NormalForm } from '../runtime/normal-form.js';
import { keyOf } from '../store/key.js';
import { decodeGraph, digestOf, encodeGraph, type Session } from './session.js';
import { normaliseTask } from './tasks/normalise.js';

/** A network of the pool, or the teacher, in normal form. */
export interface NormalMember {
  /** Base name of its file, with a number behind where two files share one. */
  readonly name: string;
  readonly graph: Graph;
  readonly digest: string;
  readonly dynamicBatch: boolean;
}

/** Teacher first, then the pool in the order of the config; `digests` are those of the files. */
export async function loadMembers(
  session: Session,
  model: ModelPlan,
  digests: readonly string[],
): Promise<readonly NormalMember[]> {
  const paths = [model.teacher, ...model.pool];
  const names = uniqueNames(paths.map((path) => basename(path)));
  const members = await Promise.all(
    paths.map(async (path, index): Promise<NormalMember> => {
      const where = names[index];
      const size = model.input.size ?? null;
      const key = keyOf('normal form', 2, { file: digests[index], size });
      const normalise = (): Promise<NormalForm> =>
        session.workers.run(normaliseTask, { path, where, inputSize: size ?? undefined });
      const stored = await session.json(keyOf('normal form: batch', 1, { key }), async () => {
        const { graph, dynamicBatch } = await normalise();
        await session.store.put(key, encodeGraph(graph));
        return { dynamicBatch };
      });
      const bytes = await session.bytes(key, async () => encodeGraph((await normalise()).graph));
      const graph = decodeGraph(bytes);
      return { name: names[index], graph, digest: digestOf(graph), dynamicBatch: stored.dynamicBatch };
    }),
  );
  for (const member of members.slice(1)) refuseOtherInput(members[0], member);
  return members;
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}~${count}`;
  });
}

function refuseOtherInput(teacher: NormalMember, member: NormalMember): void {
  const show = ({ graph }: NormalMember): string =>
    `${graph.inputs[0].dtype} [${graph.inputs[0].dims.join(', ')}]`;
  if (show(teacher) === show(member)) return;
  throw new BespokeError({
    code: 'POOL_INPUT',
    what: 'this member of the pool takes another input than the teacher',
    where: member.name,
    value: show(member),
    accepted: `${show(teacher)}, as ${teacher.name} takes it`,
    next: 'Export it with the same input size and layout, or take it out of the pool.',
  });
}

import type { ModelPlan } from '../config/plan.js';
import type { Member, ModelHouse } from '../house/alternative.js';
import { buildHouse } from '../house/build-house.js';
import { enumerateSubNetworks } from '../house/enumerate.js';
import { keyOf } from '../store/key.js';
import { type ChannelMeansJob, channelMeansTask } from '../train/activations/channel-means.js';
import { blockers } from '../train/gradient/blockers.js';
import type { NormalMember } from './members.js';
import type { Samples } from './samples.js';
import type { Session } from './session.js';

const SAMPLES = 256;

/** The model house: no weights trained yet. Pure but for the channel means, which are measured once a member. */
export async function raiseHouse(
  session: Session,
  model: ModelPlan,
  members: readonly NormalMember[],
  train: Samples,
): Promise<ModelHouse> {
  const [teacher, ...pool] = await Promise.all(
    members.map((member) => withMeans(session, model, member, train)),
  );
  const { subNetworks, maxSpan, imported, approximated, shortened } = session.plan.effort;
  return buildHouse({
    teacher,
    pool,
    effort: { subNetworks, maxSpan, imported, approximated, shortened },
    seed: session.plan.seed,
    offered: (graph) => blockers(graph).length === 0,
  });
}

async function withMeans(
  session: Session,
  model: ModelPlan,
  member: NormalMember,
  train: Samples,
): Promise<Member> {
  const { scale, mean, std, layout } = model.input;
  const indices = train.order.slice(0, SAMPLES);
  const input = { scale, mean, std, layout };
  const key = keyOf('channel means', 1, { member: member.digest, data: train.digest, indices, input });
  const job: ChannelMeansJob = {
    graph: member.graph,
    dataset: train.path,
    input: model.input,
    indices,
    batch: 64,
  };
  const means = await session.json(key, async () => {
    const measured = await session.workers.run<Map<string, Float64Array>>(channelMeansTask, job);
    return [...measured].map(([tensor, values]) => [tensor, [...values]] as const);
  });
  return {
    name: member.name,
    graph: member.graph,
    subNetworks: enumerateSubNetworks(member.graph),
    channelMeans: new Map(means.map(([tensor, values]) => [tensor, Float64Array.from(values)])),
  };
}

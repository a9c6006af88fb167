import type { DeviceProfile } from '../config/gen/profile-schema.js';
import type { BuildPlan, TargetPlan } from '../config/plan.js';
import { openLatencySource } from '../measure/open-latency-source.js';
import { profileOf } from '../measure/profile/profile-of.js';
import { StoredLatencies } from '../measure/profile/stored-latencies.js';
import { prepareTarget } from './build-target.js';
import { measureEmitted } from './choose/measure-emitted.js';
import { inSession } from './in-session.js';
import { readInputs } from './inputs/model-inputs.js';
import type { BuildContext } from './result.js';
import type { BuildSession, OpenSource } from './session.js';
import { Stopwatch } from './stopwatch.js';
import { trainModel } from './train-model.js';

/**
 * Measures all that a build of the plan asks of one target, live, and makes a device profile of it: teacher, parts,
 * alternatives, whole members of the pool, students that search asks for. What the store has is not measured again, so
 * an interrupted run goes on.
 *
 * @param before the profile that the target has; its other entries are kept when it is of the same device
 * @throws BespokeError for what the user can mend; the signal's reason when aborted
 */
export async function profileTarget(
  plan: BuildPlan,
  { profile: _, ...rest }: TargetPlan,
  context: BuildContext,
  before: DeviceProfile | undefined,
  openSource: OpenSource = openLatencySource,
): Promise<DeviceProfile> {
  const target: TargetPlan = { ...rest, profile: undefined };
  context.signal.throwIfAborted();
  return inSession(plan, context, async (asked) => {
    const source = await openSource(target, plan.browser, context.signal);
    const latencies = new StoredLatencies(source, asked.store, target);
    try {
      const session: BuildSession = { ...asked, latency: async () => latencies };
      for (const model of plan.models) {
        const watch = new Stopwatch(context.clock);
        const inputs = await readInputs(plan, model, context.signal);
        const trained = await trainModel(session, model, inputs, watch, [target]);
        const searched = await prepareTarget(trained.session, trained.for(target), target, watch);
        await measureEmitted(trained.session, trained.teacher, searched);
      }
      const { records, description, identity } = latencies;
      const isSame = before?.device.identity === identity;
      return profileOf(records, target, { description, identity }, isSame ? before : undefined);
    } finally {
      await latencies.close();
    }
  });
}

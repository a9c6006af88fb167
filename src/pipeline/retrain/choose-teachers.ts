import type { ModelPlan } from '../../config/plan.js';
import type { Outputs } from '../../measure/outputs.js';
import { selectEnsemble, selectPeers } from '../../measure/select-ensemble.js';
import type { NormalMember } from '../inputs/members.js';
import type { Judge } from '../quality/judge.js';
import { looksAtClasses, outputsOf } from '../quality/outputs.js';
import type { BuildSession } from '../session.js';

/** A network whose logits count in what students are taught. */
export interface TeachingMember {
  readonly member: NormalMember;
  readonly weight: number;
}

/** Of top-1; of agreement with a third network, which tells less. */
const LEAST_GAIN = 0.002;
const LEAST_PEER_GAIN = 0.005;

/**
 * The networks whose mean logits students learn from: the teacher, and those of the pool with which it is better, by
 * top-1 on the validation samples; without labels those with which a third network agrees more, so it takes two of
 * them. Where the teacher has more than one output, it is the teacher alone.
 *
 * @param members teacher first
 */
export async function chooseTeachers(
  session: BuildSession,
  model: ModelPlan,
  members: readonly NormalMember[],
  judge: Judge,
): Promise<readonly TeachingMember[]> {
  const [teacher] = members;
  const { quality, samples, labels } = judge;
  const alone = [{ member: teacher, weight: 1 }];
  const { metric } = model.quality;
  const [output, ...others] = teacher.graph.outputs;
  if (!looksAtClasses(model) || others.length > 0 || members.length === 1) return alone;
  const shape = String(output.dims.slice(1));
  const able: { readonly member: NormalMember; readonly outputs: Outputs }[] = [];
  for (const member of members) {
    const outputs = await outputsOf(session, model, member.graph, samples, samples.count, 'scores');
    if (outputs.length === 1 && String(outputs[0].dims) === shape) able.push({ member, outputs });
  }
  const all = able.map(({ outputs }) => outputs);
  const weights =
    metric === 'top1'
      ? await selectEnsemble(
          all,
          (outputs) => quality.of({ outputs, labels, teacher: judge.teacher }),
          LEAST_GAIN,
        )
      : await selectPeers(
          all,
          (outputs, other) => quality.of({ outputs, labels: undefined, teacher: other }),
          LEAST_PEER_GAIN,
        );
  return able.flatMap(({ member }, index) =>
    weights[index] > 0 ? [{ member, weight: weights[index] }] : [],
  );
}

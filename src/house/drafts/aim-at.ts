import { producersOf } from '../../onnx/topology.js';
import type { Member } from '../alternative.js';
import { isActivation } from '../layers/activation.js';
import type { Aim, Draft } from './draft.js';

/**
 * The draft with `tensor` aimed at an activation of a member. Where activation functions make both, what they read is
 * aimed at one another too; where only the draft has one, what it reads is aimed at the same activation.
 */
export function aimAt(draft: Draft, tensor: string, member: Member, reference: string): Draft {
  const aims = new Map(draft.aims);
  const own = producersOf(draft.graph);
  const others = producersOf(member.graph);
  let [at, wanted] = [tensor, reference];
  for (;;) {
    const aim: Aim = { reference: { member: member.name, tensor: wanted } };
    aims.set(at, aim);
    const [maker, other] = [own.get(at), others.get(wanted)];
    if (maker === undefined || !isActivation(maker)) return { ...draft, aims };
    at = maker.inputs[0];
    if (other?.opType === maker.opType) wanted = other.inputs[0];
  }
}

import type { SubNetwork } from '../../onnx/sub-network.js';
import type { Alternative, Member } from '../alternative.js';
import { channelCount } from '../channels/channel-axis.js';
import { type Draft, draftOf } from '../drafts/draft.js';
import { withEnds } from '../drafts/rename-tensors.js';
import { solveSteps } from '../drafts/solve-steps.js';
import type { HouseContext } from './kind.js';

/** A draft together with the place it is for and the readable name of what it was made from. */
export interface PlacedDraft {
  readonly label: string;
  readonly place: SubNetwork;
  readonly draft: Draft;
}

/** `relu_3..relu_9` */
export const placeName = ({ from, to }: Pick<SubNetwork, 'from' | 'to'>): string => `${from}..${to}`;

/** The teacher's own sub-network. */
export const teacherDraft = (teacher: Member, place: SubNetwork): PlacedDraft => ({
  label: placeName(place),
  place,
  draft: draftOf(teacher, place),
});

/**
 * A member as a whole for the whole teacher, which takes the same input and gives the same number of outputs: undefined
 * otherwise. The teacher itself counts.
 */
export function memberDraft({
  teacher,
  member,
  whole,
}: Pick<HouseContext, 'teacher' | 'member' | 'whole'>): PlacedDraft | undefined {
  if (whole === undefined) return undefined;
  if (member === teacher) return teacherDraft(teacher, whole);
  const { inputs, outputs, nodes } = member.graph;
  const fits =
    inputs.length === 1 &&
    outputs.length === 1 &&
    same(inputs[0].dims, teacher.graph.inputs[0].dims) &&
    same(outputs[0].dims, teacher.graph.outputs[0].dims);
  if (!fits || nodes.length === 0 || channelCount(outputs[0].dims) === 0) return undefined;
  const sub = { from: inputs[0].name, to: outputs[0].name, nodes: nodes.map((node) => node.outputs[0]) };
  return { label: `member:${member.name}`, place: whole, draft: draftOf(member, sub) };
}

/** The alternative that a source, changed or not, stands for. */
export function alternativeOf(kind: string, id: string, { place, draft }: PlacedDraft): Alternative {
  const named = withEnds(draft, place.from, place.to);
  return { id, kind, member: draft.member, replaces: place, graph: named.graph, solve: solveSteps(named) };
}

const same = (left: readonly number[], right: readonly number[]) => left.join() === right.join();

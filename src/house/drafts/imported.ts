import { nodeId } from '../../onnx/graph.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import { consumersOf, producersOf } from '../../onnx/topology.js';
import type { Member } from '../alternative.js';
import { channelCount } from '../channels/channel-axis.js';
import { isActivation } from '../layers/activation.js';
import { lastLayer, lastLayers } from '../layers/last-layer.js';
import { isDepthwise, isLinear } from '../layers/linear-layers.js';
import { cutPoints } from '../sub-networks/cut-points.js';
import { withBackAdapter, withFrontAdapter } from './adapters.js';
import { type Aim, type Draft, draftOf } from './draft.js';
import { selectEnds } from './select-ends.js';

/**
 * How a donor is made to fit: 1x1 convolutions at its ends, or by its own channels, the strongest of them if it is
 * wider.
 */
export type Fit = 'adapted' | 'selected';

/**
 * The donor, a sub-network of `member`, as a draft for a place of the teacher. Adapters are solved in front for the
 * donor's own input and behind for the teacher's output; without adapters the layers that read the input and the last
 * one are. In between the last layer in front of every cut point is solved for the donor's own activation, since errors
 * would grow from block to block. At ends of the whole network nothing is adapted. Undefined when it cannot be made to
 * fit that way.
 */
export function importedDraft(
  teacher: Member,
  place: SubNetwork,
  member: Member,
  donor: SubNetwork,
  fit: Fit,
): Draft | undefined {
  const [fromType, toType] = [place.from, place.to].map((name) => teacher.graph.values.get(name)!);
  const atInput = teacher.graph.inputs.some(({ name }) => name === place.from);
  const atOutput = teacher.graph.outputs.some(({ name }) => name === place.to);
  let draft: Draft | undefined = draftOf(member, donor);
  if (fit === 'selected') {
    draft = selectEnds(draft, channelCount(fromType.dims), channelCount(toType.dims));
    if (draft === undefined) return undefined;
    if (!atInput) draft = withFirstLayers(withLastLayers(draft));
  } else if (!atInput) draft = withFrontAdapter(withLastLayers(draft), place.from, fromType);
  if (fit === 'adapted' && !atOutput) return withBackAdapter(draft, teacher, place.to);
  if (atInput && atOutput) return draft;
  const last = lastLayer(draft.graph, draft.graph.outputs[0].name);
  const aimed = aimAt(draft, draft.graph.outputs[0].name, teacher, place.to);
  return last === undefined ? aimed : { ...aimed, layers: new Set([...aimed.layers, nodeId(last)]) };
}

function withFirstLayers(draft: Draft): Draft {
  const { graph } = draft;
  const readers = (consumersOf(graph).get(graph.inputs[0].name) ?? []).filter(
    (node) => isLinear(graph, node) && !isDepthwise(graph, node),
  );
  return { ...draft, layers: new Set([...draft.layers, ...readers.map(nodeId)]) };
}

function withLastLayers(draft: Draft): Draft {
  const layers = lastLayers(draft.graph, cutPoints(draft.graph));
  return { ...draft, layers: new Set([...draft.layers, ...layers]) };
}

/**
 * The draft with `tensor` aimed at an activation of a member. Where activation functions make both, what they read is
 * aimed at one another too; where only the draft has one, what it reads is aimed at the same activation.
 */
function aimAt(draft: Draft, tensor: string, member: Member, reference: string): Draft {
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

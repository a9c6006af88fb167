import { channelCount } from '../channels/channel-axis.js';
import { type ChannelGroup, channelFamilies } from '../channels/channel-families.js';
import { groupScores } from '../channels/group-scores.js';
import type { Draft } from './draft.js';
import { narrowDraft } from './prune-draft.js';

/**
 * The draft with only the strongest channels (by L1 norm) at its input and output, `widthFrom` and `widthTo` of them.
 * Undefined when it is too narrow, or when its ends are coupled so that the widths cannot be had.
 */
export function selectEnds(draft: Draft, widthFrom: number, widthTo: number): Draft | undefined {
  const from = draft.graph.inputs[0];
  const to = draft.graph.outputs[0];
  const surplusFrom = channelCount(from.dims) - widthFrom;
  const surplusTo = channelCount(to.dims) - widthTo;
  if (surplusFrom < 0 || surplusTo < 0) return undefined;
  if (surplusFrom === 0 && surplusTo === 0) return draft;
  const scored = channelFamilies(draft.graph, { ends: true })
    .flatMap((family) => {
      const scores = groupScores(draft, family, 'norm');
      return family.groups.map((group, index) => ({ group, score: scores[index] }));
    })
    .sort((left, right) => left.score - right.score)
    .map(({ group }) => group);
  const touches = (group: ChannelGroup, end: string) => group.filter(({ tensor }) => tensor === end).length;
  const goneAtOutput = scored.filter((group) => touches(group, to.name) === 1).slice(0, surplusTo);
  const already = goneAtOutput.reduce((sum, group) => sum + touches(group, from.name), 0);
  const goneAtInput = scored
    .filter((group) => touches(group, from.name) === 1 && touches(group, to.name) === 0)
    .slice(0, Math.max(0, surplusFrom - already));
  const narrow = narrowDraft(draft, [...goneAtOutput, ...goneAtInput]);
  const fits =
    channelCount(narrow.graph.inputs[0].dims) === widthFrom &&
    channelCount(narrow.graph.outputs[0].dims) === widthTo;
  return fits ? narrow : undefined;
}

import { BespokeError } from '../../errors.js';
import type { GraphBuilder } from '../gradient/builder.js';
import { type Loss, lossName } from './loss.js';

/** The losses, when the graph so far has what they look at. @throws BespokeError TRAIN_SPEC */
export function checkedLosses(builder: GraphBuilder, losses: readonly Loss[]): readonly Loss[] {
  if (losses.length === 0) throw new BespokeError({ code: 'TRAIN_SPEC', what: 'no loss to train by' });
  const names = new Set<string>();
  for (const loss of losses) {
    const what = problem(builder, loss, names);
    if (what !== undefined)
      throw new BespokeError({ code: 'TRAIN_SPEC', what, where: `loss ${lossName(loss)}` });
    names.add(lossName(loss));
  }
  return losses;
}

function problem(builder: GraphBuilder, loss: Loss, names: ReadonlySet<string>): string | undefined {
  if (names.has(lossName(loss))) return 'two losses have one name';
  if (!builder.has(loss.tensor)) return `no tensor '${loss.tensor}' in the network`;
  if (loss.kind === 'nmse' && !(loss.variance > 0 && Number.isFinite(loss.variance)))
    return `the variance of the reference is ${loss.variance}, not a positive number`;
  return undefined;
}

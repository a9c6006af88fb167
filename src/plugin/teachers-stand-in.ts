import { BespokeError } from '../errors.js';
import type { StandIn } from '../pipeline/models-at-hand.js';

/** One warning a model, TEACHER_STANDS_IN: which targets run the teacher, and how that ends. */
export function teachersStandIn(standIns: readonly StandIn[]): BespokeError[] {
  const names = [...new Set(standIns.map(({ model }) => model))].sort();
  return names.map((name) => {
    const own = standIns.filter(({ model }) => model === name);
    const [reason] = own.flatMap((each) => each.reason ?? []);
    return new BespokeError({
      code: 'TEACHER_STANDS_IN',
      what: `the teacher stands in until the model is built${reason === undefined ? '' : ` (${reason})`}`,
      where: `model '${name}', ${own.length === 1 ? 'target' : 'targets'} ${own.map(({ target }) => `'${target}'`).join(', ')}`,
      next: "Run `npx bespoke build`, and the next compilation takes the model from the cache. With development: 'build' the plugin builds it itself, as in production mode.",
    });
  });
}

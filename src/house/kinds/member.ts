import type { Kind } from './kind.js';
import { alternativeOf, memberDraft } from './placed-draft.js';

/** A whole member of the pool for the whole teacher: nothing to solve, nothing to adapt. */
export const memberKind: Kind & { readonly name: 'member' } = {
  name: 'member',
  teacherShare: 0,
  always(context) {
    const source = context.member === context.teacher ? undefined : memberDraft(context);
    return source === undefined ? [] : [() => alternativeOf('member', source.label, source)];
  },
  draw: () => undefined,
};

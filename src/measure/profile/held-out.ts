/** Each entry is held out once, a fifth of them at a time. */
export const FOLDS = 5;

/**
 * The entries with what a rule that was made without them says of them. Which are held out together is decided by their
 * order.
 * @param make a rule from the entries that are not held out
 */
export function heldOut<Entry, Result>(
  entries: readonly Entry[],
  make: (others: readonly Entry[]) => (entry: Entry) => Result,
): Result[] {
  const results = new Array<Result>(entries.length);
  for (let fold = 0; fold < Math.min(FOLDS, entries.length); fold++) {
    const rule = make(entries.filter((_, index) => index % FOLDS !== fold));
    for (let index = fold; index < entries.length; index += FOLDS) results[index] = rule(entries[index]);
  }
  return results;
}

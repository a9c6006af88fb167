import { distance } from 'fastest-levenshtein';

/**
 * The candidate that was most likely meant by `word`: the same but for case, one that holds the word or is held by it,
 * or the fewest edits away, up to two fifths of its length. Undefined when none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, cost: cost(wanted, candidate.toLowerCase()) }))
    .filter(({ cost }) => cost <= 1)
    .sort((a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : 1));
  return ranked[0]?.candidate;
}

/** "Did you mean 'pool'?", or undefined when no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `Did you mean '${found}'?`;
}

/** 0 for the same word; above 1 is not near. */
function cost(word: string, candidate: string): number {
  const edits = distance(word, candidate);
  const longest = Math.max(word.length, candidate.length);
  const close = edits / Math.max(1, Math.floor(longest * 0.4));
  if (close <= 1) return close;
  const shortest = Math.min(word.length, candidate.length);
  const holds = shortest >= 3 && (word.includes(candidate) || candidate.includes(word));
  return holds ? 0.99 : close;
}

/** Index labels of an Einsum, one letter an axis; '...' is written out when the ranks are known. */
export interface Einsum {
  readonly operands: readonly string[];
  readonly result: string;
  /** Why there is no gradient. */
  readonly refusal?: string | undefined;
}

const ELLIPSIS = '...';

/** An Einsum equation as ONNX has it: without '->' the result has the indices that occur once, in order. */
export function einsumOf(equation: string, ranks?: readonly number[]): Einsum {
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const given = left.split(',');
  const named = given.map((text) => text.replace(ELLIPSIS, ''));
  const repeated = named.find((labels) => new Set(labels).size < labels.length);
  const refusal =
    repeated === undefined ? undefined : `equation '${equation}' takes a diagonal ('${repeated}')`;
  const all = named.join('');
  const once = [...new Set(all)]
    .filter((label) => all.split(label).length === 2)
    .sort()
    .join('');
  const implied = given.some((text) => text.includes(ELLIPSIS)) ? `${ELLIPSIS}${once}` : once;
  const free = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].filter(
    (label) => !all.includes(label),
  );
  const wide = Math.max(
    0,
    ...named.map((labels, index) => (ranks?.[index] ?? labels.length) - labels.length),
  );
  // Broadcast axes are counted from the last one.
  const spelt = (text: string, extra: number): string =>
    text.replace(ELLIPSIS, free.slice(wide - extra, wide).join(''));
  const operands = given.map((text, index) =>
    spelt(text, (ranks?.[index] ?? named[index]!.length) - named[index]!.length),
  );
  return { operands, result: spelt(right ?? implied, wide), refusal };
}

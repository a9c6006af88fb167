/** Bytes of each unit, in lower case. */
export const BYTE_FACTORS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** An amount and its unit as people write them: '1.5 MB', '50%', 200000. The amount of anything else is undefined. */
export function amountOf(value: number | string): {
  readonly amount: number | undefined;
  readonly unit: string;
} {
  if (typeof value === 'number') return { amount: Number.isFinite(value) ? value : undefined, unit: '' };
  const match = /^\s*(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(\D*?)\s*$/i.exec(value);
  if (match === null) return { amount: undefined, unit: '' };
  // 'μ' is the Greek letter, 'µ' the micro sign; people type both.
  return { amount: Number(match[1]), unit: match[2]!.replace('μ', 'µ') };
}

/** What one of a unit is, however it is written; undefined for one that is not there. */
export const factorOf = (factors: Readonly<Record<string, number>>, unit: string): number | undefined =>
  Object.hasOwn(factors, unit.toLowerCase()) ? factors[unit.toLowerCase()] : undefined;

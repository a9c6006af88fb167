const scaled = (value: number, units: readonly string[]): string => {
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${Number(rest.toPrecision(3))}${units[unit]}`;
};

/** 1700000 as '1.7 MB'. */
export const bytesText = (bytes: number): string => scaled(bytes, [' B', ' KB', ' MB', ' GB']);

/** 125747840 as '126M'. */
export const countText = (count: number): string => scaled(count, ['', 'k', 'M', 'G', 'T']);

/** 0.4812 as '48%'. */
export const shareText = (share: number): string => `${Math.round(share * 100)}%`;

/** What run.py tells, one JSON object a line. */
export interface Stage {
  /** `look`: on the way. */
  readonly stage: 'teacher' | 'pruned' | 'look' | 'retrained';
  readonly top1: number;
  readonly macs?: number;
  readonly parameters?: number;
  readonly seconds?: number;
  /** Training images so far. */
  readonly seen?: number;
}

export const TABLE_HEAD = [
  '| network | top-1 | MACs, M | parameters, k | images seen | clock, s |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
].join('\n');

/** Undefined for what is no row. */
export function tableLine({ stage, top1, macs, parameters, seen, seconds }: Stage): string | undefined {
  if (stage === 'look') return undefined;
  const cells = [
    stage,
    `${(100 * top1).toFixed(2)} %`,
    macs === undefined ? '-' : (macs / 1e6).toFixed(1),
    parameters === undefined ? '-' : (parameters / 1e3).toFixed(0),
    seen ?? '-',
    seconds?.toFixed(0) ?? '-',
  ];
  return `| ${cells.join(' | ')} |`;
}

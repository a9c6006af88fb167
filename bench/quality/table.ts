import type { Method } from './methods.js';
import type { Row } from './row.js';

const COLUMNS = [
  'network',
  'seed',
  'latency, ms',
  "of the teacher's",
  'within',
  'MACs, M',
  'parameters, k',
  'top-1 assembled',
  'polished',
  'retrained',
  'steps',
  'polishing, s',
  'retraining, s',
  'made of',
];

/** What comes for nothing first, the method itself last. */
const ORDER: readonly Method[] = [
  'teacher',
  'member',
  'uniform',
  'random',
  'paper',
  'anneal',
  'exact',
  'halving',
];

/** The rows of one budget in the order of the table. */
export const inOrder = (rows: readonly Row[]): Row[] =>
  [...rows].sort(
    (a, b) =>
      ORDER.indexOf(a.method) - ORDER.indexOf(b.method) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : a.seed - b.seed),
  );

/** One Markdown table a budget. */
export function tableOf(budget: number, rows: readonly Row[]): string {
  return [
    `### ${budget} % of the teacher's latency`,
    '',
    `| ${COLUMNS.join(' | ')} |`,
    `|${COLUMNS.map((_, index) => (index === 0 || index === COLUMNS.length - 1 ? ' --- |' : ' ---: |')).join('')}`,
    ...inOrder(rows).map(line),
  ].join('\n');
}

function line(row: Row): string {
  const cells = [
    row.name,
    row.seed,
    row.latencyMs.toFixed(3),
    percent(row.share, 1),
    row.isWithin ? 'yes' : 'no',
    (row.macs / 1e6).toFixed(1),
    (row.parameters / 1e3).toFixed(0),
    percent(row.assembled.top1, 2),
    row.polished === null ? '-' : percent(row.polished.top1, 2),
    percent(row.retrained.top1, 2),
    row.steps || '-',
    row.polishSeconds?.toFixed(0) ?? '-',
    row.seconds?.toFixed(0) ?? '-',
    row.detail,
  ];
  return `| ${cells.join(' | ')} |`;
}

const percent = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`;

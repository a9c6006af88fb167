import { pairedDifference } from './difference.js';
import { unpackFlags } from './flags.js';
import { type Group, groupsOf, meanTop1, type Quality, type Row } from './row.js';

interface Side {
  readonly name: string;
  readonly networks: readonly Quality[];
}

/**
 * The differences of interest at one budget with their standard errors, and whether they are larger than two of them.
 * `pool-best` is the best retrained member of the pool that is within the budget.
 */
export function summaryOf(budget: number, rows: readonly Row[]): string {
  const lines = pairsOf(groupsOf(rows)).map(([ours, theirs]) => {
    const { value, standardError } = pairedDifference(flagsOf(ours), flagsOf(theirs));
    const verdict = Math.abs(value) > 2 * standardError ? 'larger' : 'not larger';
    return `| ${ours.name} − ${theirs.name} | ${signed(100 * value)} | ${(100 * standardError).toFixed(2)} | ${verdict} |`;
  });
  if (lines.length === 0) return '';
  return [
    `#### Differences at ${budget} %, in points of top-1`,
    '',
    '| pair | difference | standard error | than two of them |',
    '| --- | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function pairsOf(groups: readonly Group[]): [Side, Side][] {
  const find = (method: string): Side | undefined => {
    const group = groups.find((each) => each.method === method);
    return group && retrained(group.name, group);
  };
  const teacher = groups.find(({ method }) => method === 'teacher');
  const given = teacher && { name: 'teacher as given', networks: [teacher.rows[0].assembled] };
  const longer = teacher && retrained('teacher retrained', teacher);
  const exact = find('exact');
  const others = [given, longer, poolBest(groups), ...['uniform', 'random', 'paper', 'anneal'].map(find)];
  const pairs: [Side | undefined, Side | undefined][] = [
    [longer, given],
    [find('halving'), poolBest(groups)],
    [find('halving'), find('exact')],
    ...others.map((other): [Side | undefined, Side | undefined] => [exact, other]),
  ];
  return pairs.filter((pair): pair is [Side, Side] => pair[0] !== undefined && pair[1] !== undefined);
}

function poolBest(groups: readonly Group[]): Side | undefined {
  const members = groups.filter(
    ({ method, rows }) => method === 'member' && rows.every(({ isWithin }) => isWithin),
  );
  const [best] = members.sort((a, b) => meanTop1(b) - meanTop1(a));
  return best && retrained(`pool-best (${best.name})`, best);
}

const retrained = (name: string, { rows }: Group): Side => ({
  name: rows.length === 1 ? name : `${name} (${rows.length} seeds)`,
  networks: rows.map((row) => row.retrained),
});

const flagsOf = ({ networks }: Side): Uint8Array[] =>
  networks.map(({ right, samples }) => unpackFlags(right, samples));

const signed = (points: number): string => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(2)}`;

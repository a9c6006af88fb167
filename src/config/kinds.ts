/** What is known of a kind of alternative before any is made. */
interface KindTraits {
  /** What it does to a part of a network, for people. */
  readonly words: string;
  /** The number in `effort` that says how many are drawn at random; null for kinds that are not drawn. */
  readonly drawnBy: 'import' | 'prune' | 'shorten' | 'decompose' | null;
  /** Of this kind among those that are drawn by the same number. */
  readonly weight: number;
}

/** Every kind of alternative, in the order in which they are made. */
export const KIND_TRAITS = {
  member: { words: 'as a whole', drawnBy: null, weight: 0 },
  import: { words: 'a part of it', drawnBy: 'import', weight: 1 },
  prune: { words: 'channels taken out', drawnBy: 'prune', weight: 1 },
  shorten: { words: 'parts left out', drawnBy: 'shorten', weight: 1 },
  decompose: { words: 'convolutions of low rank', drawnBy: 'decompose', weight: 40 },
  lowRank: { words: 'dense layers of low rank', drawnBy: 'decompose', weight: 10 },
  separable: { words: 'separable convolutions', drawnBy: 'decompose', weight: 20 },
  shrink: { words: 'smaller kernels', drawnBy: 'decompose', weight: 15 },
  activation: { words: 'cheaper activation functions', drawnBy: 'decompose', weight: 15 },
} as const satisfies Readonly<Record<string, KindTraits>>;

export type KindName = keyof typeof KIND_TRAITS;

export const KIND_NAMES = Object.keys(KIND_TRAITS) as readonly KindName[];

const traitsOf = (name: KindName): KindTraits => KIND_TRAITS[name];

/** Alternatives of a kind to draw at random, over all members. */
export function drawsOf(
  name: KindName,
  effort: Readonly<Record<NonNullable<KindTraits['drawnBy']>, number>>,
): number {
  const { drawnBy, weight } = traitsOf(name);
  if (drawnBy === null) return 0;
  const sharing = KIND_NAMES.map(traitsOf).filter((other) => other.drawnBy === drawnBy);
  const total = sharing.reduce((sum, other) => sum + other.weight, 0);
  return Math.round(effort[drawnBy] * (weight / total));
}

/** Every kind of alternative is made that is not switched off. */
export const kindsThatAreOn = (
  given: Readonly<Partial<Record<KindName, boolean | undefined>>> = {},
): Readonly<Record<KindName, boolean>> =>
  Object.fromEntries(KIND_NAMES.map((name) => [name, given[name] ?? true])) as Record<KindName, boolean>;

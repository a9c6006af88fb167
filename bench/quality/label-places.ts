export interface Labelled {
  readonly label: string;
  /** Pixels. */
  readonly x: number;
  readonly y: number;
}

/** Pixels, y downward. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const FONT_SIZE = 10;
const GAP = 8;
const DOT = 5;

/**
 * The middle of each label, in pixels: beside its point, where it covers no other point or label and stays inside the
 * frame, as far as that can be had.
 */
export function labelPlaces(
  points: readonly Labelled[],
  frame: Box,
): { readonly x: number; readonly y: number }[] {
  const taken: Box[] = points.map(({ x, y }) => boxAt(x, y, DOT, DOT));
  return points.map(({ label, x, y }) => {
    const half = (label.length * FONT_SIZE * 0.55) / 2;
    const rows = [0, -1, 1, -2, 2, -3, 3];
    const places = rows.flatMap((row) => {
      const sides = [x + half + GAP, x - half - GAP, ...(row === 0 ? [] : [x])];
      return sides.map((at) => ({ x: at, y: y + row * (FONT_SIZE + 1) }));
    });
    const covered = places.map((place) => {
      const box = boxAt(place.x, place.y, half, FONT_SIZE / 2);
      const outside = overlap(box, box) - overlap(box, frame);
      return taken.reduce((sum, other) => sum + overlap(box, other), outside);
    });
    const best = places[covered.indexOf(Math.min(...covered))];
    if (label !== '') taken.push(boxAt(best.x, best.y, half, FONT_SIZE / 2));
    return best;
  });
}

const boxAt = (x: number, y: number, halfWidth: number, halfHeight: number): Box => ({
  left: x - halfWidth,
  right: x + halfWidth,
  top: y - halfHeight,
  bottom: y + halfHeight,
});

const overlap = (one: Box, other: Box): number =>
  Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) *
  Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));

/** A text beside a mark, in the chart's pixels; `y` is its middle. */
export interface ChartLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

const LINE_HEIGHT = 13;
/** Of the average letter at the charts' font size. */
const LETTER_WIDTH = 6.3;
const BESIDE = 8;
const MARK_RADIUS = 4;

interface Mark {
  readonly x: number;
  readonly y: number;
}

/**
 * Labels beside their marks, right or left of them, moved up or down by as many lines as it takes to cover no mark of
 * `avoid` and no other label.
 */
export function placeLabels(
  marks: readonly (Mark & { readonly text: string })[],
  avoid: readonly Mark[],
  frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): ChartLabel[] {
  const placed: ChartLabel[] = [];
  const obstacles = [...marks, ...avoid];
  for (const mark of marks) {
    const places = placesFor(mark).filter((label) => {
      const [left, right] = extent(label);
      return left > frame.left && right < frame.right && label.y > frame.top && label.y < frame.bottom;
    });
    const free = places.find(
      (label) =>
        placed.every((other) => !overlap(label, other)) &&
        obstacles.every((other) => other === mark || !covers(label, other)),
    );
    const label = free ?? places[0];
    if (label !== undefined) placed.push(label);
  }
  return placed;
}

/** Nearest first: beside the mark, then above and below. */
function placesFor({ text, x, y }: Mark & { readonly text: string }): ChartLabel[] {
  return [0, -1, 1, -2, 2, -3, 3].flatMap((step) =>
    (['start', 'end'] as const).map((anchor) => ({
      text,
      x: x + (anchor === 'end' ? -BESIDE : BESIDE),
      y: y + step * LINE_HEIGHT,
      anchor,
    })),
  );
}

function covers(label: ChartLabel, { x, y }: Mark): boolean {
  const [left, right] = extent(label);
  return x > left - MARK_RADIUS && x < right + MARK_RADIUS && Math.abs(y - label.y) < MARK_RADIUS + 5;
}

function overlap(a: ChartLabel, b: ChartLabel): boolean {
  const [left, right] = [extent(a), extent(b)];
  return Math.abs(a.y - b.y) < LINE_HEIGHT - 1 && left[0] < right[1] && right[0] < left[1];
}

function extent({ text, x, anchor }: ChartLabel): readonly [number, number] {
  const width = text.length * LETTER_WIDTH;
  return anchor === 'end' ? [x - width, x] : [x, x + width];
}

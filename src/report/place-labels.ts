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
const BESIDE = 7;

/** Labels beside their marks, to the left of those that lie far right, each moved up or down by as many lines as it takes to touch no other. */
export function placeLabels(
  marks: readonly { readonly text: string; readonly x: number; readonly y: number }[],
  frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): ChartLabel[] {
  const placed: ChartLabel[] = [];
  for (const { text, x, y } of marks) {
    const width = text.length * LETTER_WIDTH;
    const anchor = x + BESIDE + width > frame.right ? 'end' : 'start';
    const beside = { text, x: x + (anchor === 'end' ? -BESIDE : BESIDE), anchor } as const;
    const steps = Array.from({ length: 9 }, (_, index) => (index % 2 === 0 ? -1 : 1) * Math.ceil(index / 2));
    const free = steps
      .map((step): ChartLabel => ({ ...beside, y: y + step * LINE_HEIGHT }))
      .find(
        (label) =>
          label.y > frame.top && label.y < frame.bottom && placed.every((other) => !overlap(label, other)),
      );
    placed.push(free ?? { ...beside, y });
  }
  return placed;
}

function overlap(a: ChartLabel, b: ChartLabel): boolean {
  const [left, right] = [extent(a), extent(b)];
  return Math.abs(a.y - b.y) < LINE_HEIGHT - 1 && left[0] < right[1] && right[0] < left[1];
}

function extent({ text, x, anchor }: ChartLabel): readonly [number, number] {
  const width = text.length * LETTER_WIDTH;
  return anchor === 'end' ? [x - width, x] : [x, x + width];
}

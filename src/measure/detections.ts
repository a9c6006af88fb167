import type { Output, Outputs } from './outputs.js';

/** A tensor of a detector, without the batch. */
type Shape = Pick<Output, 'dims'>;

/**
 * How the outputs of a detector hold its boxes, one at each of its positions:
 * - `columns`: [4 + classes, positions], as YOLOv8 and later write them;
 * - `rows`: [positions, 5 + classes], the fifth value being how sure it is of any object, as YOLOv5 to v7 do;
 * - `pair`: [positions, 4] and [positions, 1 + classes] in two outputs, class 0 being the background, as SSD's do;
 * - `suppressed`: [positions, 4] and [classes, positions], as ONNX's NonMaxSuppression reads them.
 *
 * A box is its centre, width and height, but for heads of two outputs: two corners.
 */
export type DetectionHead =
  | { readonly kind: 'columns' | 'rows' }
  | { readonly kind: 'pair' | 'suppressed'; readonly boxes: number; readonly scores: number };

/** Values of a box in front of the scores. */
export const BOX_VALUES = 4;

export const HEADS =
  '[4 + classes, positions] as of YOLOv8, [positions, 5 + classes] as of YOLOv5, boxes [positions, 4] and scores [positions, 1 + classes] as of SSD, or [classes, positions] as for NonMaxSuppression';

/** The head that outputs of these shapes are; undefined where they are none. */
export function detectionHead(outputs: readonly Shape[]): DetectionHead | undefined {
  if (outputs.some(({ dims }) => dims.length !== 2)) return undefined;
  const sizes = outputs.map(({ dims }) => dims as readonly [number, number]);
  if (sizes.length === 1) {
    const [[first, last]] = sizes as [readonly [number, number]];
    if (first < last && first > BOX_VALUES) return { kind: 'columns' };
    return first > last && last > BOX_VALUES + 1 ? { kind: 'rows' } : undefined;
  }
  if (sizes.length !== 2) return undefined;
  const boxes = sizes.findIndex(([, values]) => values === BOX_VALUES);
  if (boxes < 0) return undefined;
  const scores = 1 - boxes;
  const [positions] = sizes[boxes]!;
  const [first, last] = sizes[scores]!;
  if (first === positions && last > 1) return { kind: 'pair', boxes, scores };
  return last === positions ? { kind: 'suppressed', boxes, scores } : undefined;
}

/** Boxes of one sample at most. */
const MOST_BOXES = 300;
/** Class, score, left, top, right, bottom; the score is 0 where there is no box. */
const FIELDS = 6;
/** A box counts from this score on. */
const LEAST_SCORE = 0.25;
/** Of two boxes of a class that overlap more, by intersection over union, the one with the lower score is left out. */
const MOST_OVERLAP = 0.45;
/** From this overlap on a box is the one that was to be found. */
const FOUND_OVERLAP = 0.5;

/** Shape of {@link asBoxes} for a sample. */
export const BOXES_DIMS: readonly number[] = [MOST_BOXES, FIELDS];

interface Box {
  readonly group: number;
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is left of a detector's outputs after non-maximum suppression, in place of all that they hold. */
export function asBoxes(outputs: Outputs, head: DetectionHead): Output {
  const [{ name, form, data: given }] = outputs;
  if (form === 'boxes') return outputs[0]!;
  const size = MOST_BOXES * FIELDS;
  const samples = given.length / (outputs[0]!.dims[0]! * outputs[0]!.dims[1]!);
  const data = new Float32Array(samples * size);
  for (let sample = 0; sample < samples; sample++)
    for (const [index, box] of suppressed(boxesOf(outputs, head, sample)).entries()) {
      const { group, score, left, top, right, bottom } = box;
      data.set([group, score, left, top, right, bottom], sample * size + index * FIELDS);
    }
  return { name, dims: BOXES_DIMS, data, form: 'boxes' };
}

/**
 * F1 of the boxes against the teacher's, over all samples and classes: a box is right when it overlaps one of the
 * teacher's of its class by half, each of which is found once. 1 where neither finds any.
 */
export function detectionsF1(own: Output, teacher: Output): number {
  let [right, total] = [0, 0];
  const size = MOST_BOXES * FIELDS;
  for (let start = 0; start < teacher.data.length; start += size) {
    const [boxes, wanted] = [boxesAt(own, start), boxesAt(teacher, start)];
    right += matches(boxes, wanted);
    total += boxes.length + wanted.length;
  }
  return total === 0 ? 1 : (2 * right) / total;
}

/** What boxes and scores of a detector's one output spread over, by what it gives for some samples. */
export interface BoxStatistics {
  /** Of all scores. */
  readonly scoreVariance: number;
  /** Mean of width times height over all positions, by how sure of an object each is; 0 where none is at all. */
  readonly meanArea: number;
}

export function boxStatistics({ dims, data }: Output, head: 'columns' | 'rows'): BoxStatistics {
  const [first, last] = dims as readonly [number, number];
  const [values, positions] = head === 'columns' ? [first, last] : [last, first];
  const [ofValue, ofPosition] = head === 'columns' ? [positions, 1] : [1, values];
  const own = BOX_VALUES + (head === 'rows' ? 1 : 0);
  let [sum, squares, count, areas, sureness] = [0, 0, 0, 0, 0];
  for (let sample = 0; sample < data.length; sample += first * last)
    for (let position = 0; position < positions; position++) {
      const at = (value: number): number => data[sample + position * ofPosition + value * ofValue]!;
      let best = 0;
      for (let value = BOX_VALUES; value < values; value++) {
        sum += at(value);
        squares += at(value) ** 2;
        count++;
        if (value >= own) best = Math.max(best, at(value));
      }
      const sure = head === 'rows' ? at(BOX_VALUES) * best : best;
      sureness += sure;
      areas += sure * Math.max(0, at(2) * at(3));
    }
  return {
    scoreVariance: Math.max(squares / count - (sum / count) ** 2, 1e-12),
    meanArea: sureness > 0 ? areas / sureness : 0,
  };
}

/** Whether there is any box. */
export const hasBoxes = ({ data }: Output): boolean => {
  for (let at = 1; at < data.length; at += FIELDS) if (data[at]! > 0) return true;
  return false;
};

function boxesAt({ data }: Output, start: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at < start + MOST_BOXES * FIELDS && data[at + 1]! > 0; at += FIELDS) {
    const [group, score, left, top, right, bottom] = data.subarray(at, at + FIELDS) as unknown as number[];
    boxes.push({ group: group!, score: score!, left: left!, top: top!, right: right!, bottom: bottom! });
  }
  return boxes;
}

/** Those that count, the highest score first. */
function boxesOf(outputs: Outputs, head: DetectionHead, sample: number): Box[] {
  const isOne = !('boxes' in head);
  const boxOutput = outputs['boxes' in head ? head.boxes : 0]!;
  const scoreOutput = outputs['boxes' in head ? head.scores : 0]!;
  const positions = head.kind === 'columns' ? boxOutput.dims[1]! : boxOutput.dims[0]!;
  const at = (output: Output, isByValue: boolean, position: number, value: number): number => {
    const [first, last] = output.dims as readonly [number, number];
    const within = isByValue ? value * last + position : position * last + value;
    return output.data[sample * first * last + within]!;
  };
  const scoresByValue = head.kind === 'columns' || head.kind === 'suppressed';
  const scoreAt = (position: number, value: number) => at(scoreOutput, scoresByValue, position, value);
  const values = scoreOutput.dims[scoresByValue ? 0 : 1]!;
  const first = { columns: BOX_VALUES, rows: BOX_VALUES + 1, pair: 1, suppressed: 0 }[head.kind];
  const boxes: Box[] = [];
  for (let position = 0; position < positions; position++) {
    const sureness = head.kind === 'rows' ? scoreAt(position, BOX_VALUES) : 1;
    if (!(sureness >= LEAST_SCORE)) continue;
    let [group, score] = [0, 0];
    for (let value = first; value < values; value++) {
      const each = sureness * scoreAt(position, value);
      if (each > score) [group, score] = [value - first, each];
    }
    if (score < LEAST_SCORE) continue;
    const [a, b, c, d] = Array.from({ length: BOX_VALUES }, (_, value) =>
      at(boxOutput, head.kind === 'columns', position, value),
    );
    const corners = isOne
      ? { left: a! - c! / 2, top: b! - d! / 2, right: a! + c! / 2, bottom: b! + d! / 2 }
      : { left: a!, top: b!, right: c!, bottom: d! };
    boxes.push({ group, score, ...corners });
  }
  return boxes.sort((one, other) => other.score - one.score);
}

/** Non-maximum suppression, class by class. */
function suppressed(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of boxes) {
    if (kept.length === MOST_BOXES) break;
    if (kept.every((other) => other.group !== box.group || overlap(other, box) <= MOST_OVERLAP))
      kept.push(box);
  }
  return kept;
}

/** How many of the wanted boxes are found, those with the highest score choosing first. */
function matches(boxes: readonly Box[], wanted: readonly Box[]): number {
  const left = new Set(wanted);
  let found = 0;
  for (const box of boxes) {
    let best: { readonly wanted: Box; readonly overlap: number } | undefined;
    for (const each of left) {
      const shared = each.group === box.group ? overlap(each, box) : 0;
      if (shared >= FOUND_OVERLAP && shared > (best?.overlap ?? 0)) best = { wanted: each, overlap: shared };
    }
    if (best === undefined) continue;
    left.delete(best.wanted);
    found++;
  }
  return found;
}

/** Intersection over union. */
function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return shared / (area(one) + area(other) - shared);
}

const area = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);

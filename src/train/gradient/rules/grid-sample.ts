import { intAttribute, stringAttribute } from '../../../onnx/graph.js';
import { attribute } from '../attribute.js';
import type { GraphBuilder } from '../builder.js';
import { lazy } from '../lazy.js';
import type { GradientRule } from '../rule.js';

/** One axis of the places that a grid reads, all tensors [N, 1, positions]. */
interface Axis {
  readonly size: number;
  /** Place in pixels; brought inside where the padding does that. */
  readonly place: string;
  /** d place / d grid. */
  readonly slope: string;
}

/** A pixel that a place reads, with its share of the value: one of two or four an axis, or the nearest. */
interface Corner {
  readonly pixel: string;
  readonly weight: string;
  /** d weight / d place. */
  readonly direction: number | string;
}

/**
 * y[n, c, p] = sum over corners of weight x[n, c, corner] (Jaderberg et al., arXiv:1506.02025): dx adds weight dy at
 * each corner, and the gradient of a coordinate is the sum over channels of dy x times how its weights change.
 */
export const gridSample: GradientRule = {
  opTypes: ['GridSample'],
  refusal: ({ inputs: [x] }, _, rankOf) => (rankOf(x) === 5 ? 'it samples volumes' : undefined),
  gradients: ({ builder, node, dy }) => {
    const [x, grid] = [node.inputs[0]!, node.inputs[1]!];
    const [batch, channels, height, width] = builder.dims(x) as [number, number, number, number];
    const flat = [batch, channels, height * width];
    const padding = stringAttribute(node, 'padding_mode', 'zeros');
    const aligned = intAttribute(node, 'align_corners', 0) === 1;
    const mode = stringAttribute(node, 'mode', 'linear');
    const [nearest, cubic] = [mode === 'nearest', mode.endsWith('cubic')];
    const axes = lazy(() =>
      [height, width].map((size, index) =>
        // A cubic pads each pixel that it reads, not the place.
        axisAt(builder, grid, 1 - index, size, cubic ? 'zeros' : padding, aligned),
      ),
    );
    const corners = lazy(() => {
      const [rows, columns] = axes().map((axis) =>
        cubic ? cubicCorners(builder, axis, padding, aligned) : cornersOf(builder, axis, nearest),
      ) as [Corner[], Corner[]];
      return rows.flatMap((row) => columns.map((column) => ({ row, column })));
    });
    const gradient = lazy(() => builder.reshape(dy, [batch, channels, -1]));
    const positions = () => builder.dims(gradient())[2]!;
    /** Indices of a corner's pixel in the flat image for every channel, and 1 where it is in the image, else 0. */
    const found = ({ row, column }: { row: Corner; column: Corner }) => {
      const exists = builder.times(
        isInside(builder, row.pixel, height),
        isInside(builder, column.pixel, width),
      );
      const index = builder.plus(
        builder.times(limited(builder, row.pixel, height), width),
        limited(builder, column.pixel, width),
      );
      const indices = builder.expand(builder.cast(index, 'int64'), [batch, channels, positions()]);
      return { exists, indices };
    };
    return [
      () => {
        const parts = corners().map((corner) => {
          const { exists, indices } = found(corner);
          const share = builder.times(builder.times(corner.row.weight, corner.column.weight), exists);
          return builder.add(
            'ScatterElements',
            [builder.zeros(flat), indices, builder.times(gradient(), share)],
            flat,
            {
              attributes: { axis: attribute.int(2), reduction: attribute.string('add') },
            },
          );
        });
        return builder.reshape(
          parts.reduce((sum, part) => builder.plus(sum, part)),
          builder.dims(x),
        );
      },
      () => {
        if (nearest) return builder.zeros(builder.dims(grid));
        const [rows, columns] = [0, 1].map((own) => {
          const parts = corners().map((corner) => {
            const { exists, indices } = found(corner);
            const read = builder.add(
              'GatherElements',
              [builder.reshape(x, flat), indices],
              builder.dims(gradient()),
              {
                attributes: { axis: attribute.int(2) },
              },
            );
            const felt = builder.sum(builder.times(builder.times(gradient(), read), exists), [1], true);
            const [moving, still] = own === 0 ? [corner.row, corner.column] : [corner.column, corner.row];
            return builder.times(builder.times(felt, still.weight), moving.direction);
          });
          const sum = parts.reduce((left, right) => builder.plus(left, right));
          return builder.reshape(builder.times(sum, axes()[own]!.slope), [batch, -1, 1]);
        }) as [string, string];
        return builder.reshape(builder.concat([columns, rows], 2), builder.dims(grid));
      },
    ];
  },
};

function axisAt(
  builder: GraphBuilder,
  grid: string,
  coordinate: number,
  size: number,
  padding: string,
  aligned: boolean,
): Axis {
  const [batch] = builder.dims(grid) as [number];
  const own = builder.slice(grid, [{ axis: 3, start: coordinate, count: 1 }]);
  const given = builder.reshape(own, [batch, 1, -1]);
  const scale = (aligned ? size - 1 : size) / 2;
  const place = builder.plus(builder.times(given, scale), (size - 1) / 2);
  const constant = builder.expand(builder.scalar(scale), builder.dims(place));
  if (padding === 'border') {
    const inside = isInside(builder, place, size);
    return { size, place: limited(builder, place, size), slope: builder.times(constant, inside) };
  }
  if (padding === 'reflection') return reflected(builder, place, constant, size, aligned);
  return { size, place, slope: constant };
}

/** Mirrored at the edges of the image as often as it takes; every mirror turns the slope round. */
function reflected(
  builder: GraphBuilder,
  place: string,
  slope: string,
  size: number,
  aligned: boolean,
): Axis {
  const [low, span] = aligned ? [0, size - 1] : [-0.5, size];
  if (span === 0) {
    const zeros = builder.zeros(builder.dims(place));
    return { size, place: zeros, slope: zeros };
  }
  const from = builder.plus(place, -low);
  const right = builder.where(builder.compare('Less', from, 0), -1, 1);
  const distance = builder.unary('Abs', from);
  const turns = builder.unary('Floor', builder.over(distance, builder.scalar(span)));
  const rest = builder.minus(distance, builder.times(turns, span));
  const half = builder.times(turns, 0.5);
  const isOdd = builder.compare('Greater', builder.minus(half, builder.unary('Floor', half)), 0.25);
  const mirrored = builder.plus(builder.where(isOdd, builder.minus(span, rest), rest), low);
  const sign = builder.times(right, builder.where(isOdd, -1, 1));
  // Half a pixel beyond the outermost one is that one.
  const inside = isInside(builder, mirrored, size);
  return {
    size,
    place: limited(builder, mirrored, size),
    slope: builder.times(builder.times(slope, sign), inside),
  };
}

function cornersOf(builder: GraphBuilder, { place }: Axis, nearest: boolean): Corner[] {
  if (nearest) {
    const pixel = builder.unary('Round', place);
    return [{ pixel, weight: builder.expand(builder.scalar(1), builder.dims(place)), direction: 0 }];
  }
  const low = builder.unary('Floor', place);
  const share = builder.minus(place, low);
  return [
    { pixel: low, weight: builder.minus(1, share), direction: -1 },
    { pixel: builder.plus(low, 1), weight: share, direction: 1 },
  ];
}

const A = -0.75;
/** Cubic convolution by the distance (Keys, 1981), up to 1 and from there to 2; lowest power first. */
const [NEAR, FAR] = [
  [1, 0, -(A + 3), A + 2],
  [-4 * A, 8 * A, -5 * A, A],
];

function cubicCorners(
  builder: GraphBuilder,
  { place, size }: Axis,
  padding: string,
  aligned: boolean,
): Corner[] {
  const low = builder.unary('Floor', place);
  const share = builder.minus(place, low);
  return [-1, 0, 1, 2].map((tap) => {
    const distance = tap <= 0 ? builder.plus(share, -tap) : builder.minus(tap, share);
    const powers = tap === 0 || tap === 1 ? NEAR! : FAR!;
    const slopes = powers.slice(1).map((factor, power) => factor * (power + 1) * (tap <= 0 ? 1 : -1));
    return {
      pixel: paddedPixel(builder, builder.plus(low, tap), size, padding, aligned),
      weight: polynomial(builder, powers, distance),
      direction: polynomial(builder, slopes, distance),
    };
  });
}

const polynomial = (builder: GraphBuilder, powers: readonly number[], x: string): string =>
  powers
    .slice(0, -1)
    .reduceRight(
      (sum, factor) => builder.plus(builder.times(sum, x), factor),
      builder.scalar(powers.at(-1)!),
    );

/** What is read in place of a pixel outside of the image; with zeros, it stays there. */
function paddedPixel(
  builder: GraphBuilder,
  pixel: string,
  size: number,
  padding: string,
  aligned: boolean,
): string {
  if (padding === 'border') return limited(builder, pixel, size);
  if (padding !== 'reflection') return pixel;
  return reflected(builder, pixel, builder.scalar(1), size, aligned).place;
}

const isInside = (builder: GraphBuilder, place: string, size: number): string =>
  builder.times(
    builder.where(builder.compare('GreaterOrEqual', place, 0), 1, 0),
    builder.where(builder.compare('LessOrEqual', place, size - 1), 1, 0),
  );

/** The nearest pixel of the image. */
const limited = (builder: GraphBuilder, place: string, size: number): string =>
  builder.add('Clip', [place, builder.scalar(0), builder.scalar(size - 1)], builder.dims(place));

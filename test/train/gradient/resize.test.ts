import { test } from 'uvu';
import { float32 } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';

const { float, int, ints, string } = attribute;
const scales = (...values: number[]) => float32(Float32Array.from(values), [values.length]);
const sizes: readonly (readonly [string, readonly number[]])[] = [
  ['twice', [1, 2, 6, 8]],
  ['three times and once', [1, 2, 9, 4]],
  ['larger by no whole number', [1, 2, 5, 7]],
  ['smaller', [1, 2, 2, 3]],
  ['to one', [1, 2, 1, 1]],
];
const forms: readonly (readonly [string, Record<string, string>])[] = [
  ['nearest, asymmetric, floor', { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }],
  ['nearest, asymmetric, ceil', { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'ceil' }],
  ['nearest, half_pixel', { coordinate_transformation_mode: 'half_pixel' }],
  [
    'nearest, half_pixel, round_prefer_ceil',
    { coordinate_transformation_mode: 'half_pixel', nearest_mode: 'round_prefer_ceil' },
  ],
  ['nearest, align_corners', { coordinate_transformation_mode: 'align_corners' }],
  ['linear, half_pixel', { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }],
  ['linear, pytorch_half_pixel', { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' }],
  ['linear, align_corners', { mode: 'linear', coordinate_transformation_mode: 'align_corners' }],
  ['linear, asymmetric', { mode: 'linear', coordinate_transformation_mode: 'asymmetric' }],
  [
    'linear, half_pixel_symmetric',
    { mode: 'linear', coordinate_transformation_mode: 'half_pixel_symmetric' },
  ],
  ['cubic, half_pixel', { mode: 'cubic' }],
  ['cubic, align_corners', { mode: 'cubic', coordinate_transformation_mode: 'align_corners' }],
  ['cubic, asymmetric', { mode: 'cubic', coordinate_transformation_mode: 'asymmetric' }],
  ['cubic, pytorch_half_pixel', { mode: 'cubic', coordinate_transformation_mode: 'pytorch_half_pixel' }],
];
const strings = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, string(value)]));

for (const [form, attributes] of forms) {
  for (const [name, target] of sizes) {
    test(`${form}, sizes: ${name}`, async () => {
      const inputs = [variable([1, 2, 3, 4]), undefined, undefined, target];
      await checkGradient(nodeCase('Resize', inputs, strings(attributes)));
    });
  }
  test(`${form}, scales of which the sizes are not exact`, async () => {
    const inputs = [variable([1, 2, 3, 4]), undefined, scales(1, 1, 1.5, 1.7)];
    await checkGradient(nodeCase('Resize', inputs, strings(attributes)));
  });
  test(`${form}, scales of 2`, async () => {
    const inputs = [variable([1, 2, 3, 4]), undefined, scales(1, 1, 2, 2)];
    await checkGradient(nodeCase('Resize', inputs, strings(attributes)));
  });
}

test('sizes of named axes', async () => {
  const attributes = { ...strings({ mode: 'linear' }), axes: ints([2, -1]) };
  const inputs = [variable([1, 2, 3, 4]), undefined, undefined, [5, 6]];
  await checkGradient(nodeCase('Resize', inputs, attributes));
});

test('one spatial axis', async () => {
  const inputs = [variable([2, 2, 5]), undefined, undefined, [2, 2, 8]];
  await checkGradient(nodeCase('Resize', inputs, strings({ mode: 'linear' })));
});

test('all four axes, nearest', async () => {
  const inputs = [variable([2, 2, 3, 2]), undefined, undefined, [4, 2, 6, 4]];
  await checkGradient(nodeCase('Resize', inputs, strings({ coordinate_transformation_mode: 'asymmetric' })));
});

test('cubic with another coefficient, what is outside left out', async () => {
  const attributes = { ...strings({ mode: 'cubic' }), cubic_coeff_a: float(-0.5), exclude_outside: int(1) };
  const inputs = [variable([1, 2, 3, 4]), undefined, undefined, [1, 2, 5, 7]];
  await checkGradient(nodeCase('Resize', inputs, attributes));
});

for (const mode of ['linear', 'nearest'])
  test(`a region that is cropped and resized, partly outside, ${mode}`, async () => {
    const attributes = {
      ...strings({ mode, coordinate_transformation_mode: 'tf_crop_and_resize' }),
      extrapolation_value: float(3),
    };
    const inputs = [variable([1, 2, 4, 5]), scales(0, 0, 0.2, -0.3, 1, 1, 0.9, 0.7), undefined, [1, 2, 6, 3]];
    await checkGradient(nodeCase('Resize', inputs, attributes));
  });

for (const policy of ['not_larger', 'not_smaller'])
  test(`the aspect ratio kept, ${policy}`, async () => {
    const attributes = {
      ...strings({ mode: 'linear', keep_aspect_ratio_policy: policy }),
      axes: ints([2, 3]),
    };
    const inputs = [variable([1, 2, 3, 4]), undefined, undefined, [7, 6]];
    await checkGradient(nodeCase('Resize', inputs, attributes));
  });

const smooth = { antialias: int(1) };
const smoothed: readonly (readonly [string, readonly number[], number])[] = [
  ['half_pixel', [1, 2, 3, 2], 0],
  ['half_pixel', [1, 2, 3, 2], 1],
  ['half_pixel', [1, 2, 10, 3], 0],
  ['half_pixel', [1, 2, 1, 8], 1],
  ['align_corners', [1, 2, 3, 2], 0],
  ['asymmetric', [1, 2, 2, 5], 0],
  ['pytorch_half_pixel', [1, 2, 1, 4], 0],
];
for (const mode of ['linear', 'cubic'])
  for (const [coordinates, target, excludes] of smoothed)
    test(`antialias, ${mode}, ${coordinates}, 7x8 to ${target.slice(2)}, exclude_outside ${excludes}`, async () => {
      const attributes = {
        ...strings({ mode, coordinate_transformation_mode: coordinates }),
        ...smooth,
        exclude_outside: int(excludes),
      };
      await checkGradient(
        nodeCase('Resize', [variable([1, 2, 7, 8]), undefined, undefined, target], attributes),
      );
    });

for (const mode of ['linear', 'cubic'])
  test(`antialias, ${mode}, scales of which the sizes are not exact`, async () => {
    const inputs = [variable([1, 2, 7, 8]), undefined, scales(1, 1, 0.4, 0.7)];
    await checkGradient(nodeCase('Resize', inputs, { ...strings({ mode }), ...smooth }));
  });

for (const mode of ['linear', 'nearest', 'cubic'])
  for (const padding of ['zeros', 'border', 'reflection'])
    for (const aligned of [0, 1])
      test(`GridSample, ${mode}, ${padding}, align_corners ${aligned}`, async () => {
        const attributes = { ...strings({ mode, padding_mode: padding }), align_corners: int(aligned) };
        const inputs = [variable([2, 3, 4, 5]), variable([2, 3, 2, 2], -1.9, 1.9)];
        await checkGradient(nodeCase('GridSample', inputs, attributes), { opset: 20 });
      });

test('GridSample, bicubic, as opset 16 calls it', async () => {
  const inputs = [variable([1, 2, 4, 5]), variable([1, 3, 2, 2], -1.3, 1.3)];
  await checkGradient(nodeCase('GridSample', inputs, strings({ mode: 'bicubic' })));
});

test.run();

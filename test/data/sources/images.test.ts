import { copyFile, mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadDataset } from '../../../src/data/load-dataset.js';
import { inDirectory } from '../../store/temporary-directory.js';
import { plainInput } from '../plain-input.js';
import { refusal } from '../refusal.js';

const test = suite('images');

/** An image of one colour; alpha as the fourth value. */
function plain(colour: readonly number[], height = 4, width = 6): Sharp {
  const channels = colour.length as 3 | 4;
  return sharp(
    Buffer.from(
      Array(height * width)
        .fill(colour)
        .flat(),
    ),
    { raw: { width, height, channels } },
  );
}

async function put(path: string, image: Sharp | string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const isPlain = typeof image === 'string' || Buffer.isBuffer(image);
  await writeFile(path, isPlain ? image : await image.png().toBuffer());
}

const load = (path: string, options = {}, input = {}, labels: 'folders' | undefined = undefined) =>
  loadDataset({ kind: 'images', path, labels }, { ...plainInput, ...input }, options);

/** The first pixel of each sample. */
function firstPixels({ values, sampleDims, count }: Awaited<ReturnType<typeof load>>): number[][] {
  const size = values.length / count;
  return Array.from({ length: count }, (_, sample) => [
    ...values.subarray(sample * size, sample * size + sampleDims[2]),
  ]);
}

test('class folders in alphabetical order, files in order, hidden ones and an empty class', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'b/2.png'), plain([2, 0, 0]));
    await put(join(directory, 'b/1.png'), plain([1, 0, 0]));
    await put(join(directory, 'b/deep/er.png'), plain([3, 0, 0]));
    await put(join(directory, 'a/10.png'), plain([9, 0, 0]));
    await put(join(directory, 'd/x.png'), plain([4, 0, 0]));
    await put(join(directory, 'b/.hidden'), 'no image');
    await put(join(directory, '.git/a.png'), 'no image');
    await put(join(directory, '.DS_Store'), 'no image');
    await mkdir(join(directory, 'c'));
    const dataset = await load(directory, { expectedClasses: 4 }, {}, 'folders');
    assert.equal(dataset.classes, ['a', 'b', 'c', 'd']);
    assert.equal([...(dataset.labels ?? [])], [0, 1, 1, 1, 3]);
    assert.equal(dataset.sampleDims, [4, 6, 3]);
    assert.is(dataset.count, 5);
    assert.ok(dataset.values instanceof Uint8Array);
    assert.equal(
      firstPixels(dataset).map(([red]) => red),
      [9, 1, 2, 3, 4],
    );
  }));

test('without labels: all images below the folder, sorted by path, no labels', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'z.png'), plain([1, 0, 0]));
    await put(join(directory, 'a/b/c.png'), plain([2, 0, 0]));
    await put(join(directory, 'B.png'), plain([3, 0, 0]));
    const dataset = await load(directory);
    assert.equal([dataset.labels, dataset.classes], [undefined, undefined]);
    assert.equal(
      firstPixels(dataset).map(([red]) => red),
      [3, 2, 1],
    );
  }));

test('links are followed', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'real/a.png'), plain([7, 0, 0]));
    await mkdir(join(directory, 'set/class'), { recursive: true });
    await symlink(join(directory, 'real/a.png'), join(directory, 'set/class/a.png'));
    await symlink(join(directory, 'real'), join(directory, 'set/linked'));
    const dataset = await load(join(directory, 'set'), {}, {}, 'folders');
    assert.equal(dataset.classes, ['class', 'linked']);
    assert.is(dataset.count, 2);
  }));

test('many more images than are decoded at a time stay in order', () =>
  inDirectory(async (directory) => {
    for (let index = 0; index < 60; index++) {
      // The first ones are slower to decode.
      const side = index < 5 ? 300 : 3;
      await put(join(directory, `${String(index).padStart(2, '0')}.png`), plain([index, 0, 0], side, side));
    }
    const dataset = await load(directory, {}, { size: [2, 2] });
    assert.equal(
      firstPixels(dataset).map(([red]) => red),
      [...Array(60).keys()],
    );
  }));

test('formats are told by content', () =>
  inDirectory(async (directory) => {
    const colour = [200, 100, 50];
    for (const [name, image] of [
      ['a.jpg', plain(colour).png()],
      ['b.png', plain(colour).jpeg({ quality: 100, chromaSubsampling: '4:4:4' })],
      ['c', plain(colour).webp({ lossless: true })],
      ['d.txt', plain(colour).tiff()],
      ['e.dat', plain(colour).gif()],
    ] as const) {
      await put(join(directory, name), await image.toBuffer());
    }
    for (const pixel of firstPixels(await load(directory))) {
      const distances = pixel.map((value, channel) => Math.abs(value - colour[channel]));
      assert.ok(Math.max(...distances) <= 2, pixel.join());
    }
  }));

for (const [name, image, rgb, grey] of [
  ['RGB', plain([200, 100, 50]), [200, 100, 50], 124],
  ['transparency is dropped', plain([200, 100, 50, 0]), [200, 100, 50], 124],
  ['greyscale', plain([90, 90, 90]).toColourspace('b-w'), [90, 90, 90], 90],
  ['16 bits', plain([200, 100, 50]).toColourspace('rgb16'), [200, 100, 50], 124],
  ['16 bits grey', plain([90, 90, 90]).toColourspace('grey16'), [90, 90, 90], 90],
  ['a palette', plain([200, 100, 50]).png({ palette: true }), [200, 100, 50], 124],
] as const) {
  test(`channels: ${name}`, () =>
    inDirectory(async (directory) => {
      await put(join(directory, 'a.png'), image.clone());
      assert.equal(firstPixels(await load(directory)), [[...rgb]]);
      const single = await load(directory, { channels: 1 });
      assert.equal([single.sampleDims, firstPixels(single)], [[4, 6, 1], [[grey]]]);
    }));
}

for (const [layout, expectedDims] of [
  ['nchw', [1, 4, 6]],
  ['nhwc', [4, 6, 1]],
] as const) {
  test(`a ${layout} model of one channel gets greyscale`, () =>
    inDirectory(async (directory) => {
      await put(join(directory, 'a.png'), plain([255, 0, 0]));
      const dataset = await load(directory, { expectedDims }, { layout });
      assert.equal([dataset.sampleDims, firstPixels(dataset)], [[4, 6, 1], [[76]]]);
    }));
}

test('upright by EXIF, before resizing', () =>
  inDirectory(async (directory) => {
    // Left half red, right half blue; orientation 6: turn clockwise, so red comes to the top.
    const pixels = Array.from({ length: 16 * 16 }, (_, index) =>
      index % 16 < 8 ? [255, 0, 0] : [0, 0, 255],
    ).flat();
    const image = sharp(Buffer.from(pixels), { raw: { width: 16, height: 16, channels: 3 } });
    await put(join(directory, 'a.png'), await image.withMetadata({ orientation: 6 }).png().toBuffer());
    const { values } = await load(directory, {}, { size: [2, 2] });
    const reds = [0, 3, 6, 9].map((at) => values[at] > 128);
    assert.equal(reds, [true, true, false, false]);
  }));

test('input.size is [height, width], and images of all sizes are brought to it', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'a.png'), plain([10, 20, 30], 50, 20));
    await put(join(directory, 'b.png'), plain([40, 50, 60], 7, 90));
    const dataset = await load(directory, { expectedDims: [3, 8, 5] }, { size: [8, 5] });
    assert.equal(dataset.sampleDims, [8, 5, 3]);
    assert.equal(firstPixels(dataset), [
      [10, 20, 30],
      [40, 50, 60],
    ]);
  }));

test('the digest is of pixels and labels, not of names and formats', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'one/a.png'), plain([1, 2, 3]));
    await put(join(directory, 'two/other.webp'), plain([1, 2, 3]).webp({ lossless: true }));
    await put(join(directory, 'three/a.png'), plain([1, 2, 4]));
    const [one, two, three] = await Promise.all(
      ['one', 'two', 'three'].map((name) => load(join(directory, name))),
    );
    assert.is(one.digest, two.digest);
    assert.is.not(one.digest, three.digest);
  }));

test('no folder: DATA_MISSING', async () => {
  const path = join(import.meta.dirname, 'not-there');
  const problem = await refusal(load(path));
  assert.equal([problem.code, problem.where], ['DATA_MISSING', path]);
});

test('a file for a folder: DATA_MISSING', async () => {
  assert.is((await refusal(load(import.meta.filename))).code, 'DATA_MISSING');
});

test('an empty folder: DATA_EMPTY', () =>
  inDirectory(async (directory) => {
    await mkdir(join(directory, 'class'));
    await put(join(directory, '.hidden'), '');
    const problem = await refusal(load(directory, {}, {}, 'folders'));
    assert.equal([problem.code, problem.where], ['DATA_EMPTY', directory]);
    assert.match(problem.accepted ?? '', 'one folder per class');
  }));

test('a file beside class folders: DATA_UNLABELLED', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'class/a.png'), plain([1, 2, 3]));
    await put(join(directory, 'stray.png'), plain([1, 2, 3]));
    const problem = await refusal(load(directory, {}, {}, 'folders'));
    assert.equal([problem.code, problem.where], ['DATA_UNLABELLED', join(directory, 'stray.png')]);
  }));

const damages: Record<string, (path: string) => Promise<void>> = {
  'a text file': (path) => put(path, 'hello'),
  'an empty file': (path) => put(path, ''),
  'a cut PNG': async (path) => {
    const noise = Buffer.from(Array.from({ length: 72 }, (_, index) => (index * 101) % 256));
    await put(path, sharp(noise, { raw: { width: 6, height: 4, channels: 3 } }));
    await truncate(path, (await readFile(path)).length - 40);
  },
  'a JPEG whose data end early': async (path) => {
    const jpeg = await plain([1, 2, 3], 200, 200).jpeg({ quality: 100 }).toBuffer();
    await put(path, jpeg.subarray(0, jpeg.length - 300));
  },
};
for (const [name, make] of Object.entries(damages)) {
  test(`${name}: DATA_NOT_IMAGE, by name`, () =>
    inDirectory(async (directory) => {
      await put(join(directory, 'c/1.png'), plain([1, 2, 3]));
      await make(join(directory, 'c/2.png'));
      const problem = await refusal(load(directory, {}, { size: [4, 6] }, 'folders'));
      assert.equal([problem.code, problem.where], ['DATA_NOT_IMAGE', join(directory, 'c/2.png')]);
      assert.ok(problem.value && problem.accepted && problem.next);
    }));
}

test('the first file being no image', () =>
  inDirectory(async (directory) => {
    await put(join(directory, '1.png'), 'text');
    assert.is((await refusal(load(directory))).code, 'DATA_NOT_IMAGE');
  }));

test('sizes that differ without input.size: DATA_SHAPE, by name', () =>
  inDirectory(async (directory) => {
    await put(join(directory, '1.png'), plain([1, 2, 3]));
    await put(join(directory, '2.png'), plain([1, 2, 3], 6, 4));
    const problem = await refusal(load(directory));
    assert.equal(
      [problem.code, problem.where, problem.value],
      ['DATA_SHAPE', join(directory, '2.png'), [6, 4]],
    );
    assert.match(problem.next ?? '', 'data.input.size');
  }));

test("images that are not of the model's size: DATA_SHAPE", () =>
  inDirectory(async (directory) => {
    await put(join(directory, '1.png'), plain([1, 2, 3]));
    const problem = await refusal(load(directory, { expectedDims: [3, 32, 32] }));
    assert.equal([problem.code, problem.value], ['DATA_SHAPE', [3, 4, 6]]);
    assert.match(problem.accepted ?? '', '[3, 32, 32]');
  }));

test('any size where the model takes any', () =>
  inDirectory(async (directory) => {
    await put(join(directory, '1.png'), plain([1, 2, 3]));
    assert.is((await load(directory, { expectedDims: [3, -1, 0] })).count, 1);
  }));

test("class folders that are not as many as the model's outputs: DATA_LABELS", () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'a/1.png'), plain([1, 2, 3]));
    await copyFile(join(directory, 'a/1.png'), join(directory, 'a/2.png'));
    const problem = await refusal(load(directory, { expectedClasses: 10 }, {}, 'folders'));
    assert.equal([problem.code, problem.value], ['DATA_LABELS', ['a']]);
    assert.match(problem.accepted ?? '', '10 folders');
  }));

test('mean for another number of channels: INPUT_CHANNELS', () =>
  inDirectory(async (directory) => {
    await put(join(directory, '1.png'), plain([1, 2, 3]));
    const problem = await refusal(load(directory, {}, { mean: [0.5] }));
    assert.equal([problem.code, problem.where], ['INPUT_CHANNELS', 'data.input.mean']);
  }));

test('an abort ends the loading', () =>
  inDirectory(async (directory) => {
    for (let index = 0; index < 40; index++) await put(join(directory, `${index}.png`), plain([1, 2, 3]));
    const reason = new Error('stop');
    const error = await load(directory, { signal: AbortSignal.abort(reason) }).catch((thrown) => thrown);
    assert.is(error, reason);
  }));

test('links to the folder itself, to one above and to themselves end', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'set/a/1.png'), plain([1, 0, 0]));
    await symlink('.', join(directory, 'set/here'));
    await symlink('.', join(directory, 'set/a/here'));
    await symlink('..', join(directory, 'set/a/up'));
    await symlink('itself', join(directory, 'set/itself'));
    await symlink('../set/a', join(directory, 'set/again'));
    const dataset = await load(join(directory, 'set'));
    assert.is(dataset.count, 2, 'a and again');
  }));

test('a drawing is refused', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'a.png'), '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>');
    const problem = await refusal(load(directory));
    assert.equal([problem.code, problem.value], ['DATA_NOT_IMAGE', 'SVG']);
  }));

/** Twelve columns and four rows: the left third red, the middle green, the right blue. */
const flag = (): Sharp => {
  const pixels = Array.from({ length: 48 }, (_, at) => {
    const third = Math.floor((at % 12) / 4);
    return [0, 1, 2].map((channel) => (channel === third ? 200 : 0));
  });
  return sharp(Buffer.from(pixels.flat()), { raw: { width: 12, height: 4, channels: 3 } });
};

const resized: readonly (readonly [string, object, (pixel: (y: number, x: number) => number[]) => void])[] = [
  [
    'stretch brings all of it in',
    { resize: 'stretch' },
    (pixel) => {
      assert.ok(pixel(2, 0)[0]! > 150);
      assert.ok(pixel(2, 3)[2]! > 150);
    },
  ],
  [
    'cover cuts both sides off',
    { resize: 'cover' },
    (pixel) => {
      for (const x of [0, 1, 2, 3]) assert.ok(pixel(1, x)[1]! > 100, `${pixel(1, x)}`);
      assert.ok(pixel(1, 1)[0]! < 30 && pixel(1, 1)[2]! < 30);
    },
  ],
  [
    'contain lays it on a ground',
    { resize: 'contain', fill: 114 },
    (pixel) => {
      assert.equal(pixel(0, 0), [114, 114, 114]);
      assert.equal(pixel(3, 3), [114, 114, 114]);
      assert.ok([1, 2].some((y) => pixel(y, 0)[0]! > pixel(y, 0)[2]! + 50));
    },
  ],
];
for (const [name, image, check] of resized)
  test(`resizing: ${name}`, () =>
    inDirectory(async (directory) => {
      await put(join(directory, 'a.png'), flag());
      const settings = { size: [4, 4], image: { ...plainInput.image, ...image } };
      const { values, sampleDims } = await load(directory, {}, settings);
      assert.equal(sampleDims, [4, 4, 3]);
      check((y, x) => [...values.subarray(3 * (4 * y + x), 3 * (4 * y + x) + 3)]);
    }));

test('crop cuts the middle out of what the shorter side was resized to', () =>
  inDirectory(async (directory) => {
    // A ring of white around black: with half of it cut out, only black is left.
    const pixels = Array.from({ length: 256 }, (_, at) => {
      const [y, x] = [Math.floor(at / 16), at % 16];
      return Math.min(x, y, 15 - x, 15 - y) < 3 ? 255 : 0;
    });
    await put(
      join(directory, 'a.png'),
      sharp(Buffer.from(pixels.flatMap((value) => [value, value, value])), {
        raw: { width: 16, height: 16, channels: 3 },
      }),
    );
    const of = async (crop: number) => {
      const image = { ...plainInput.image, resize: 'cover', crop };
      return (await load(directory, {}, { size: [8, 8], image })).values;
    };
    assert.ok((await of(0.5)).every((value) => value < 40));
    assert.ok((await of(1))[0]! > 200);
  }));

test('bgr turns the channels round', () =>
  inDirectory(async (directory) => {
    await put(join(directory, 'a.png'), plain([10, 20, 30]));
    const image = { ...plainInput.image, channels: 'bgr' };
    const { values } = await load(directory, {}, { image });
    assert.equal([...values.subarray(0, 3)], [30, 20, 10]);
  }));

test.run();

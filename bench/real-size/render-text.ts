import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { type Rng, rngOf } from '../../src/random.js';

export interface Look {
  readonly kind: 'line' | 'page';
  readonly height: number;
  readonly width: number;
  /** Of a line: what is wider, as a multiple of its height, is cut short; then it is squeezed to `width`. */
  readonly widest?: number;
  /** Every other line upside down. */
  readonly flips?: boolean;
}

/** Folders of PNG images: `train` and `validation` for the build, `test` for what is said about its result. */
export interface SampleFolders {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

/**
 * `count` images to train with and a quarter as many in each of the other folders, drawn with the system's fonts. Made
 * once; the same fonts give the same images.
 */
export async function renderSamples(folder: string, count: number, look: Look): Promise<SampleFolders> {
  if (!existsSync(folder)) {
    const unfinished = `${folder}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    const fonts = systemFonts();
    const quarter = Math.ceil(count / 4);
    for (const [name, images] of Object.entries({ train: count, validation: quarter, test: quarter })) {
      mkdirSync(join(unfinished, name), { recursive: true });
      await inTurns(images, async (index) => {
        const random = rngOf(1, look.kind, look.width, name, index);
        const picture = await (look.kind === 'line' ? line : page)(random, fonts, look, index);
        const file = join(unfinished, name, `${String(index).padStart(6, '0')}.png`);
        await imageOf(picture).png({ compressionLevel: 2 }).toFile(file);
      });
    }
    renameSync(unfinished, folder);
  }
  const [train, validation, test] = ['train', 'validation', 'test'].map((name) => join(folder, name));
  return { train, validation, test };
}

async function inTurns(count: number, make: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await make(next++);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

interface Fonts {
  readonly latin: readonly string[];
  /** Empty where no font of the system has Chinese characters, or nothing lists its fonts. */
  readonly chinese: readonly string[];
}

function systemFonts(): Fonts {
  const families = (pattern: string): string[] => {
    try {
      const rows = execFileSync('fc-list', [pattern, 'family'], { encoding: 'utf8' }).split('\n');
      return [...new Set(rows.map((row) => row.split(',')[0].trim()))].filter((row) => row !== '').sort();
    } catch {
      return [];
    }
  };
  const found = families(':lang=en');
  return {
    latin: found.length > 0 ? found : ['Sans', 'Serif', 'Monospace'],
    chinese: families(':lang=zh-cn'),
  };
}

const WORDS = (
  'the of and to in is you that it he was for on are as with his they at be this have from or one had by word but ' +
  'not what all were we when your can said there use an each which she do how their if will up other about out many ' +
  'then them these so some her would make like him into time has look two more write go see number no way could ' +
  'people my than first water been call who oil its now find long down day did get come made may part total invoice ' +
  'receipt street exit open closed price quantity address telephone platform ticket menu coffee museum hospital'
).split(' ');
const PUNCTUATION = ['.', ',', '!', '?', ':', ';', ' -', '…'];

function words(random: Rng, characters: number, ideographs: readonly string[]): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => String(random.int(10))).join('');
  const latin = (): string => {
    const word = WORDS[random.int(WORDS.length)];
    const style = random.int(5);
    if (style === 0) return word.toUpperCase();
    return style < 3 ? word[0].toUpperCase() + word.slice(1) : word;
  };
  const kinds = [
    latin,
    latin,
    latin,
    () => latin() + PUNCTUATION[random.int(PUNCTUATION.length)],
    () => `(${latin()})`,
    () => digits(1 + random.int(7)),
    () => `${'$€£¥'[random.int(4)]}${digits(1 + random.int(3))}.${digits(2)}`,
    () => `${digits(2)}:${digits(2)}`,
    () => `${digits(4)}-${digits(2)}-${digits(2)}`,
    () => `${digits(2)}%`,
    () => `${String.fromCharCode(65 + random.int(26))}${digits(1 + random.int(4))}`,
    () => `${latin().toLowerCase()}@${latin().toLowerCase()}.com`,
    () => `${latin()}/${latin()}`,
  ];
  const chinese = (): string =>
    Array.from({ length: 2 + random.int(4) }, () => ideographs[random.int(ideographs.length)]).join('');
  let text = '';
  do {
    const isChinese = ideographs.length > 0 && random.int(2) === 0;
    text += `${text === '' ? '' : ' '}${isChinese ? chinese() : kinds[random.int(kinds.length)]()}`;
  } while (text.length < characters);
  return text;
}

/** The common Chinese characters: what the two bytes of GB 2312's first level stand for. */
const IDEOGRAPHS = Array.from({ length: 3755 }, (_, index) =>
  new TextDecoder('gb2312').decode(Uint8Array.of(0xb0 + Math.floor(index / 94), 0xa1 + (index % 94))),
);

/** How much of each pixel is covered, 0 to 255. */
interface Ink {
  readonly width: number;
  readonly height: number;
  readonly cover: Uint8Array;
}

interface Writing {
  readonly text: string;
  /** Pango's name of it, without a size. */
  readonly font: string;
}

function drawWriting(random: Rng, { latin, chinese }: Fonts, characters: number): Writing {
  const isChinese = chinese.length > 0 && random.int(2) === 0;
  const families = isChinese ? chinese : latin;
  const styles = ['', '', ' Bold', ' Italic', ' Bold Italic'];
  const font = families[random.int(families.length)] + styles[random.int(styles.length)];
  return { font, text: words(random, characters, isChinese ? IDEOGRAPHS : []) };
}

async function inkOf({ text, font }: Writing, size: number, degrees: number): Promise<Ink> {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  // At 72 dots an inch a point is a pixel.
  const drawn = sharp({ text: { text: escaped, font: `${font} ${size}`, dpi: 72, wrap: 'none' } });
  const { data, info } = await drawn
    .rotate(degrees, { background: '#000' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, cover: data };
}

type Colour = readonly [red: number, green: number, blue: number];

/** RGB pixels, 0 to 255. */
class Picture {
  readonly values: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.values = new Float32Array(width * height * 3);
  }

  /** From one colour on the left to another on the right. */
  ground(left: Colour, right: Colour): void {
    this.#each(({ x, channel }) => left[channel] + ((right[channel] - left[channel]) * x) / this.width);
  }

  noise(random: Rng, deviation: number): void {
    if (deviation > 0) this.#each(({ value }) => value + deviation * random.normal());
  }

  write({ width, height, cover }: Ink, left: number, top: number, colour: Colour): void {
    for (let y = Math.max(0, -top); y < height && top + y < this.height; y++)
      for (let x = Math.max(0, -left); x < width && left + x < this.width; x++) {
        const at = 3 * ((top + y) * this.width + left + x);
        const share = cover[y * width + x] / 255;
        for (let channel = 0; channel < 3; channel++)
          this.values[at + channel] += share * (colour[channel] - this.values[at + channel]);
      }
  }

  /** Luma of one pixel. */
  brightness(x: number, y: number): number {
    const at = 3 * (y * this.width + x);
    return brightnessOf([this.values[at], this.values[at + 1], this.values[at + 2]]);
  }

  #each(value: (pixel: { x: number; channel: number; value: number }) => number): void {
    for (let at = 0; at < this.values.length; at++) {
      const x = Math.floor(at / 3) % this.width;
      this.values[at] = value({ x, channel: at % 3, value: this.values[at] });
    }
  }
}

const imageOf = ({ width, height, values }: Picture): Sharp =>
  sharp(Uint8ClampedArray.from(values), { raw: { width, height, channels: 3 } });

async function pictureOf(image: Sharp): Promise<Picture> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const picture = new Picture(info.width, info.height);
  picture.values.set(data);
  return picture;
}

const brightnessOf = ([red, green, blue]: Colour): number => 0.299 * red + 0.587 * green + 0.114 * blue;

const drawColour = (random: Rng): Colour => [random.int(256), random.int(256), random.int(256)];

/** Half of it about as light as paper. */
function drawGround(random: Rng): Colour {
  const light = 170 + random.int(86);
  return random.int(2) === 0 ? drawColour(random) : nearTo(random, [light, light, light], 8);
}

const nearTo = (random: Rng, colour: Colour, deviation = 30): Colour =>
  colour.map((value) => Math.min(255, Math.max(0, value + deviation * random.normal()))) as unknown as Colour;

/** A colour that can be read on ground of this brightness. */
function drawInkColour(random: Rng, ground: number): Colour {
  for (;;) {
    const colour = drawColour(random);
    if (Math.abs(brightnessOf(colour) - ground) > 70) return colour;
  }
}

const blurred = (image: Sharp, random: Rng): Sharp =>
  random.int(2) === 0 ? image : image.blur(0.3 + random.next());

/** As PaddleOCR gives a line to its networks: its height filled, grey (0 once normalised) to the right of it. */
async function line(random: Rng, fonts: Fonts, look: Look, index: number): Promise<Picture> {
  const { height, width, widest = width / height, flips } = look;
  let writing = drawWriting(random, fonts, 2 + random.int(16));
  const [size, degrees] = [16 + random.int(40), 1.2 * random.normal()];
  const [above, beside] = [Math.round(size * (0.05 + 0.2 * random.next())), Math.round(size * 0.15)];
  let ink = await inkOf(writing, size, degrees);
  for (;;) {
    const ratio = (ink.width + 2 * beside) / (ink.height + 2 * above);
    if (ratio <= widest || writing.text.length < 3) break;
    const kept = Math.min(writing.text.length - 1, Math.floor((writing.text.length * widest) / ratio));
    writing = { ...writing, text: writing.text.slice(0, Math.max(2, kept)).trim() };
    ink = await inkOf(writing, size, degrees);
  }
  const picture = new Picture(ink.width + 2 * beside, ink.height + 2 * above);
  const ground = drawGround(random);
  picture.ground(ground, random.int(2) === 0 ? ground : nearTo(random, ground));
  picture.write(ink, beside, above, drawInkColour(random, picture.brightness(picture.width >> 1, 0)));
  const soft = await pictureOf(blurred(imageOf(picture), random));
  soft.noise(random, 12 * random.next() * random.int(2));
  const turned = flips === true && index % 2 === 1 ? imageOf(soft).rotate(180) : imageOf(soft);
  const scaled = Math.min(width, Math.ceil((height * soft.width) / soft.height));
  const resized = turned.resize({ width: scaled, height, fit: 'fill', kernel: 'linear' });
  const padding = { right: width - scaled, background: { r: 128, g: 128, b: 128 } };
  return pictureOf(sharp(await resized.png().toBuffer()).extend(padding));
}

/** Some lines of text, none over another, on ground of several colours. */
async function page(random: Rng, fonts: Fonts, { height, width }: Look): Promise<Picture> {
  const picture = new Picture(width, height);
  const ground = drawGround(random);
  picture.ground(ground, nearTo(random, ground));
  for (let panels = random.int(4); panels > 0; panels--) {
    const [wide, tall] = [20 + random.int(width), 20 + random.int(height)];
    const panel = { width: wide, height: tall, cover: new Uint8Array(wide * tall).fill(255) };
    picture.write(panel, random.int(width) - 40, random.int(height) - 40, drawColour(random));
  }
  const taken: { left: number; top: number; right: number; bottom: number }[] = [];
  const tilt = 3 * random.normal();
  for (let tries = 3 + random.int(14); tries > 0; tries--) {
    const writing = drawWriting(random, fonts, 2 + random.int(22));
    const degrees = random.int(6) === 0 ? 12 * random.normal() : tilt;
    const ink = await inkOf(writing, 9 + random.int(28), degrees);
    const [left, top] = [random.int(width) - 30, random.int(height) - 10];
    const box = { left: left - 4, top: top - 4, right: left + ink.width + 4, bottom: top + ink.height + 4 };
    const overlaps = (other: typeof box): boolean =>
      box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
    if (taken.some(overlaps)) continue;
    taken.push(box);
    const [x, y] = [left + (ink.width >> 1), top + (ink.height >> 1)];
    const behind = picture.brightness(
      Math.min(width - 1, Math.max(0, x)),
      Math.min(height - 1, Math.max(0, y)),
    );
    picture.write(ink, left, top, drawInkColour(random, behind));
  }
  const soft = await pictureOf(blurred(imageOf(picture), random));
  soft.noise(random, 12 * random.next() * random.int(2));
  return soft;
}

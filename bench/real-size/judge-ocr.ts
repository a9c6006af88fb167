import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { fileOf, type OcrNetwork } from './ocr-networks.js';
import { printLatency } from './print-latency.js';

/**
 * Prints how a student of a network answers the images of a folder, next to the teacher, and how long both take on one
 * thread. It opens both files as an app would, and uses nothing of the build.
 */
export async function judge(network: OcrNetwork, student: Uint8Array, folder: string): Promise<void> {
  const [old, own] = [await opened(readFileSync(fileOf(network))), await opened(student)];
  const files = readdirSync(folder).sort();
  const tally = network.answers === 'mask' ? new Masks() : new Classes();
  for (const file of files) {
    const image = await inputOf(join(folder, file), network);
    tally.add(await answer(old, image), await answer(own, image));
  }
  console.log(`of ${files.length} images that the build has not seen: ${tally.summary()}`);
  const image = await inputOf(join(folder, files[0]), network);
  await printLatency(
    () => answer(old, image),
    () => answer(own, image),
  );
  if (network.answers === 'mask') console.log(`at 480 x 640: ${await runsAt(own, 480, 640)}`);
}

const opened = (model: Uint8Array): Promise<InferenceSession> =>
  InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });

async function answer(session: InferenceSession, image: Tensor): Promise<Tensor> {
  const outputs = await session.run({ [session.inputNames[0]]: image });
  return outputs[session.outputNames[0]] as Tensor;
}

/** [1, 3, height, width], blue first. */
async function inputOf(path: string, { input: { mean, std } }: OcrNetwork): Promise<Tensor> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const area = info.width * info.height;
  const values = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++)
    for (let pixel = 0; pixel < area; pixel++)
      values[channel * area + pixel] = (data[3 * pixel + 2 - channel] / 255 - mean[channel]) / std[channel];
  return new Tensor('float32', values, [1, 3, info.height, info.width]);
}

async function runsAt(session: InferenceSession, height: number, width: number): Promise<string> {
  try {
    const image = new Tensor('float32', new Float32Array(3 * height * width), [1, 3, height, width]);
    return `runs, output [${(await answer(session, image)).dims.join(', ')}]`;
  } catch (error) {
    return `does not run: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** Class scores along the last axis. */
class Classes {
  #positions = 0;
  #equal = 0;
  #images = 0;
  #whole = 0;

  add(teacher: Tensor, student: Tensor): void {
    const classes = teacher.dims.at(-1)!;
    const [wanted, given] = [teacher, student].map((tensor) => best(tensor.data as Float32Array, classes));
    const equal = wanted.filter((label, position) => label === given[position]).length;
    this.#positions += wanted.length;
    this.#equal += equal;
    this.#images++;
    if (equal === wanted.length) this.#whole++;
  }

  summary(): string {
    const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(2)} %`;
    return (
      `the teacher's class at ${share(this.#equal, this.#positions)} of ${this.#positions} positions, ` +
      `at all positions of ${share(this.#whole, this.#images)} of the images`
    );
  }
}

function best(scores: Float32Array, classes: number): number[] {
  return Array.from({ length: scores.length / classes }, (_, position) => {
    const of = scores.subarray(position * classes, (position + 1) * classes);
    return of.indexOf(Math.max(...of));
  });
}

const THRESHOLD = 0.3;

/** The share of text at each pixel. */
class Masks {
  #both = 0;
  #teacher = 0;
  #student = 0;
  #squares = 0;
  #pixels = 0;

  add(teacher: Tensor, student: Tensor): void {
    const [wanted, given] = [teacher.data as Float32Array, student.data as Float32Array];
    for (let at = 0; at < wanted.length; at++) {
      const [isWanted, isGiven] = [wanted[at] > THRESHOLD, given[at] > THRESHOLD];
      if (isWanted) this.#teacher++;
      if (isGiven) this.#student++;
      if (isWanted && isGiven) this.#both++;
      this.#squares += (wanted[at] - given[at]) ** 2;
    }
    this.#pixels += wanted.length;
  }

  summary(): string {
    const f1 = (2 * this.#both) / (this.#teacher + this.#student);
    return (
      `F1 ${f1.toFixed(4)} of the mask above ${THRESHOLD}, which is ` +
      `${((100 * this.#teacher) / this.#pixels).toFixed(1)} % of the teacher's pixels and ` +
      `${((100 * this.#student) / this.#pixels).toFixed(1)} % of the student's; ` +
      `mean square difference ${(this.#squares / this.#pixels).toExponential(2)}`
    );
  }
}

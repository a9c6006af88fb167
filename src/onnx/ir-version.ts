/** First opset of each ONNX release that raised the IR version, newest first: [opset, IR version]. */
const releases: readonly (readonly [number, number])[] = [
  [25, 13],
  [24, 12],
  [23, 11],
  [21, 10],
  [19, 9],
  [15, 8],
  [12, 7],
  [11, 6],
  [10, 5],
];

/** The IR version that ONNX released with an opset; at least 4, from which on weights need not be graph inputs. */
export const irVersionOf = (opset: number): number => releases.find(([first]) => opset >= first)?.[1] ?? 4;

/** One of onnxruntime-web's builds. */
export type Ort = typeof import('onnxruntime-web');

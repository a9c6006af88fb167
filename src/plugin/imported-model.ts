/** What `import model from 'bespoke:NAME'` gives. Stands alone: apps get their types from it. */
export interface ImportedModel {
  readonly name: string;
  readonly teacher?: ImportedTeacher;
  /** One entry a target, sorted by name. */
  readonly targets: readonly ImportedTarget[];
}

/** The model that the others were cut from. Not there in development, when it stands in for them. */
export interface ImportedTeacher {
  readonly sizeBytes: number;
  readonly quality: ImportedQuality;
}

export interface ImportedTarget {
  readonly name: string;
  /** Follows the bundler's public path. */
  readonly url: string;
  readonly runtime: 'onnxruntime-node/cpu' | 'onnxruntime-web/wasm' | 'onnxruntime-web/webgpu';
  readonly threads: number;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** For `fetch` and `<link>`: `sha256-` and the hash in base 64. */
  readonly integrity: string;
  /** Medians as measured on the target, or predicted from its device profile. Not there when the teacher stands in. */
  readonly latencyMs?: { readonly teacher: number; readonly student: number; readonly predicted?: true };
  readonly quality?: ImportedQuality;
  /** In development: the file is the teacher's, of which nothing was measured. */
  readonly standIn?: true;
}

export interface ImportedQuality {
  /** 'top1', 'agreement', 'detections', 'mse' or 'module'. */
  readonly metric: string;
  readonly value: number;
}

import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { ownVersion } from '../own-version.js';
import type { EngineName } from '../runtime/engine.js';
import { onnxruntimeVersion, processorModel } from '../runtime/this-machine.js';
import { canonicalJson, sha256 } from '../store/key.js';

/** What has to be equal on two machines for them to give the same bytes for a job. */
export interface FarmIdentity {
  /** Version of this package. */
  readonly bespoke: string;
  readonly onnxruntime: string;
  /** System, architecture, and what its kernels are chosen by: `linux-x64 avx2 avx512f fma`. */
  readonly processor: string;
  /** What trains. */
  readonly engine: EngineName;
}

/** Extensions that ONNX Runtime's kernels differ by, as Linux names them. */
const EXTENSIONS = [
  'amx_bf16',
  'amx_int8',
  'asimddp',
  'avx',
  'avx2',
  'avx512_bf16',
  'avx512_vnni',
  'avx512bw',
  'avx512f',
  'avx512vl',
  'avx_vnni',
  'bf16',
  'f16c',
  'fma',
  'fphp',
  'i8mm',
  'sse4_1',
  'sve',
];

export const farmIdentity = (engine: EngineName): FarmIdentity => ({
  bespoke: ownVersion(),
  onnxruntime: onnxruntimeVersion(),
  processor: processor(),
  engine,
});

function processor(): string {
  return `${platform()}-${arch()} ${extensions() ?? processorModel()}`;
}

/** Those that the processor has; undefined where the system does not say. */
function extensions(): string | undefined {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
    const has = new Set(line?.[1].trim().split(/\s+/));
    return line === null ? undefined : EXTENSIONS.filter((name) => has.has(name)).join(' ');
  } catch {
    return undefined;
  }
}

/** The queue of those that are equal: the others do not see each other's jobs. */
export const queueName = (identity: FarmIdentity): string =>
  `bespoke-${sha256(canonicalJson({ ...identity })).slice(0, 12)}`;

/** What keeps two machines from working together; undefined where nothing does. */
export function difference(own: FarmIdentity, other: FarmIdentity): string | undefined {
  const names = {
    bespoke: 'bespoke',
    onnxruntime: 'onnxruntime-node',
    processor: 'processor',
    engine: 'engine',
  } as const;
  for (const [key, name] of Object.entries(names) as [keyof FarmIdentity, string][])
    if (own[key] !== other[key]) return `${name} ${other[key]}, here ${own[key]}`;
  return undefined;
}

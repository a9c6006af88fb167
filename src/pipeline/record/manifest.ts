import type { BespokeManifest, ManifestStandIn } from '../../config/gen/manifest-schema.js';
import { validate } from '../../config/gen/manifest-validator.js';
import { configPath } from '../../config/schema-problems.js';
import { schemaErrors } from '../../config/validator.js';
import { BespokeError } from '../../errors.js';
import type { Artifact, BuildResult, ModelResult, TargetEntry, TeacherEntry } from '../result.js';

export const MANIFEST_FILE = 'bespoke-manifest.json';

/** `<model>.<target>.<first 8 digits of sha256>.onnx` */
export const artifactFile = ({ model, target, entry }: Artifact): string =>
  `${model}.${target}.${entry.sha256.slice(0, 8)}.onnx`;

/**
 * What `bespoke-manifest.json` says of a build: sorted, keys in the order of the schema. `fileOf` names the file of an
 * artifact, relative to the manifest; `standIns` come with theirs.
 * @throws BespokeError MANIFEST_INVALID when it is not as manifest.schema.json says, which is a bug.
 */
export function manifestOf(
  result: Pick<BuildResult, 'models'>,
  fileOf: (artifact: Artifact) => string,
  standIns: readonly ManifestStandIn[] = [],
): BespokeManifest {
  const models = sorted(result.models, ({ name }) => name).map((model) => modelEntry(model, fileOf));
  const manifest: unknown = {
    version: 1,
    models,
    ...(standIns.length === 0
      ? {}
      : { standIns: sorted(standIns, ({ model, name }) => `${model}\0${name}`) }),
  };
  const [error] = schemaErrors(validate, manifest);
  if (error !== undefined) {
    throw new BespokeError({
      code: 'MANIFEST_INVALID',
      what: `the manifest ${error.message}, which is a bug in bespoke`,
      where: `bespoke-manifest.json: ${configPath(error.instancePath)}`,
      value: error.data,
      next: 'Please report it.',
    });
  }
  return manifest as BespokeManifest;
}

/** The bytes of the file. */
export const manifestText = (manifest: BespokeManifest): string =>
  `${JSON.stringify(manifest, undefined, 2)}\n`;

function modelEntry(
  { name, teacher, sources, artifacts, seconds }: ModelResult,
  fileOf: (artifact: Artifact) => string,
) {
  const { house, train, measure, search, retrain } = seconds;
  return {
    name,
    teacher: teacherEntry(teacher),
    sources: sorted(sources, ({ file }) => file).map(({ file, sha256, licence, taught, usedBy }) => ({
      file,
      sha256,
      licence,
      taught,
      usedBy: [...usedBy].sort(),
    })),
    targets: sorted(artifacts, ({ target }) => target).map((artifact) =>
      targetEntry(artifact, fileOf(artifact)),
    ),
    seconds: { house, train, measure, search, retrain },
  };
}

function teacherEntry({ sha256, sizeBytes, macs, parameters, quality }: TeacherEntry) {
  return { sha256, sizeBytes, macs, parameters, quality: qualityEntry(quality) };
}

function targetEntry({ entry }: Artifact, file: string) {
  const { name, runtime, threads, precision, sha256, sizeBytes, macs, parameters, latencyMs } = entry;
  const { assembled, polished, retrained } = entry.qualityBySteps;
  return {
    name,
    runtime,
    threads,
    precision,
    file,
    sha256,
    sizeBytes,
    macs,
    parameters,
    latencyMs: latencyEntry(latencyMs),
    quality: qualityEntry(entry.quality),
    qualityBySteps: { assembled, polished, retrained },
    budgets: sorted(entry.budgets, ({ metric }) => metric).map(({ metric, limit, value, met }) => ({
      metric,
      limit,
      value,
      met,
    })),
    replacements: sorted(entry.replacements, ({ from, to }) => `${from}\0${to}`).map(
      ({ from, to, alternative, nmse, iacc }) => ({ from, to, alternative, nmse, iacc }),
    ),
  };
}

const latencyEntry = ({ teacher, student, predicted }: TargetEntry['latencyMs']) => ({
  teacher,
  student,
  ...(predicted === undefined ? {} : { predicted: { error: predicted.error, heldOut: predicted.heldOut } }),
});

const qualityEntry = ({ metric, value, samples }: TeacherEntry['quality']) => ({ metric, value, samples });

function sorted<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

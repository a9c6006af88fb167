import type { Problem } from '../errors.js';
import { checkPath } from './check-path.js';
import type { BespokeConfig, ModelFile, SourceConfig } from './gen/config-schema.js';
import { pathOf } from './model-file-config.js';
import type { BuildPlan } from './plan.js';
import { pathsIn } from './sources.js';

interface NamedPath {
  readonly given: string;
  readonly where: string;
  readonly kind: 'file' | 'directory';
  /** What makes it, where it is missing. */
  readonly remedy?: string;
}

/** What is wrong with the files and folders that the configuration names, in its order. */
export async function assertFilesExist(
  config: BespokeConfig,
  plan: BuildPlan,
  base: string,
  withProfiles: boolean,
): Promise<Problem[]> {
  const paths = [
    ...config.models.flatMap((model, index) => {
      const where = `models[${index}]`;
      return [
        modelFile(model.teacher, `${where}.teacher`),
        ...(model.pool ?? []).map((member, at) => modelFile(member, `${where}.pool[${at}]`)),
        ...sourceFiles(model.data.train, `${where}.data.train`),
        ...sourceFiles(model.data.validation, `${where}.data.validation`),
        ...(plan.models[index]!.quality.metric === 'module'
          ? [file(model.quality!, `${where}.quality`)]
          : []),
      ];
    }),
    ...config.targets.flatMap((target, index) =>
      target.profile === undefined || !withProfiles
        ? []
        : [
            {
              ...file(target.profile, `targets[${index}].profile`),
              remedy: `To measure it: bespoke profile --target ${target.name}`,
            },
          ],
    ),
  ];
  const checks = await Promise.all(
    paths.map(async ({ given, where, kind, remedy }) => {
      const problem = await checkPath(given, { base, kind, where });
      if (problem?.code !== 'CONFIG_FILE_MISSING' || remedy === undefined) return problem;
      return { ...problem, next: [problem.next, remedy].filter(Boolean).join(' ') };
    }),
  );
  return checks.filter((problem) => problem !== undefined);
}

const sourceFiles = (source: SourceConfig, where: string): NamedPath[] =>
  pathsIn(source).map(({ key, path, kind }) => ({ given: path, where: `${where}.${key}`, kind }));

const modelFile = (given: ModelFile, where: string): NamedPath =>
  file(pathOf(given), typeof given === 'string' ? where : `${where}.path`);

const file = (given: string, where: string): NamedPath => ({ given, where, kind: 'file' });

import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Problem } from '../errors.js';
import { budgetsOf } from './budget.js';
import { effortOf, effortProblems, wallClockOf } from './effort.js';
import { farmOf } from './farm-plan.js';
import type { BespokeConfig, InputConfig, ModelConfig, TargetConfig } from './gen/config-schema.js';
import { kindsThatAreOn } from './kinds.js';
import { memoryOf } from './memory-plan.js';
import { licenceOf, pathOf } from './model-file-config.js';
import type { BuildPlan, InputPlan, ModelPlan, TargetPlan } from './plan.js';
import { precisionOf } from './precision-plan.js';
import { qualityOf } from './quality-plan.js';
import { remoteOf } from './remote-plan.js';
import { traitsOf } from './runtimes.js';
import { sourceOf } from './sources.js';

export interface PlanOverrides {
  readonly workers?: number | undefined;
  /** Relative to `cwd`. */
  readonly cacheDirectory?: string | undefined;
}

export interface PlanOrigin {
  readonly cwd: string;
  /** Folder that the paths in the configuration start from. */
  readonly base: string;
  readonly file: string | undefined;
  readonly dependencies: readonly string[];
  readonly overrides: PlanOverrides;
}

/** A configuration that fits the schema, with every default filled in, and what is wrong with it all the same. */
export function planOf(
  config: BespokeConfig,
  origin: PlanOrigin,
): { readonly plan: BuildPlan; readonly problems: readonly Problem[] } {
  const { base, overrides } = origin;
  const problems: Problem[] = [
    ...duplicates('models', config.models),
    ...duplicates('targets', config.targets),
    ...effortProblems(config.effort),
  ];
  const cacheDirectory =
    overrides.cacheDirectory === undefined
      ? resolve(base, config.cache?.directory ?? './.bespoke')
      : resolve(origin.cwd, overrides.cacheDirectory);
  const remote = remoteOf(config.cache?.remote, process.env, problems);
  const plan: BuildPlan = {
    configFile: origin.file,
    configDependencies: origin.dependencies,
    models: config.models.map((model, index) => modelOf(model, `models[${index}]`, base, problems)),
    targets: config.targets.map((target, index) => targetOf(target, `targets[${index}]`, base, problems)),
    effort: effortOf(config.effort),
    wallClock: wallClockOf(config.effort),
    alternatives: kindsThatAreOn(config.alternatives),
    search: { strategy: config.search?.strategy ?? 'exact' },
    engine: config.engine ?? 'auto',
    seed: config.seed ?? 1,
    cacheDirectory,
    remote,
    farm: farmOf(config, remote, problems),
    browser: {
      executablePath: config.browser?.executablePath && resolve(base, config.browser.executablePath),
      args: config.browser?.args ?? [],
      projectFolder: base,
    },
    workers: overrides.workers ?? config.workers ?? availableParallelism(),
    memory: memoryOf(config.memory, problems),
  };
  return { plan, problems };
}

function modelOf(config: ModelConfig, where: string, base: string, problems: Problem[]): ModelPlan {
  const { train, validation, input } = config.data;
  const pool = poolOf(config, where, base, problems);
  const plan = {
    name: config.name,
    teacher: resolve(base, pathOf(config.teacher)),
    pool: pool.map(({ path }) => path),
    licences: [
      licenceOf(config.teacher, `${where}.teacher`, problems),
      ...pool.map(({ licence }) => licence),
    ],
    train: sourceOf(train, base),
    validation: sourceOf(validation, base),
    input: inputOf(input ?? {}, `${where}.data.input`, problems),
  };
  return { ...plan, quality: qualityOf(config.quality, plan.validation, where, base, problems) };
}

/** The pool without the teacher, which is a member anyway. */
function poolOf(config: ModelConfig, where: string, base: string, problems: Problem[]) {
  const teacher = resolve(base, pathOf(config.teacher));
  const pool = (config.pool ?? []).map((member, index) => ({
    path: resolve(base, pathOf(member)),
    licence: licenceOf(member, `${where}.pool[${index}]`, problems),
  }));
  pool.forEach(({ path }, index) => {
    const first = pool.findIndex((member) => member.path === path);
    if (first === index) return;
    problems.push({
      code: 'CONFIG_DUPLICATE_FILE',
      what: `the same file as ${where}.pool[${first}]`,
      where: `${where}.pool[${index}]`,
      value: pathOf(config.pool![index]),
      next: 'Name each member once.',
    });
  });
  return pool.filter(({ path }) => path !== teacher);
}

function targetOf(config: TargetConfig, where: string, base: string, problems: Problem[]): TargetPlan {
  return {
    name: config.name,
    runtime: config.runtime,
    threads: config.threads ?? traitsOf(config.runtime).defaultThreads,
    precision: precisionOf(config.precision),
    budgets: budgetsOf(config.budget, `${where}.budget`, problems),
    onMiss: config.onMiss ?? 'error',
    profile: config.profile === undefined ? undefined : resolve(base, config.profile),
    onUnprofiled: config.onUnprofiled ?? 'error',
  };
}

/** Names are parts of file names, and some file systems do not tell case apart. */
function duplicates(key: string, entries: readonly { readonly name: string }[]): Problem[] {
  const names = entries.map(({ name }) => name.toLowerCase());
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return {
      code: 'CONFIG_DUPLICATE_NAME',
      what: `the same name as ${key}[${first}]`,
      where: `${key}[${index}].name`,
      value: entries[index]!.name,
      accepted: 'a name that is unique, ignoring case',
    };
  });
}

/** Settings of a way of resizing that is not the one asked for would have no effect. */
function imageProblems({ resize = 'stretch', crop, fill, size }: InputConfig, where: string): Problem[] {
  const needs = (key: string, value: unknown, way: string): Problem[] =>
    value === undefined || resize === way
      ? []
      : [
          {
            code: 'CONFIG_INPUT',
            what: `${key} has no effect with resize '${resize}'`,
            where: `${where}.${key}`,
            value,
            accepted: `${key} with resize: '${way}'`,
          },
        ];
  const sized: Problem[] =
    resize === 'stretch' || size !== undefined
      ? []
      : [
          {
            code: 'CONFIG_INPUT',
            what: `resize '${resize}' needs a size`,
            where: `${where}.resize`,
            value: resize,
            accepted: 'size: [height, width] beside it',
          },
        ];
  return [...needs('crop', crop, 'cover'), ...needs('fill', fill, 'contain'), ...sized];
}

/** Preprocessing with defaults filled in; `mean` and `std` must speak of the same channels. */
function inputOf(config: InputConfig, where: string, problems: Problem[]): InputPlan {
  const { scale = 1, mean = [], std = [], layout = 'nchw', size, length, fixed, augment = {} } = config;
  const { resize = 'stretch', crop = 1, fill = 0, channels = 'rgb' } = config;
  problems.push(...imageProblems(config, where));
  if (mean.length > 0 && std.length > 0 && mean.length !== std.length) {
    problems.push({
      code: 'CONFIG_INPUT',
      what: `mean has ${mean.length} and std has ${std.length} values`,
      where: `${where}.std`,
      value: std,
      accepted: 'one value per channel in both, or leave one out',
    });
  }
  return {
    scale,
    mean,
    std,
    layout,
    size,
    ...(length === undefined ? {} : { length }),
    ...(fixed === undefined ? {} : { fixed }),
    image: { resize, crop, fill, channels },
    augment: { flip: augment.flip ?? false, shift: augment.shift ?? 0 },
  };
}

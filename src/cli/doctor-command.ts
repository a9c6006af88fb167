import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { loadPlan } from '../config/load-plan.js';
import { BespokeError } from '../errors.js';
import { machineMemory } from '../machine-memory.js';
import { bytesText } from '../quantity.js';
import type { EngineReport } from '../runtime/engines.js';
import { createWorkers } from '../runtime/workers.js';
import { browserFindings } from './browser-findings.js';
import { cacheState } from './cache-state.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';
import { farmFindings } from './farm-findings.js';
import type { Finding } from './finding.js';
import { remoteFindings } from './remote-findings.js';

export interface DoctorOptions {
  readonly cwd: string;
  readonly config: string | undefined;
}

interface PackageManifest {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const marks = { good: 'ok', absent: '--', bad: '!!' } as const;

/** `bespoke doctor`: what is there and what to install. Gives 1 when something is bad. */
export async function doctorCommand({ cwd, config }: DoctorOptions, console: Console): Promise<number> {
  const manifest = new URL('../../package.json', import.meta.url);
  const own = JSON.parse(await readFile(manifest, 'utf8')) as PackageManifest;
  const findings = [
    nodeFinding(process.versions.node, own.engines.node),
    machineFinding(),
    ...(await packageFindings(own, cwd)),
    ...(await engineFindings()),
    ...(await browserFindings({ cwd, config })),
    ...(await projectFindings(cwd, config)),
  ];
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  for (const { state, subject, detail } of findings) {
    console.out(`${marks[state]}  ${subject.padEnd(width)}  ${detail}\n`);
  }
  return findings.some(({ state }) => state === 'bad') ? exitStatus.error : exitStatus.done;
}

function nodeFinding(version: string, range: string): Finding {
  if (satisfies(version, range)) return { state: 'good', subject: 'Node', detail: version };
  return {
    state: 'bad',
    subject: 'Node',
    detail: `${version}, but ${range} is needed: install one of these`,
  };
}

function machineFinding(): Finding {
  const detail = `${process.platform}-${process.arch}, ${availableParallelism()} threads, ${bytesText(machineMemory())} of memory`;
  return { state: 'good', subject: 'machine', detail };
}

/** Own packages must be there; a bundler and TensorFlow are the project's choice. */
async function packageFindings(own: PackageManifest, cwd: string): Promise<Finding[]> {
  const needed = ['onnxruntime-node', 'sharp'].map(async (name): Promise<Finding> => {
    const version = await installedVersion(name, import.meta.url);
    if (version !== undefined) return { state: 'good', subject: name, detail: version };
    const detail = `missing: npm install ${name}@${own.dependencies[name]}`;
    return { state: 'bad', subject: name, detail };
  });
  const optional = Object.keys(own.peerDependencies)
    .sort()
    .map(async (name): Promise<Finding> => {
      const version = await installedVersion(name, resolve(cwd, 'package.json'));
      if (version !== undefined) return { state: 'good', subject: name, detail: version };
      const detail = `not installed; if you want it: npm install ${name}@${own.peerDependencies[name]}`;
      return { state: 'absent', subject: name, detail };
    });
  return Promise.all([...needed, ...optional]);
}

/** Looked for in a process of its own, which a broken driver may end. */
async function engineFindings(): Promise<Finding[]> {
  const workers = createWorkers({ workers: 1 });
  try {
    const task = { file: new URL('../runtime/engines.js', import.meta.url), name: 'availableEngines' };
    const reports = await workers.run<readonly EngineReport[]>(task, undefined);
    return reports.map(({ name, available, detail }) => ({
      state: available ? 'good' : name === 'cpu' ? 'bad' : 'absent',
      subject: `engine ${name}`,
      detail: detail.replace(`engine ${name}: `, ''),
    }));
  } catch (error) {
    return [{ state: 'bad', subject: 'engines', detail: (error as Error).message }];
  } finally {
    await workers.close();
  }
}

async function projectFindings(cwd: string, config: string | undefined): Promise<Finding[]> {
  try {
    const plan = await loadPlan({ cwd, config });
    const detail = `${plan.configFile}: ${counted(plan.models.length, 'model')}, ${counted(plan.targets.length, 'target')}`;
    return [
      { state: 'good', subject: 'configuration', detail },
      { subject: 'cache', ...(await cacheState(plan.cacheDirectory)) },
      ...(await remoteFindings(plan.remote)),
      ...(await farmFindings(plan)),
    ];
  } catch (error) {
    if (!(error instanceof BespokeError)) throw error;
    const isAbsent = error.code === 'CONFIG_NOT_FOUND' && config === undefined;
    return [
      { state: isAbsent ? 'absent' : 'bad', subject: 'configuration', detail: error.message },
      { subject: 'cache', ...(await cacheState(resolve(cwd, '.bespoke'))) },
    ];
  }
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Whether a Node version is in a range of the form `^20.19 || >=22.12`. */
function satisfies(version: string, range: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const match = /^\s*(\^|>=)(\d+)(?:\.(\d+))?/.exec(part);
    if (match === null) return false;
    const [least, leastMinor] = [Number(match[2]), Number(match[3] ?? 0)];
    if (major === least) return minor >= leastMinor;
    return match[1] === '>=' && major > least;
  });
}

/** Version of a package as the file `from` (path or URL) would get it; undefined when it is not installed. */
async function installedVersion(name: string, from: string): Promise<string | undefined> {
  // Read by hand, because most packages do not export their package.json.
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    try {
      const manifest = JSON.parse(await readFile(join(folder, name, 'package.json'), 'utf8')) as {
        version: string;
      };
      return manifest.version;
    } catch {}
  }
  return undefined;
}
